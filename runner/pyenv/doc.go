// Package pyenv tells what a Python environment holds by looking at its
// folders: which packages, in which versions. No Python is started and nothing
// is imported, so that a search is fast and what it finds runs no code.
//
// It must not know engines: what a package is good for is the caller's to say.
package pyenv
