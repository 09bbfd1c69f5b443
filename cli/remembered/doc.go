// Package remembered keeps what was measured of this machine and holds longer
// than a session, in small files of the state folder:
//
//	devices.go   what engines moved from the memory of devices
//	probes.go    what the memory moved when read, best of this boot
//	list.go      such a file
//
// A home folder may be on several machines, so each entry says which one it
// belongs to. It must not measure anything, nor know who asks.
package remembered
