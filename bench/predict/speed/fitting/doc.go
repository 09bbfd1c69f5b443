// Package fitting fits the effects of package speed to the reference set, and
// measures how good predictions are for chips that were left out.
//
// It is not a part of the program, and must not know anything about this
// machine. Its tests write effects.csv, and check that the file fits the
// reference set. Its benchmarks print how good the predictions are.
//
//	rows.go        the published results that are fitted
//	fit.go         the fit of generation: partial pooling, robust against outliers
//	prompt.go      the fit of prompt processing
//	equations.go   the linear equations of both fits
//	leave.go       leaves each chip or family out in turn, and predicts it
//	spreads.go     how far intervals must reach, for each family and backend
//	small.go       how much farther they must reach for small models
//	coverage.go    how many speeds are within their intervals
//	calibrated.go  predicts from one other result of the same machine
//	depth.go       predicts results with a filled context from one with an empty context
//	quality.go     how far predictions are from what was measured
package fitting
