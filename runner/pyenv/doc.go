// Package pyenv tells which packages a Python environment holds, and in which
// versions, by looking at its folders. It starts no Python and imports nothing.
// So a search is fast, and code in what it finds is never run.
//
// It must not know engines: the caller knows what a package is good for.
//
// # Where things are
//
//	pyenv.go    a Python environment and its folders
//	package.go  installed Python packages and versions
package pyenv
