// Package places says where programs are on a machine, as far as that is the
// same for every engine: the folders of package managers, the folders where
// people build software, and how to search a folder. The engines' finders add
// the rest.
//
// It starts nothing and must not know any engine.
//
// # Where things are
//
//	places.go  folders of package managers, and of people who build software
package places
