package standin

import "dragstrip/models/gguf"

// placed is a tensor with its type and its position in the file.
type placed struct {
	spec
	kind   gguf.Type
	offset int64 // from the beginning of the file's weights
	bytes  int64
	value  float64 // of fillValue
}

// pieceBytes is about how many bytes one worker makes and writes at a time.
// Writing needs only this much memory for each worker, and there are few
// workers.
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

// weights are the tensors of a stand-in, in the order in which they are
// written.
type weights []placed

// pieces cuts all tensors into pieces. Each piece is made independently, so the
// bytes depend neither on the number of workers nor on their order.
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

// bytesOf is how many bytes the first n pieces have.
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

// The types U8 and U32 of safetensors. The numbers are taken from GGUF's
// integer types of the same size.
const (
	typeBytes gguf.Type = 24
	typeWords gguf.Type = 26
)
