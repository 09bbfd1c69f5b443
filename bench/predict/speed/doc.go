// Package speed predicts how fast a model generates text and processes a
// prompt, with an interval. The model need not have been measured on the chip.
//
// # The formula
//
// The time of one token is
//
//	bytes/(e·bandwidth) + c·layers + 2·parameters/(u·arithmetic)
//
// The first term is the time in which the memory delivers what a token reads:
// the weights and the KV cache. The second term is a fixed cost of every layer.
// The third term is the time of the arithmetic, which includes slow
// dequantization. The logarithms of e, c and u are sums of effects: of the
// backend, of the family of the chip on that backend, and of the quantization.
// Another effect makes older builds slower.
//
// All effects are fitted together to published results (package fitting). Each
// effect is drawn towards zero, so that families with few results are close to
// the average (partial pooling). The effects are in effects.csv. This file is
// made by
//
//	go generate ./bench/predict/speed
//
// and must not be edited by hand. docs/numbers.md says how good the predictions
// are.
//
//	formula.go   the three terms, and the names of their effects
//	effects.go   reads effects.csv
//	interval.go  the interval of a prediction
//	own.go       corrects a prediction by speeds that were measured on the same machine
//	prompt.go    how fast a prompt is processed
//	work.go      the work of a model
//	predict.go   a prediction for a chip
//	computer.go  what computes a job, and which results help to predict its speed
//	learned.go   the results of a machine's own sessions that a prediction can use
//	ownonly.go   a prediction from a machine's own results alone, for CPUs and engines for which nothing was published
//	lack.go      why nothing is expected of a job
//	expect.go    what to expect of a job on a machine: its chip, its own results, or both
//
// It must not know where sessions and models lie, or how a prediction is shown.
package speed
