// Package whatif says how fast a model would be on other machines, and which
// models fit a machine. It answers before anything is bought or downloaded. Each
// answer has the expected speed with its interval, what others published,
// whether the memory is large enough, and the price if it is known.
//
// The screen What if and the verb predict show the same answers in the same
// columns, so both are made here.
//
// It must not know where models lie, how a table is drawn, or what was measured
// on this machine. The caller passes in what to expect on this machine.
//
//	answer.go     one model on one machine
//	machines.go   one model on many machines
//	fitting.go    many models on one machine
//	here.go       this machine beside the others
//	order.go      the orders of a list, and which answers contain some words
//	columns.go    the columns of both lists, and what stands in them
//	facts.go      everything about one answer, with the sources
package whatif
