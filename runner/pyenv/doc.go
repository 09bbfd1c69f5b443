// Package pyenv tells which packages a Python environment holds, and in which
// versions. It only looks at folders and files, and starts no Python. So a
// search is fast, and no code of a package is run.
//
// It must not know engines: the caller knows what a package is good for.
//
// # Where things are
//
//	pyenv.go    a Python environment and its folders
//	package.go  installed Python packages and versions
package pyenv
