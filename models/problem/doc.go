// Package problem has the words for what is wrong with a file or a folder: its
// path, the kind of problem, the reason, and what to do about it. All packages
// that read foreign files report problems in this form.
//
// It must not know formats of models, stores or models.
//
// # Where things are
//
//	problem.go  what is wrong with a model file, why, and what to do
//	missing.go  the problem of a path that does not exist
//	foreign.go  files that are there instead of a model: a web page, a git LFS pointer
package problem
