// Package cli is the command line: one file a verb, with its flags, the wiring
// of the other packages, signals and exit codes; and the hidden verbs (bench
// process, guard). It is the only package that knows everybody, and nobody
// imports it.
//
// It must not hold logic of its own that another package could test better.
package cli
