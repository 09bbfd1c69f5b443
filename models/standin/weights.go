package standin

import (
	"encoding/binary"
	"math"

	"dragstrip/models/gguf"
)

// make fills dst with a piece. The bytes depend only on the seed, the tensor
// and the position in the tensor.
func (w weights) make(p piece, seed uint64, dst []byte) {
	w[p.tensor].make(dst, newRandom(seed, uint64(p.tensor), uint64(p.first)))
}

// make fills dst with the contents of the tensor's blocks.
func (t *placed) make(dst []byte, r *random) {
	switch t.fill {
	case fillZeros:
		clear(dst)
		return
	case fillOnes:
		if constant(dst, t.kind, 1) {
			return
		}
	case fillMinusOnes:
		if constant(dst, t.kind, -1) {
			return
		}
	case fillRandom:
		r.bytes(dst)
		return
	case fillRandomE4M3:
		r.bytes(dst)
		for i := range dst {
			dst[i] &= 0xbf // limits exponents to 2^0, because a NaN has all bits set
		}
		return
	case fillValue:
		if t.kind == typeBytes {
			for i := range dst {
				dst[i] = byte(t.value)
			}
			return
		}
		if constant(dst, t.kind, t.value) {
			return
		}
	}
	switch t.kind {
	case gguf.TypeF32:
		for i := 0; i < len(dst); i += 4 {
			binary.LittleEndian.PutUint32(dst[i:], math.Float32bits(float32(normal[r.next()>>52]*t.gain())))
		}
	case gguf.TypeF64:
		for i := 0; i < len(dst); i += 8 {
			binary.LittleEndian.PutUint64(dst[i:], math.Float64bits(normal[r.next()>>52]*t.gain()))
		}
	case gguf.TypeF16:
		fillTable(dst, t.table(&normalF16, toF16), r)
	case gguf.TypeBF16:
		fillTable(dst, t.table(&normalBF16, toBF16), r)
	case 24, 25, 26, 27:
		constant(dst, t.kind, 0)
	default:
		r.bytes(dst)
		scaleBlocks(dst, t.kind, t.gain(), t.balanced)
	}
	if t.fill == fillRouter {
		mirror(dst, t.kind)
	}
}

// gain is the factor by which the weights are larger than usual.
func (t *placed) gain() float64 {
	if t.loud {
		return loudness
	}
	return 1
}

// table is the table from which the tensor's weights are drawn: the usual one,
// or one with larger weights.
func (t *placed) table(usual *[4096]uint16, bits func(float64) uint16) *[4096]uint16 {
	if !t.loud {
		return usual
	}
	var loud [4096]uint16
	for i, v := range normal {
		loud[i] = bits(v * loudness)
	}
	return &loud
}

// mirror gives every second number the value of the one before it with the
// opposite sign. It works for the plain types that files use for a router.
func mirror(dst []byte, kind gguf.Type) {
	var size int
	switch kind {
	case gguf.TypeF32:
		size = 4
	case gguf.TypeF16, gguf.TypeBF16:
		size = 2
	default:
		return
	}
	for ; len(dst) >= 2*size; dst = dst[2*size:] {
		copy(dst[size:2*size], dst[:size])
		dst[2*size-1] ^= 0x80
	}
}

// fillTable draws five elements from each random number.
func fillTable(dst []byte, table *[4096]uint16, r *random) {
	for len(dst) >= 10 {
		v := r.next()
		binary.LittleEndian.PutUint16(dst, table[v&4095])
		binary.LittleEndian.PutUint16(dst[2:], table[v>>12&4095])
		binary.LittleEndian.PutUint16(dst[4:], table[v>>24&4095])
		binary.LittleEndian.PutUint16(dst[6:], table[v>>36&4095])
		binary.LittleEndian.PutUint16(dst[8:], table[v>>48&4095])
		dst = dst[10:]
	}
	for v := r.next(); len(dst) >= 2; v >>= 12 {
		binary.LittleEndian.PutUint16(dst, table[v&4095])
		dst = dst[2:]
	}
}
