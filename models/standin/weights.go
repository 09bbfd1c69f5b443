package standin

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"dragstrip/models/gguf"
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

// step is how many bytes of a tensor make one piece.
func (p *placed) step() int64 {
	block := p.kind.Layout().Bytes
	return pieceBytes / block * block
}

func (p *placed) pieces() int64 { return (p.bytes + p.step() - 1) / p.step() }

// weights is what a stand-in consists of, in the order it is written.
type weights []placed

// sink is where weights go.
type sink interface {
	// writePiece may be called from several goroutines at once.
	writePiece(p piece, b []byte) error
	sync() error
	// setMark says that n pieces are on the disk.
	setMark(n int64) error
}

// pieces cuts all tensors; each piece can be made on its own, so the bytes do
// not depend on how many workers there are, nor on when they worked.
func (w weights) pieces() []piece {
	var all []piece
	for i := range w {
		t := &w[i]
		for first := int64(0); first < t.bytes; first += t.step() {
			all = append(all, piece{i, first, min(t.step(), t.bytes-first)})
		}
	}
	return all
}

func (w weights) pieceCount() (n int64) {
	for i := range w {
		n += w[i].pieces()
	}
	return n
}

func (w weights) bytes() (sum int64) {
	for i := range w {
		sum += w[i].bytes
	}
	return sum
}

// bytesOf is what the first n pieces hold.
func (w weights) bytesOf(n int64) (sum int64) {
	for i := range w {
		t := &w[i]
		sum += min(t.bytes, n*t.step())
		if n -= t.pieces(); n <= 0 {
			break
		}
	}
	return sum
}

// checkpointEvery is how often what was written is brought to the disk and
// noted. The disk would have to take it anyway; an interruption loses no more
// than this.
const checkpointEvery = 100 * time.Millisecond

// write writes what is missing of the weights after the first done pieces,
// and gives the number of pieces that are on the disk, whatever the error.
func (w weights) write(ctx context.Context, to sink, done int64, in StandIn, progress func(done, total int64)) (int64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	all := w.pieces()
	var next atomic.Int64
	next.Store(done)
	written := &tally{low: done, above: map[int64]bool{}, bytes: w.bytesOf(done)}
	if progress != nil {
		progress(written.bytes, w.bytes())
	}
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
				t := &w[p.tensor]
				t.make(buf[:p.bytes], newRandom(in.Seed, uint64(p.tensor), uint64(p.first)))
				if err := to.writePiece(p, buf[:p.bytes]); err != nil {
					cancel(fmt.Errorf("write weights: %w", err))
					return
				}
				written.add(i, p.bytes)
			}
		})
	}
	finished := make(chan struct{})
	go func() { workers.Wait(); close(finished) }()
	kept := make(chan int64, 1)
	go func() { kept <- keepMarks(to, done, written, finished, cancel) }()
	report(w.bytes(), finished, written, progress)
	return <-kept, context.Cause(ctx)
}

// keepMarks brings what was written to the disk and notes it, again and again
// and once at the end. It gives what it noted last.
func keepMarks(to sink, marked int64, written *tally, finished <-chan struct{}, failed func(error)) int64 {
	last := false
	tick := time.NewTicker(checkpointEvery)
	defer tick.Stop()
	for !last {
		select {
		case <-tick.C:
		case <-finished:
			last = true
		}
		low, _ := written.soFar()
		if low == marked {
			continue
		}
		if err := to.sync(); err != nil {
			failed(fmt.Errorf("bring weights to disk: %w", err))
			return marked
		}
		if err := to.setMark(low); err != nil {
			failed(err)
			return marked
		}
		marked = low
	}
	return marked
}

func orCores(workers int) int {
	if workers > 0 {
		return workers
	}
	return runtime.GOMAXPROCS(0)
}

// report calls progress ten times a second until the workers are done.
func report(total int64, finished <-chan struct{}, written *tally, progress func(done, total int64)) {
	if progress == nil {
		<-finished
		return
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		_, bytes := written.soFar()
		select {
		case <-finished:
			_, bytes = written.soFar()
			progress(bytes, total)
			return
		case <-tick.C:
			progress(bytes, total)
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

// make fills dst, whole blocks of the tensor, with its contents.
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
			dst[i] &= 0xbf // exponents up to 2^0: a NaN has all bits set
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
			binary.LittleEndian.PutUint32(dst[i:], math.Float32bits(float32(normal[r.next()>>52])))
		}
	case gguf.TypeF64:
		for i := 0; i < len(dst); i += 8 {
			binary.LittleEndian.PutUint64(dst[i:], math.Float64bits(normal[r.next()>>52]))
		}
	case gguf.TypeF16:
		fillTable(dst, &normalF16, r)
	case gguf.TypeBF16:
		fillTable(dst, &normalBF16, r)
	case 24, 25, 26, 27:
		constant(dst, t.kind, 0)
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
