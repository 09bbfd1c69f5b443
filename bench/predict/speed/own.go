package speed

import "math"

// Own is a speed that was measured on the machine that is predicted for.
type Own struct {
	Work     Work
	TPS      float64 // as measured
	Expected float64 // as predicted for the same work, without Own
}

// Calibrate corrects a prediction by what was measured on the same machine. The
// measured speeds say how much faster or slower the machine is than its family.
// A speed counts more the closer its work is, in bytes and in quantization; and
// the correction is smaller than the ratio, because a single speed has an error
// of its own.
func Calibrate(tps float64, w Work, own []Own) float64 {
	var sum, weights float64
	for _, o := range own {
		if o.TPS <= 0 || o.Expected <= 0 {
			continue
		}
		far := apart(w, o.Work)
		weight := 1 / (noise + far*far)
		sum += weight * math.Log(o.TPS/o.Expected)
		weights += weight
	}
	if weights == 0 {
		return tps
	}
	return tps * math.Exp(sum/(weights+1/differ))
}

// apart is how little two works have in common: the logarithm of their ratio in
// bytes, and more if their quantizations differ.
func apart(a, b Work) float64 {
	far := math.Abs(math.Log(a.WeightBytes / b.WeightBytes))
	if QuantClass(a.Quant) != QuantClass(b.Quant) {
		far += otherQuant
	}
	return far
}

// Weights of the speeds that were measured on the same machine.
const (
	noise      = 0.02 // of one speed, as if it were a difference of size
	otherQuant = 0.6  // how far apart two quantizations are, as a logarithm of bytes
	differ     = 4.0  // how much machines differ: large, so nearly all of a ratio is believed
)
