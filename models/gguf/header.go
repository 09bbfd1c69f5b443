package gguf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"slices"

	"dragstrip/models/problem"
)

// Header is what the header of a GGUF file says. Its texts come from outside
// and must be cleaned before they are shown.
type Header struct {
	Version   int
	BigEndian bool
	// Keys holds the metadata. Long texts and arrays are cut to their
	// beginning. For a vocabulary, only the length is kept.
	Keys    map[string]Value
	Tensors []Tensor
	// WeightsOffset is where the weights begin, in bytes.
	WeightsOffset int64
	// SizeBytes is the size of the file on disk.
	SizeBytes int64
	// MissingBytes is how much of the file is missing; 0 if it is complete.
	MissingBytes int64
	// UnknownTypes lists the tensor types whose layout this version does not
	// know.
	UnknownTypes []Type
}

// Tensor is one entry of a file's tensor table.
type Tensor struct {
	Name string
	Type Type
	// Dims are the dimensions. The one whose index changes fastest comes first.
	// Unused dimensions are 1.
	Dims [4]int64
	// Offset is the position in bytes from the beginning of the weights.
	Offset   int64
	Elements int64
	// Bytes is the size of the tensor. If its type is unknown, it is the
	// distance to the next tensor.
	Bytes int64
}

// ValueKind tells what a [Value] holds.
type ValueKind uint8

// The kinds of values.
const (
	KindInt ValueKind = iota + 1
	KindFloat
	KindBool
	KindText
	KindArray
)

// Value is one metadata value.
type Value struct {
	Kind  ValueKind
	Int   int64
	Float float64
	Text  string
	// Len is the number of elements of an array. Ints holds the elements if
	// there are only a few and they are whole numbers or booleans.
	Len  int64
	Ints []int64
}

// Read reads the header of a GGUF file of size bytes. Besides the result it
// needs only a fixed buffer. It skips vocabularies, and never trusts a count.
// An error says whether the file ends too early ([problem.ErrIncomplete]) or is
// not a usable GGUF file ([problem.ErrNotModel], [problem.ErrEmpty]). If only
// weights are missing, there is no error, and MissingBytes is set.
func Read(r io.ReaderAt, size int64) (*Header, error) {
	return ReadKeys(r, size, nil)
}

// ReadKeys does the same as Read. If onKey is given, ReadKeys also calls it for
// each key, with the range of the file that the key and its value take.
func ReadKeys(r io.ReaderAt, size int64, onKey func(key string, from, to int64)) (*Header, error) {
	if size == 0 {
		return nil, &problem.Problem{Kind: problem.ErrEmpty, Why: "the file is empty (0 bytes)", Remedy: "download it again"}
	}
	c := newCursor(r, size)
	defer c.release()
	g := &Header{SizeBytes: size, Keys: map[string]Value{}}
	if err := g.readStart(c, r); err != nil {
		return nil, err
	}
	g.readTables(c, onKey)
	if c.err == nil {
		g.sizeTensors(c)
	}
	switch err := c.err; {
	case err == nil:
		return g, nil
	case errors.Is(err, errHeaderCut):
		return nil, &problem.Problem{
			Kind:   problem.ErrIncomplete,
			Why:    fmt.Sprintf("%v: it has %d bytes, too few to tell how large it should be", err, size),
			Remedy: "download it again",
		}
	case errors.Is(err, errDamaged):
		return nil, &problem.Problem{Kind: problem.ErrNotModel, Why: err.Error(), Remedy: "download it again"}
	default:
		return nil, fmt.Errorf("read the header: %w", err)
	}
}

// readStart checks the letters GGUF and the version, and finds the byte order.
func (g *Header) readStart(c *cursor, r io.ReaderAt) error {
	if magic := c.take(4); c.err == nil && string(magic) != "GGUF" {
		return notGGUF(string(magic), r)
	}
	version := c.u32()
	if version&0xffff == 0 && c.err == nil {
		// The letters GGUF do not show the byte order, but the version does: in
		// the wrong order it is above 65535.
		g.BigEndian = true
		c.order = binary.BigEndian
		version = bits.ReverseBytes32(version)
	}
	g.Version = int(version)
	switch {
	case c.err != nil:
	case version == 1:
		return &problem.Problem{
			Kind: problem.ErrNotModel, Why: "it is a GGUF file of version 1, which engines no longer read",
			Remedy: "get a newer conversion of the model",
		}
	case version < 1 || version > 3:
		return &problem.Problem{
			Kind: problem.ErrNotModel, Why: fmt.Sprintf("it is a GGUF file of version %d; dragstrip reads versions 2 and 3", version),
			Remedy: "look for a newer dragstrip, or another conversion of the model",
		}
	}
	return nil
}

// notGGUF is the error for a file that does not begin with GGUF. It says what
// the file is, if that is known.
func notGGUF(magic string, r io.ReaderAt) error {
	if magic == formerUnfinished {
		return &problem.Problem{Kind: problem.ErrIncomplete, Why: "it is a stand-in that was not finished", Remedy: FormerRemedy}
	}
	if p := problem.Foreign(r); p != nil {
		return p
	}
	return &problem.Problem{
		Kind: problem.ErrNotModel, Why: "it is not a GGUF file: it does not begin with the letters GGUF",
		Remedy: "name a GGUF file; this one may be damaged, or another kind of file under that name",
	}
}

func (g *Header) readTables(c *cursor, onKey func(key string, from, to int64)) {
	tensors := c.count("tensors", maxTensors, 24)
	keys := c.count("metadata keys", maxKeys, 13)
	for range keys {
		from := c.offset()
		key := presentKey(c.text(1 << 16))
		v := c.value(c.u32(), maxKeptText, 0)
		if c.err != nil {
			return
		}
		if onKey != nil {
			onKey(key, from, c.offset())
		}
		g.Keys[key] = v
	}
	g.Tensors = make([]Tensor, 0, min(tensors, 4096))
	for range tensors {
		t := Tensor{Name: c.text(256), Dims: [4]int64{1, 1, 1, 1}, Elements: 1}
		dims := c.u32()
		if dims > 4 {
			c.damaged("a tensor has %d dimensions", dims)
		}
		for d := range min(dims, 4) {
			t.Dims[d] = c.dimension(&t)
		}
		t.Type = Type(c.u32())
		offset := c.u64()
		if offset > math.MaxInt64/2 {
			c.damaged("a tensor lies at offset %d", offset)
		}
		t.Offset = int64(offset)
		if c.err != nil {
			return
		}
		g.Tensors = append(g.Tensors, t)
	}
}

// dimension reads one dimension, and multiplies the number of elements by it.
func (c *cursor) dimension(t *Tensor) int64 {
	n := c.u64()
	high, product := bits.Mul64(n, uint64(t.Elements))
	if high != 0 || product > math.MaxInt64/256 {
		c.damaged("a tensor has more elements than can be counted")
		return 1
	}
	t.Elements = int64(product)
	return int64(n)
}

// value reads a value of a GGUF type. keep limits how much of a text is kept.
func (c *cursor) value(kind uint32, keep, depth int) Value {
	switch kind {
	case 0:
		return Value{Kind: KindInt, Int: int64(c.u8())}
	case 1:
		return Value{Kind: KindInt, Int: int64(int8(c.u8()))}
	case 2:
		return Value{Kind: KindInt, Int: int64(c.u16())}
	case 3:
		return Value{Kind: KindInt, Int: int64(int16(c.u16()))}
	case 4:
		return Value{Kind: KindInt, Int: int64(c.u32())}
	case 5:
		return Value{Kind: KindInt, Int: int64(int32(c.u32()))}
	case 6:
		return Value{Kind: KindFloat, Float: c.f32()}
	case 7:
		return Value{Kind: KindBool, Int: int64(c.u8())}
	case 8:
		return Value{Kind: KindText, Text: c.text(keep)}
	case 9:
		return c.array(depth)
	case 10, 11:
		return Value{Kind: KindInt, Int: int64(c.u64())}
	case 12:
		return Value{Kind: KindFloat, Float: c.f64()}
	}
	c.damaged("a metadata value has type %d", kind)
	return Value{}
}

// valueBytes are the sizes of the GGUF types that have a fixed size; 0 for
// texts and arrays.
var valueBytes = [13]int64{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8}

func (c *cursor) array(depth int) Value {
	kind := c.u32()
	if kind >= uint32(len(valueBytes)) || depth > 3 {
		c.damaged("a metadata array has elements of type %d", kind)
		return Value{}
	}
	each := valueBytes[kind]
	least := each
	if least == 0 { // a text or an array begins with its length
		least = 8
	}
	v := Value{Kind: KindArray, Len: c.count("array elements", maxArray, least)}
	switch {
	case kind == 8:
		c.skipTexts(v.Len)
	case kind == 9:
		for i := int64(0); i < v.Len && c.err == nil; i++ {
			c.array(depth + 1)
		}
		c.skip(0)
	case v.Len <= maxKeptInts && depth == 0 && kind != 6 && kind != 12:
		c.kept += 8 * v.Len
		if c.kept > maxKeptBytes {
			c.damaged("its arrays take more than %d MiB", maxKeptBytes>>20)
			return Value{}
		}
		v.Ints = make([]int64, v.Len)
		for i := range v.Ints {
			v.Ints[i] = c.value(kind, 0, depth).Int
		}
	default:
		c.skip(v.Len * each)
	}
	return v
}

// sizeTensors computes the size of each tensor, and how much of the file is
// missing.
func (g *Header) sizeTensors(c *cursor) {
	align := int64(32)
	if a := g.Int("general.alignment"); a > 0 {
		align = a
	}
	if align > 1<<20 || align&(align-1) != 0 {
		c.damaged("its alignment is %d", align)
		return
	}
	g.WeightsOffset = (c.offset() + align - 1) &^ (align - 1)
	end := g.WeightsOffset
	for i := range g.Tensors {
		t := &g.Tensors[i]
		l, known := layouts[t.Type]
		if !known {
			if !slices.Contains(g.UnknownTypes, t.Type) && len(g.UnknownTypes) < 16 {
				g.UnknownTypes = append(g.UnknownTypes, t.Type)
			}
			continue
		}
		if t.Dims[0]%l.Elements != 0 {
			c.damaged("a tensor's rows of %d elements do not divide into %s blocks", t.Dims[0], l.Name)
			return
		}
		t.Bytes = t.Elements / l.Elements * l.Bytes
		end = max(end, g.WeightsOffset+t.Offset+t.Bytes)
	}
	g.MissingBytes = max(0, end-g.SizeBytes)
	if len(g.UnknownTypes) > 0 {
		g.measureUnknown(c, end)
	}
}

// measureUnknown takes the distance to the next tensor as the size of a tensor
// of unknown type.
func (g *Header) measureUnknown(c *cursor, end int64) {
	starts := make([]int64, 0, len(g.Tensors)+1)
	for _, t := range g.Tensors {
		starts = append(starts, min(t.Offset, end-g.WeightsOffset))
	}
	starts = append(starts, max(end, g.SizeBytes)-g.WeightsOffset)
	slices.Sort(starts)
	for i := range g.Tensors {
		t := &g.Tensors[i]
		if _, known := layouts[t.Type]; known {
			continue
		}
		// No type packs more than eight elements into a byte, so a tensor with
		// more elements than that cannot be in the file. It is refused here,
		// because later sums over tensors could overflow.
		if t.Offset > starts[len(starts)-1] || t.Elements/8 > end+g.SizeBytes {
			c.damaged("a tensor of unknown type lies outside the file")
			return
		}
		if next, _ := slices.BinarySearch(starts, t.Offset+1); next < len(starts) {
			t.Bytes = starts[next] - t.Offset
		}
	}
}

// Int is a whole number from the metadata; 0 if the key is missing.
func (g *Header) Int(key string) int64 { return g.Keys[key].Int }

// Text is a text from the metadata; "" if the key is missing.
func (g *Header) Text(key string) string { return g.Keys[key].Text }

// Arch is the architecture that the file names.
func (g *Header) Arch() string { return g.Text("general.architecture") }

// ArchInt is a whole number under the architecture's own prefix:
// ArchInt("block_count") reads "llama.block_count".
func (g *Header) ArchInt(key string) int64 { return g.Int(g.Arch() + "." + key) }
