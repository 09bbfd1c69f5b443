// Package madeup is an engine that exists in tests only. It proves that an
// engine is one folder and one line of the table of kinds, and it is the
// shortest example of both ways to drive one that has no benchmark of its own:
//
//   - a script that prints the driver's lines (engine.sh, [Kind]);
//   - code of ours that says them, in a process under the guard, as an engine
//     that is spoken to over a socket needs (drive.go, [DrivenKind]).
//
// Its models have no files: they are names that it serves.
//
// It must not be in the table of the program that people get.
package madeup
