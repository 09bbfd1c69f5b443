// Package install is how an engine can be got: the program's own engines
// folder, package managers, Debian packages unpacked without root, release
// archives, Python environments, and what each touches of the machine. An
// engine says which of these ways fit it, as data (Debian, Release,
// Environment …), and gets offers that say what will be done before it is
// done. Nothing is left half-installed.
//
// It must not know any engine, nor ask questions or print: engines' folders
// say what to get, and the caller asks.
package install
