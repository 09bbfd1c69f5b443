// Package problem has the words for what is wrong with a file or a folder:
// which one, of what kind, why, and what to do about it. Everything that looks
// at foreign files answers with them.
//
// It must not know formats of models, stores or models.
//
// # Where things are
//
//	problem.go  what is wrong with a model file, why, and what to do
//	missing.go  what is said of a path where nothing is
//	foreign.go  what lies where a model should be: a web page, a git LFS pointer
package problem
