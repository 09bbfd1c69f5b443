package gguf

import (
	"bytes"
	"encoding/binary"
	"math"
)

// Writer builds a GGUF header. It counts metadata and tensors as they are
// added.
type Writer struct {
	keys, tensors         bytes.Buffer
	keyCount, tensorCount uint64
}

// Alignment is the alignment of tensors in a file that does not name one.
const Alignment = 32

// Aligned rounds up to a multiple of align, which must be a power of two.
func Aligned(n, align int64) int64 { return (n + align - 1) &^ (align - 1) }

// Copied adds n keys with their values. keys are their bytes in another file.
func (w *Writer) Copied(keys []byte, n uint64) {
	w.keys.Write(keys)
	w.keyCount += n
}

// U32 writes an element of an array of 32-bit numbers of any kind.
func (w *Writer) U32(v uint32) { putU32(&w.keys, v) }

// String writes an element of an array of texts.
func (w *Writer) String(s string) { putString(&w.keys, s) }

func putU32(b *bytes.Buffer, v uint32) {
	b.Write(binary.LittleEndian.AppendUint32(b.AvailableBuffer(), v))
}

func putU64(b *bytes.Buffer, v uint64) {
	b.Write(binary.LittleEndian.AppendUint64(b.AvailableBuffer(), v))
}

func putString(b *bytes.Buffer, s string) {
	putU64(b, uint64(len(s)))
	b.WriteString(s)
}

func (w *Writer) key(name string, kind uint32) {
	w.keyCount++
	putString(&w.keys, name)
	putU32(&w.keys, kind)
}

// Text writes a key and a text as its value. Int, Float and Bool do the same
// for other values.
func (w *Writer) Text(key, v string) { w.key(key, kindText); putString(&w.keys, v) }

// Int writes a key and a 32-bit number.
func (w *Writer) Int(key string, v int) { w.key(key, kindU32); putU32(&w.keys, uint32(v)) }

// Float writes a key and a 32-bit floating point number.
func (w *Writer) Float(key string, v float64) {
	w.key(key, kindF32)
	putU32(&w.keys, math.Float32bits(float32(v)))
}

// Bool writes a key and a truth value.
func (w *Writer) Bool(key string, v bool) {
	w.key(key, kindBool)
	b := byte(0)
	if v {
		b = 1
	}
	w.keys.WriteByte(b)
}

// Setting writes a key and an int, a float64, a bool or a string.
func (w *Writer) Setting(key string, v any) {
	switch v := v.(type) {
	case int:
		w.Int(key, v)
	case float64:
		w.Float(key, v)
	case bool:
		w.Bool(key, v)
	case string:
		w.Text(key, v)
	}
}

// Texts begins an array of n texts. Each is then added with String.
func (w *Writer) Texts(key string, n int) { w.array(key, kindText, n) }

// Ints begins an array of n 32-bit numbers. Each is then added with U32.
func (w *Writer) Ints(key string, n int) { w.array(key, kindI32, n) }

// Floats begins an array of n 32-bit floating point numbers. The bits of each
// are then added with U32.
func (w *Writer) Floats(key string, n int) { w.array(key, kindF32, n) }

func (w *Writer) array(key string, kind uint32, n int) {
	w.key(key, kindArray)
	putU32(&w.keys, kind)
	putU64(&w.keys, uint64(n))
}

// Tensor adds an entry to the tensor table; offset counts from the beginning
// of the weights.
func (w *Writer) Tensor(name string, kind Type, dims []int64, offset int64) {
	w.tensorCount++
	putString(&w.tensors, name)
	putU32(&w.tensors, uint32(len(dims)))
	for _, n := range dims {
		putU64(&w.tensors, uint64(n))
	}
	putU32(&w.tensors, uint32(kind))
	putU64(&w.tensors, uint64(offset))
}

// Bytes gives the whole header: the letters GGUF, the version, the counts, the
// metadata, the tensor table, and padding up to the weights.
func (w *Writer) Bytes(align int64) []byte {
	out := make([]byte, 0, int64(24+w.keys.Len()+w.tensors.Len())+align)
	out = append(out, "GGUF"...)
	out = binary.LittleEndian.AppendUint32(out, 3)
	out = binary.LittleEndian.AppendUint64(out, w.tensorCount)
	out = binary.LittleEndian.AppendUint64(out, w.keyCount)
	out = append(out, w.keys.Bytes()...)
	out = append(out, w.tensors.Bytes()...)
	return append(out, make([]byte, Aligned(int64(len(out)), align)-int64(len(out)))...)
}

// GGUF's numbers for the kinds of values that are written.
const (
	kindU32   = 4
	kindI32   = 5
	kindF32   = 6
	kindBool  = 7
	kindText  = 8
	kindArray = 9
)
