package gguf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
)

// Why a header could not be read to its end. If the file ends too early,
// downloading it again helps.
var (
	errHeaderCut = errors.New("the file ends within its header")
	errDamaged   = errors.New("the header is damaged")
)

// Limits of what a header may contain, so that even several hostile headers
// take little memory. The largest known headers have 20 MB, 100 keys, 2,000
// tensors and 300,000 vocabulary entries.
const (
	maxHeaderBytes = 256 << 20
	maxKeys        = 1 << 12
	maxTensors     = 1 << 14
	maxArray       = 1 << 26
	maxText        = 64 << 20
	maxKeptText    = 4 << 10 // of one value; the rest is skipped
	maxKeptInts    = 4096    // of one array: enough for a figure of each layer, but not for a vocabulary
	maxKeptBytes   = 4 << 20
)

const cursorBuffer = 256 << 10

var cursorBuffers = sync.Pool{New: func() any { b := make([]byte, cursorBuffer); return &b }}

// cursor reads a header from front to back through one fixed buffer. After the
// first error every later read gives zeros, so the parser need not check for
// errors.
type cursor struct {
	src   io.ReaderAt
	size  int64
	next  int64 // the position in the file of buf[end]
	buf   []byte
	at    int
	end   int
	order binary.ByteOrder
	kept  int64
	err   error
	lend  *[]byte
}

func newCursor(src io.ReaderAt, size int64) *cursor {
	lend := cursorBuffers.Get().(*[]byte)
	return &cursor{src: src, size: size, buf: *lend, order: binary.LittleEndian, lend: lend}
}

func (c *cursor) release() {
	cursorBuffers.Put(c.lend)
	c.buf, c.lend = nil, nil
}

func (c *cursor) offset() int64    { return c.next - int64(c.end-c.at) }
func (c *cursor) remaining() int64 { return c.size - c.offset() }

func (c *cursor) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *cursor) damaged(format string, args ...any) {
	c.fail(fmt.Errorf("%w: %s", errDamaged, fmt.Sprintf(format, args...)))
}

var zeros [16]byte

// take gives the next n bytes. They are valid until the next call. n must be at
// most cursorBuffer.
func (c *cursor) take(n int) []byte {
	if c.err == nil && c.end-c.at < n {
		c.fill(n)
	}
	if c.err != nil {
		return zeros[:min(n, len(zeros))]
	}
	b := c.buf[c.at : c.at+n]
	c.at += n
	return b
}

func (c *cursor) fill(n int) {
	if c.remaining() < int64(n) {
		c.fail(errHeaderCut)
		return
	}
	copy(c.buf, c.buf[c.at:c.end])
	c.end -= c.at
	c.at = 0
	want := int(min(int64(len(c.buf)-c.end), c.size-c.next))
	got, err := c.src.ReadAt(c.buf[c.end:c.end+want], c.next)
	c.end += got
	c.next += int64(got)
	if c.end >= n {
		return
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = errHeaderCut // the file became shorter after its size was read
	}
	c.fail(err)
}

func (c *cursor) skip(n int64) {
	if c.err != nil {
		return
	}
	if n > c.remaining() {
		c.fail(errHeaderCut)
		return
	}
	if inside := int64(c.end - c.at); n > inside {
		c.next += n - inside
		c.at, c.end = 0, 0
	} else {
		c.at += int(n)
	}
	if c.offset() > maxHeaderBytes {
		c.damaged("it is longer than %d MiB", maxHeaderBytes>>20)
	}
}

func (c *cursor) u8() uint8   { return c.take(1)[0] }
func (c *cursor) u16() uint16 { return c.order.Uint16(c.take(2)) }
func (c *cursor) u32() uint32 { return c.order.Uint32(c.take(4)) }
func (c *cursor) u64() uint64 { return c.order.Uint64(c.take(8)) }

// count reads a 64-bit number of things. least is the smallest number of bytes
// that one thing takes.
func (c *cursor) count(what string, limit uint64, least int64) int64 {
	n := c.u64()
	if c.err != nil {
		return 0
	}
	if n > limit {
		c.damaged("it claims %d %s", n, what)
		return 0
	}
	if int64(n)*least > c.remaining() {
		c.fail(errHeaderCut)
		return 0
	}
	return int64(n)
}

// text reads a string and returns at most its first keep bytes.
func (c *cursor) text(keep int) string {
	n := c.count("bytes of text", maxText, 1)
	short := min(n, int64(keep), cursorBuffer)
	b := c.take(int(short))
	if c.err != nil {
		return ""
	}
	c.kept += short
	if c.kept > maxKeptBytes {
		c.damaged("its names take more than %d MiB", maxKeptBytes>>20)
		return ""
	}
	s := string(b)
	c.skip(n - short)
	return s
}

// skipTexts skips n strings. A vocabulary has hundreds of thousands of strings,
// so the inner loop works within the buffer.
func (c *cursor) skipTexts(n int64) {
	for n > 0 && c.err == nil {
		for n > 0 && c.end-c.at >= 8 {
			l := c.order.Uint64(c.buf[c.at:])
			if l > uint64(c.end-c.at-8) {
				break
			}
			c.at += 8 + int(l)
			n--
		}
		if n > 0 {
			c.text(0)
			n--
		}
	}
	c.skip(0)
}

func (c *cursor) f32() float64 { return float64(math.Float32frombits(c.u32())) }
func (c *cursor) f64() float64 { return math.Float64frombits(c.u64()) }
