// Package places says where programs lie on a machine, as far as that is the
// same for every engine: the folders of package managers, where people keep
// what they build, and how to look into a folder. The finders of the engines
// add what only they know.
//
// It starts nothing and must not know any engine.
package places
