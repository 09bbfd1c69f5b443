// Package speed predicts how fast a model generates text, and processes a prompt,
// on a chip that it was never measured on, with an interval.
//
// # The formula
//
// The time of one token is
//
//	bytes/(e·bandwidth) + c·layers + 2·parameters/(u·arithmetic)
//
// The first term is the time in which the memory delivers what a token reads:
// the weights and the KV cache. The second is a fixed cost of every layer. The
// third is the arithmetic, of which slow dequantization is a part. The logarithms
// of e, c and u are sums of effects: of the backend, of the family of the chip on
// that backend, and of the quantization. A further effect makes builds slower the
// older they are.
//
// All effects are fitted together to published results (package fitting), and
// each is drawn towards zero, so that families with few results are close to the
// average (partial pooling). The effects are in effects.csv, which is made by
//
//	go generate ./bench/predict/speed
//
// and never edited by hand. docs/numbers.md says how good the predictions are.
//
//	formula.go   the three terms, and the names of the effects of each
//	effects.go   reads effects.csv
//	interval.go  the interval of a prediction
//	own.go       what a speed that was measured on the same machine adds
//	prompt.go    how fast a prompt is processed
//	work.go      the work of a model
//	predict.go   a prediction for a chip
//	learned.go   the results of a machine's own sessions that a prediction can use
//	ownonly.go   a prediction from them alone, for CPUs and engines of which nothing was published
//	expect.go    what to expect of a job on a machine: its chip, its own results, or both
//
// It must not know where sessions and models lie, or how a prediction is shown.
package speed
