// Package remembered keeps what was measured of this machine and holds longer
// than a session, in small files of the state folder.
//
// A home folder may be on several machines, so each entry says which one it
// belongs to. It must not measure anything, nor know who asks.
//
// # Where things are
//
//	devices.go  remembers the bandwidth of GPUs that was measured with an engine
//	probes.go   remembers the best measured memory bandwidth since this boot
//	list.go     a small JSON file with a list
package remembered
