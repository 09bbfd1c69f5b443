package standin

import "math"

// toF16 rounds to half precision, also to subnormal numbers.
func toF16(v float64) uint16 {
	sign := uint16(0)
	if v < 0 {
		sign, v = 0x8000, -v
	}
	const tiny = 1.0 / (1 << 24) // the smallest subnormal number
	if v < 1.0/(1<<14) {
		return sign | uint16(math.RoundToEven(v/tiny))
	}
	fraction, exponent := math.Frexp(v)                   // v = fraction·2^exponent, ½ ≤ fraction < 1
	mantissa := uint16(math.RoundToEven(fraction * 2048)) // 1024 … 2048
	bits := uint16(exponent+14)<<10 + mantissa - 1024
	if v > 65504 {
		bits = 0x7bff
	}
	return sign | bits
}

// toBF16 keeps the upper half of the bits of single precision.
func toBF16(v float64) uint16 { return uint16(math.Float32bits(float32(v)) >> 16) }
