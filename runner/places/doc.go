// Package places says where programs may be on a machine: the folders of
// package managers, the folders where people build software, and how to search
// a folder. It has only what is the same for every engine; the finders of the
// engines add other places.
//
// It starts nothing and must not know any engine.
//
// # Where things are
//
//	places.go  folders of package managers, and of people who build software
package places
