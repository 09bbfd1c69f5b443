// Package driver turns the lines that drivers print into facts. A driver is a
// program of ours that measures where no tool of the engine does; its lines and
// its command line are part of the contract ([engine.Line], [engine.Request]).
//
// It must not know any particular engine. What is special about one engine
// (what its errors mean, which lines deserve a warning) is a [Manner] that the
// engine's folder supplies. The package starts nothing and reads no clock and
// no file.
//
//	ledger.go   the work of one invocation and what was reported about it; parsers
//	            of an engine's own tool use it too
//	parser.go   the driver's lines; skim.go tells which of them can wait
//	pace.go     tokens per second over the last moments
//	end.go      what the end of the process means for unsettled work
//	manner.go   what is special about one engine's driver
package driver
