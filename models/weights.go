package models

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// pieceBytes is about how much one worker makes and writes at a time, and so
// with a few workers all the memory that writing takes.
const pieceBytes = 2 << 20

// piece is a stretch of whole blocks of one tensor.
type piece struct {
	tensor int
	first  int64 // byte within the tensor
	bytes  int64
}

// pieces cuts all tensors; each piece can be made on its own, so the bytes do
// not depend on how many workers there are.
func (d *blueprint) pieces() []piece {
	var all []piece
	for i, t := range d.tensors {
		block := layouts[t.kind].bytes
		step := pieceBytes / block * block
		for first := int64(0); first < t.bytes; first += step {
			all = append(all, piece{i, first, min(step, t.bytes-first)})
		}
	}
	return all
}

func (d *blueprint) writeWeights(ctx context.Context, f *os.File, in StandIn, progress func(done, total int64)) error {
	if err := f.Truncate(d.fileBytes); err != nil {
		return fmt.Errorf("make room for it: %w", err)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	all := d.pieces()
	var next, done atomic.Int64
	var workers sync.WaitGroup
	for range max(1, min(orCores(in.Workers), len(all))) {
		workers.Go(func() {
			buf := make([]byte, pieceBytes)
			for ctx.Err() == nil {
				i := next.Add(1) - 1
				if i >= int64(len(all)) {
					return
				}
				p := all[i]
				t := &d.tensors[p.tensor]
				t.make(buf[:p.bytes], newRandom(in.Seed, uint64(p.tensor), uint64(p.first)))
				if _, err := f.WriteAt(buf[:p.bytes], int64(len(d.header))+t.offset+p.first); err != nil {
					cancel(fmt.Errorf("write weights: %w", err))
					return
				}
				done.Add(p.bytes)
			}
		})
	}
	d.report(&workers, &done, progress)
	return context.Cause(ctx)
}

func orCores(workers int) int {
	if workers > 0 {
		return workers
	}
	return runtime.GOMAXPROCS(0)
}

// report calls progress ten times a second until the workers are done.
func (d *blueprint) report(workers *sync.WaitGroup, done *atomic.Int64, progress func(done, total int64)) {
	if progress == nil {
		workers.Wait()
		return
	}
	total := d.figures().SizeBytes
	finished := make(chan struct{})
	go func() { workers.Wait(); close(finished) }()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-finished:
			progress(done.Load(), total)
			return
		case <-tick.C:
			progress(done.Load(), total)
		}
	}
}

// random is a splitmix64 generator: fast, and good enough for weights nobody
// will read meaning into.
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

// sigma is the standard deviation of the weights: about what trained models
// have, so that nothing overflows on its way through the layers.
const sigma = 0.02

// make fills dst, whole blocks of the tensor, with its contents.
func (t *placed) make(dst []byte, r *random) {
	switch t.fill {
	case fillZeros:
		clear(dst)
		return
	case fillOnes:
		for i := 0; i < len(dst); i += 4 {
			binary.LittleEndian.PutUint32(dst[i:], math.Float32bits(1))
		}
		return
	}
	switch t.kind {
	case typeF32:
		for i := 0; i < len(dst); i += 4 {
			binary.LittleEndian.PutUint32(dst[i:], math.Float32bits(float32(normal[r.next()>>52])))
		}
	case typeF16:
		fillTable(dst, &normalF16, r)
	case typeBF16:
		fillTable(dst, &normalBF16, r)
	default:
		r.bytes(dst)
		scaleBlocks(dst, t.kind)
	}
}

// normal holds 4096 values of a normal distribution, evenly likely.
var normal, normalF16, normalBF16 = normalTables()

func normalTables() (wide [4096]float64, f16, bf16 [4096]uint16) {
	for i := range wide {
		p := (float64(i) + 0.5) / float64(len(wide))
		wide[i] = sigma * math.Sqrt2 * math.Erfinv(2*p-1)
		f16[i] = toF16(wide[i])
		bf16[i] = uint16(math.Float32bits(float32(wide[i])) >> 16)
	}
	return wide, f16, bf16
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

// scaleBlocks puts a sane scale into every block of random bytes. The
// divisors are the standard deviations of what the remaining bits decode to.
func scaleBlocks(dst []byte, kind TensorType) {
	block := int(layouts[kind].bytes)
	d, dmin := uint16(0), uint16(0)
	switch kind {
	case typeQ4_0:
		d = toF16(sigma / 4.61)
	case typeQ5_0:
		d = toF16(sigma / 9.23)
	case typeQ8_0:
		d = toF16(sigma / 74)
	case typeQ4_K: // value = d·scale·q − dmin·min: dmin keeps the mean at 0
		d, dmin = toF16(sigma/258), toF16(sigma/258*7.5)
	case typeQ5_K:
		d, dmin = toF16(sigma/526), toF16(sigma/526*15.5)
	case typeQ6_K:
		d = toF16(sigma / (11.7 * 18.5))
	}
	for b := range len(dst) / block {
		at := dst[b*block : (b+1)*block]
		switch kind {
		case typeQ4_0, typeQ5_0, typeQ8_0:
			binary.LittleEndian.PutUint16(at, d)
		case typeQ4_K, typeQ5_K:
			binary.LittleEndian.PutUint16(at, d)
			binary.LittleEndian.PutUint16(at[2:], dmin)
		case typeQ6_K:
			// Sixteen signed scales, kept to 8…15 so that the block's own
			// scale is a normal half-precision number.
			for i := 192; i < 208; i++ {
				at[i] = 8 | at[i]&7
			}
			binary.LittleEndian.PutUint16(at[208:], d)
		case typeMXFP4:
			at[0] = 120 // an exponent: 2^(120−127)
		}
	}
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
