package standin

import (
	"encoding/binary"
	"math"

	"dragstrip/models/gguf"
)

// sigma is the standard deviation of the weights: about what trained models
// have, so that nothing overflows on its way through the layers.
const sigma = 0.02

// scale is a half-precision number within a block that sets how large the
// random bits around it are.
type scale struct {
	at    int
	value float64
}

// blockScales has every type whose blocks can be filled with random bytes,
// and the scales that then make the weights' standard deviation sigma. The
// divisors are the standard deviations of what random bits decode to with a
// scale of one, measured with the decoders of the gguf package (0.17) that
// belongs to llama.cpp; where a type has a minimum as well, it keeps the mean
// at zero.
var blockScales = map[gguf.Type][]scale{
	gguf.TypeQ4_0: {{0, sigma / 4.61}}, 3: {{0, sigma / 4.61}, {2, -7.5 * sigma / 4.61}},
	gguf.TypeQ5_0: {{0, sigma / 9.23}}, 7: {{0, sigma / 9.23}, {2, -15.5 * sigma / 9.23}},
	gguf.TypeQ8_0: {{0, sigma / 74}},
	10:            {{80, sigma / 13.86}, {82, 1.5 * sigma / 13.86}}, 11: {{108, sigma / 43.3}},
	gguf.TypeQ4_K: {{0, sigma / 258}, {2, 7.5 * sigma / 258}},
	gguf.TypeQ5_K: {{0, sigma / 526}, {2, 15.5 * sigma / 526}},
	gguf.TypeQ6_K: {{208, sigma / (11.7 * 18.5)}},
	16:            {{0, sigma / 53.3}}, 17: {{0, sigma / 56}}, 18: {{0, sigma / 142.6}}, 19: {{0, sigma / 7.18}},
	20: {{0, sigma / 67.2}}, 21: {{0, sigma / 140.4}}, 22: {{0, sigma / 56.3}}, 23: {{0, sigma / 1246.6}}, 29: nil,
	34: {{52, sigma / 0.817}}, 35: {{64, sigma / 1.118}}, gguf.TypeMXFP4: nil, gguf.TypeNVFP4: nil,
	41: {{0, sigma}}, 42: {{0, sigma / 1.118}},
}

// canMake tells whether weights of a type can be made. Types that engines
// dropped, that only exist while computing, or that this version does not
// know cannot.
func canMake(t gguf.Type) bool {
	switch t {
	case gguf.TypeF32, gguf.TypeF16, gguf.TypeBF16, gguf.TypeF64, 24, 25, 26, 27:
		return true
	}
	_, ok := blockScales[t]
	return ok
}

// scaleBlocks puts a sane scale into every block of random bytes, or one so many
// times larger. balanced gives every second block the other sign.
func scaleBlocks(dst []byte, kind gguf.Type, gain float64, balanced bool) {
	block := int(kind.Layout().Bytes)
	var halves [2]struct {
		at   int
		bits uint16
	}
	scales := blockScales[kind]
	for i, s := range scales {
		halves[i].at, halves[i].bits = s.at, toF16(s.value*gain)
	}
	used := halves[:len(scales)]
	iq1 := toF16(sigma / 7.2 * gain)
	exponent := int(math.Log2(gain))
	for b := range len(dst) / block {
		at := dst[b*block : (b+1)*block]
		sign := uint16(0)
		if balanced {
			sign = uint16(b&1) << 15
		}
		for _, h := range used {
			binary.LittleEndian.PutUint16(at[h.at:], h.bits^sign)
		}
		switch kind {
		case gguf.TypeQ6_K:
			// Sixteen signed scales, kept to 8…15 so that the block's own
			// scale is a normal half-precision number.
			for i := 192; i < 208; i++ {
				at[i] = 8 | at[i]&7
			}
		case gguf.TypeMXFP4:
			at[0] = byte(120 + exponent) // 2^(120−127)
		case gguf.TypeNVFP4:
			for i := range 4 { // scales with 3 bits after the point
				at[i] = e4m3(exponent - 7)
			}
		case gguf.TypeIQ1_M: // its scale lies in the upper quarters of four words
			for i := range 4 {
				high := byte(iq1 >> (4 * i) & 15)
				at[49+2*i] = at[49+2*i]&15 | high<<4
			}
		}
	}
}

// e4m3 writes 2 to the power of n as a number of eight bits.
func e4m3(n int) byte {
	if n < -6 { // below the normal ones
		return 1 << (9 + n)
	}
	return byte((n + 7) << 3)
}

// toF16 rounds to half precision, subnormals included.
func toF16(v float64) uint16 {
	sign := uint16(0)
	if v < 0 {
		sign, v = 0x8000, -v
	}
	const tiny = 1.0 / (1 << 24) // the smallest subnormal
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

// toBF16 cuts to the upper half of single precision.
func toBF16(v float64) uint16 { return uint16(math.Float32bits(float32(v)) >> 16) }

// constant fills dst with one number, where the type has plain numbers.
func constant(dst []byte, kind gguf.Type, v float64) bool {
	var one []byte
	switch kind {
	case gguf.TypeF32:
		one = binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(v)))
	case gguf.TypeF64:
		one = binary.LittleEndian.AppendUint64(nil, math.Float64bits(v))
	case gguf.TypeF16:
		one = binary.LittleEndian.AppendUint16(nil, toF16(v))
	case gguf.TypeBF16:
		one = binary.LittleEndian.AppendUint16(nil, toBF16(v))
	case 24, 25, 26, 27: // whole numbers are indices: 0 is always one
		clear(dst)
		return true
	default:
		return false
	}
	for n := copy(dst, one); n < len(dst); n *= 2 {
		copy(dst[n:], dst[:n])
	}
	return true
}
