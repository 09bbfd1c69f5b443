// Package remembered keeps, in small files of the state folder, what was
// measured on this machine and stays true longer than one session.
//
// One home folder may be shared by several machines, so each entry says which
// machine it belongs to. The package must not measure anything, nor know who
// asks.
//
// # Where things are
//
//	devices.go  remembers the bandwidth of GPUs that was measured with an engine
//	probes.go   remembers the best measured memory bandwidth since this boot
//	list.go     a small JSON file with a list
package remembered
