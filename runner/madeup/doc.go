// Package madeup is an engine that exists only in tests. It proves that a new
// engine needs only one folder and one line in the table of kinds. It is also
// the shortest example of the two ways to drive an engine that has no
// benchmark:
//
//   - a script prints the driver's lines (engine.sh, [Kind]);
//   - code of dragstrip writes them, in a process under the guard. An engine
//     that listens on a socket is driven like this (drive.go, [DrivenKind]).
//
// Its models have no files; it serves them by name.
//
// It must not be in the table of the released program.
//
// # Where things are
//
//	kind.go   an engine for tests, the shortest example
//	drive.go  the same engine, driven by code
package madeup
