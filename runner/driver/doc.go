// Package driver turns the lines that drivers print into facts. A driver is a
// program of ours that measures where no tool of the engine does; its lines and
// its command line are part of the contract ([engine.Line], [engine.Request]).
//
// It must not know any particular engine. What is special about one engine
// (what its errors mean, which lines deserve a warning) is a [Manner] that the
// engine's folder supplies. The package starts nothing and reads no clock and
// no file.
//
// # Where things are
//
//	ledger.go  the work of one start, and what was reported about it
//	parser.go  lines of a driver into facts
//	skim.go    which lines can wait
//	pace.go    tokens per second over the last moments
//	end.go     what the end of a driver's process means: no result for a test, failed after the last one
//	manner.go  what is special about one engine
package driver
