// Package regular opens files that somebody else may have put in their place:
// session folders and reports that were copied here, settings, caches.
// Everything that is not a regular file is refused at once, because reading a
// named pipe may never begin or never end. Every reading has a limit.
//
// It must not know what any file holds.
//
// # Where things are
//
//	open.go  opens, reads and appends to a file that may be hostile: named pipes, symbolic links, size
package regular
