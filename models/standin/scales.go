package standin

import (
	"encoding/binary"
	"math"

	"dragstrip/models/gguf"
)

// scale is a half-precision number in a block. The values of the block are
// multiplied by it. The second scale of a block is for its minimum.
type scale struct {
	at    int
	value float64
}

// blockScales has every type whose blocks can be filled with random bytes. Its
// scales give the weights the standard deviation sigma. The divisors are the
// standard deviations of random bits with a scale of one. They were measured
// with the decoders of llama.cpp's gguf package (0.17). If a type also has a
// minimum, the minimum keeps the mean at zero.
var blockScales = map[gguf.Type][]scale{
	gguf.TypeQ4_0: {{0, sigma / 4.61}}, 3: {{0, sigma / 4.61}, {2, -7.5 * sigma / 4.61}},
	gguf.TypeQ5_0: {{0, sigma / 9.23}}, 7: {{0, sigma / 9.23}, {2, -15.5 * sigma / 9.23}},
	gguf.TypeQ8_0: {{0, sigma / 74}},
	10:            {{80, sigma / 13.86}, {82, 1.5 * sigma / 13.86}}, 11: {{108, sigma / 43.3}},
	gguf.TypeQ4_K: {{0, sigma / 258}, {2, 7.5 * sigma / 258}},
	gguf.TypeQ5_K: {{0, sigma / 526}, {2, 15.5 * sigma / 526}},
	gguf.TypeQ6_K: {{208, sigma / (11.7 * 18.5)}},
	16:            {{0, sigma / 53.3}}, 17: {{0, sigma / 56}}, 18: {{0, sigma / 142.6}}, 19: {{0, sigma / 7.18}},
	20: {{0, sigma / 67.2}}, 21: {{0, sigma / 140.4}}, 22: {{0, sigma / 56.3}}, 23: {{0, sigma / 1246.6}}, gguf.TypeIQ1_M: {{48, sigma / 7.2}},
	34: {{52, sigma / 0.817}}, 35: {{64, sigma / 1.118}}, gguf.TypeMXFP4: nil, gguf.TypeNVFP4: nil,
	41: {{0, sigma}}, 42: {{0, sigma / 1.118}},
}

// canMake tells whether dragstrip can make weights of a type. It cannot if
// engines have dropped the type, if the type exists only during computation, or
// if dragstrip does not know it.
func canMake(t gguf.Type) bool {
	switch t {
	case gguf.TypeF32, gguf.TypeF16, gguf.TypeBF16, gguf.TypeF64, 24, 25, 26, 27:
		return true
	}
	_, ok := blockScales[t]
	return ok
}

// spreadScale is one scale of a block with all its possible values, as
// half-precision numbers: one for each entry of spreadTable.
type spreadScale struct {
	at   int
	bits [spreads]uint16
}

// spreadScales makes the scales of a type. The weights are gain times as large
// as usual.
func spreadScales(kind gguf.Type, gain float64) []spreadScale {
	all := make([]spreadScale, len(blockScales[kind]))
	for i, s := range blockScales[kind] {
		all[i].at = s.at
		for j, by := range spreadTable {
			factor := by.scale
			if i > 0 {
				factor = by.minimum
			}
			all[i].bits[j] = toF16(s.value * gain * factor)
		}
	}
	return all
}

// put writes the scale into a block.
func (s *spreadScale) put(block []byte, kind gguf.Type, bits uint16) {
	if kind != gguf.TypeIQ1_M {
		binary.LittleEndian.PutUint16(block[s.at:], bits)
		return
	}
	// The scale of IQ1_M is in the upper four bits of four words.
	for i := range 4 {
		high := byte(bits >> (4 * i) & 15)
		block[s.at+1+2*i] = block[s.at+1+2*i]&15 | high<<4
	}
}

// scaleBlocks puts a usable scale into every block of random bytes. The weights
// are gain times as large as usual. Scales differ from block to block
// (spread.go). If balanced is set, every second block has the scale of the
// block before it with the opposite sign.
func scaleBlocks(dst []byte, kind gguf.Type, gain float64, balanced bool) {
	block := int(kind.Layout().Bytes)
	scales := spreadScales(kind, gain)
	exponent := int(math.Log2(gain))
	drawn := uint16(0)
	for b := range len(dst) / block {
		at := dst[b*block : (b+1)*block]
		second := balanced && b&1 == 1
		if len(scales) > 0 && !second {
			// The bytes of the scale itself are random until it is written.
			drawn = binary.LittleEndian.Uint16(at[scales[0].at:])
		}
		sign := uint16(0)
		if second || !balanced && signedScales[kind] && drawn>>15 == 1 {
			sign = 1 << 15
		}
		for i := range scales {
			scales[i].put(at, kind, scales[i].bits[drawn%spreads]^sign)
		}
		switch kind {
		case gguf.TypeQ6_K:
			// The block has sixteen signed scales. They are limited to 8…15, so
			// that the scale of the whole block is a normal half-precision
			// number.
			for i := 192; i < 208; i++ {
				at[i] = 8 | at[i]&7
			}
		case gguf.TypeMXFP4:
			at[0] = byte(120 + exponent) // 2^(120−127)
		case gguf.TypeNVFP4:
			for i := range 4 { // scales with 3 bits after the point
				at[i] = e4m3(exponent - 7)
			}
		}
	}
}

// e4m3 writes 2 to the power of n as a number of eight bits.
func e4m3(n int) byte {
	if n < -6 { // below the normal numbers
		return 1 << (9 + n)
	}
	return byte((n + 7) << 3)
}

// constant fills dst with one number. It is false if the type does not have
// plain numbers.
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
	case 24, 25, 26, 27: // whole numbers are indices, and 0 is always a valid one
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
