package standin

import "encoding/binary"

// random is a splitmix64 generator. It is fast, and good enough for weights
// without a meaning.
type random uint64

func newRandom(seed uint64, parts ...uint64) *random {
	r := random(seed)
	for _, p := range parts {
		r = random(r.next() ^ p*0x9e3779b97f4a7c15)
	}
	return &r
}

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (r *random) bytes(dst []byte) {
	for len(dst) >= 8 {
		binary.LittleEndian.PutUint64(dst, r.next())
		dst = dst[8:]
	}
	if len(dst) > 0 {
		var last [8]byte
		binary.LittleEndian.PutUint64(last[:], r.next())
		copy(dst, last[:])
	}
}
