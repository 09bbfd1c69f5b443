package speed

import "math"

// Own is a speed that was measured on the same machine for which a speed is
// predicted.
type Own struct {
	Work     Work
	TPS      float64 // as measured
	Expected float64 // as predicted for the same work, without any Own
}

// Calibrate corrects a prediction by speeds that were measured on the same
// machine. The measured speeds show how much faster or slower the machine is
// than its family. A speed counts more if its work is closer to w, in bytes and
// in quantization. The correction is smaller than the ratio of measured to
// predicted, because a single speed has an error, too.
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

// apart returns how different two works are: bytesCount times the logarithm of
// the ratio of their bytes, otherQuant more if their quantizations differ, and
// otherKind more if only one of them is a mixture of experts.
func apart(a, b Work) float64 {
	far := bytesCount * math.Abs(math.Log(a.WeightBytes/b.WeightBytes))
	if QuantClass(a.Quant) != QuantClass(b.Quant) {
		far += otherQuant
	}
	if a.Mixture != b.Mixture {
		far += otherKind
	}
	return far
}

// These decide how much a speed that was measured on the same machine counts.
const (
	noise      = 0.02 // the error of one speed, as if it were a difference in bytes
	bytesCount = 0.5  // a factor of bytes matters less than its logarithm
	otherQuant = 0.6  // how far apart two quantizations are
	otherKind  = 1.5  // how far apart a mixture of experts and a dense model are
	differ     = 4.0  // how much machines differ; it is large, so the correction is nearly the whole ratio
)
