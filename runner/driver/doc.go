// Package driver turns the lines that drivers print into facts. A driver is a
// program of dragstrip that measures an engine if no tool of the engine can.
// Its lines and its command line are described at [engine.Line] and
// [engine.Request].
//
// It must not know any particular engine. The package of each engine supplies a
// [Manner], which says what is special about that engine: what its errors mean,
// and which lines deserve a warning. The package starts nothing and reads no
// clock and no file.
//
// # Where things are
//
//	ledger.go  the work of one start, and what was reported about it
//	parser.go  turns lines of a driver into facts
//	skim.go    which lines can wait
//	pace.go    tokens per second over the last moments
//	end.go     what the end of a driver's process means: no result for a test, failed after the last one
//	manner.go  what is special about one engine
package driver
