// Package regular opens files that somebody else may have put in their place:
// session folders and reports that were copied here, settings, caches. What is
// no regular file is refused without waiting for it (a named pipe has no end
// and may never begin), and every reading is bounded.
//
// It must not know what any file holds.
//
// # Where things are
//
//	open.go  opens, reads and appends to a file that may be hostile: named pipes, symbolic links, size
package regular
