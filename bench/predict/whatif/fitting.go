package whatif

import (
	"dragstrip/bench"
	"dragstrip/bench/published"
)

// Fitting says how fast a model is on a chip, if it fits the chip's memory. ok
// is false if it does not fit, or if nothing can be said about its speed.
func Fitting(m bench.Model, c *published.Chip, depth int) (a Answer, ok bool) {
	w, err := ask(m, depth)
	if err != nil {
		return Answer{}, false
	}
	a = on(c, w, figuresOf(w))
	return a, a.known() && a.Fits()
}

// Same tells whether two models have the same weights in the same form, so that
// one answer is enough for both: copies of a file, or a shape and its stand-in.
func Same(a, b bench.Model) bool {
	return a.Name == b.Name && a.Quant == b.Quant && a.Format == b.Format &&
		a.ParamCount == b.ParamCount && a.SizeBytes == b.SizeBytes && a.ReadBytesPerToken == b.ReadBytesPerToken
}
