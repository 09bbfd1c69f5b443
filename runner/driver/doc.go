// Package driver turns the lines that drivers say into facts. A driver is a
// program of ours that measures where no tool of the engine does; its lines and
// its command line are part of the contract ([engine.Line], [engine.Request]).
//
// It must not know any particular engine: what one does in its own way (what
// its errors mean, what of its chatter is a doubt) is a [Manner] that the
// engine's folder brings. It starts nothing and reads no clock and no file.
//
//	ledger.go   whose work an invocation does, and what of it was told; also for
//	            parsers of an engine's own tool
//	parser.go   the driver's lines; skim.go says what each is worth
//	pace.go     how fast tokens come, over the last moments
//	end.go      what the end of the process means for what is not settled
//	manner.go   what one engine's driver does in its own way
package driver
