package standin

import "math"

// sigma is the standard deviation of the weights. It is about the same as in
// trained models, so that the output of no layer overflows.
const sigma = 0.02

// normal holds 4096 values. If each is chosen with equal probability, the
// result has a normal distribution.
var normal, normalF16, normalBF16 = normalTables()

func normalTables() (wide [4096]float64, f16, bf16 [4096]uint16) {
	for i := range wide {
		p := (float64(i) + 0.5) / float64(len(wide))
		wide[i] = sigma * math.Sqrt2 * math.Erfinv(2*p-1)
		f16[i] = toF16(wide[i])
		bf16[i] = toBF16(wide[i])
	}
	return wide, f16, bf16
}
