package standin

import (
	"bytes"
	"fmt"

	"dragstrip/models"
	"dragstrip/models/gguf"
)

// blueprint is a stand-in worked out to the byte: its header and where every
// tensor lies.
type blueprint struct {
	shape     Shape // of the catalogue; empty for one like a real file
	quant     quant
	label     string // "Llama 3.2 3B Q4_K_M"
	tensors   weights
	header    []byte
	fileBytes int64
	figures   Figures
}

// placed is a tensor with its type and its place in the file.
type placed struct {
	spec
	kind   gguf.Type
	offset int64 // from the beginning of the file's weights
	bytes  int64
	value  float64 // of fillValue
}

// design works a stand-in out without writing anything.
func design(in StandIn) (*blueprint, error) {
	if in.Like != nil {
		return in.Like.design(in.Seed)
	}
	if in.Form != nil {
		return in.Form.design(in.Quant, in.Seed)
	}
	shape, err := FindShape(in.Shape)
	if err != nil {
		return nil, err
	}
	return shape.design(in.Quant, in.Seed)
}

func (s Shape) design(quant string, seed uint64) (*blueprint, error) {
	shape := s
	q, err := shape.quant(quant)
	if err != nil {
		return nil, err
	}
	d := &blueprint{shape: shape, quant: q, label: s.Title + " " + q.name}
	var end int64
	for _, t := range shape.tensors() {
		kind := shape.typeOf(q, t)
		l := kind.Layout()
		if t.dims[0]%l.Elements != 0 {
			return nil, fmt.Errorf("%s: rows of %d elements do not divide into %s blocks", t.name, t.dims[0], l.Name)
		}
		p := placed{spec: t, kind: kind, offset: end, bytes: t.elements() / l.Elements * l.Bytes}
		d.tensors = append(d.tensors, p)
		end = gguf.Aligned(end+p.bytes, gguf.Alignment)
	}
	d.header = d.makeHeader(seed)
	return d, d.count(end)
}

// count works the figures out as a reader of the file does: by reading its
// header. weights is what stands behind it.
func (d *blueprint) count(weights int64) error {
	d.fileBytes = int64(len(d.header)) + weights
	g, err := gguf.Read(bytes.NewReader(d.header), d.fileBytes)
	if err != nil {
		return fmt.Errorf("read the header of %s: %w", d.label, err)
	}
	m := models.FromGGUF(d.label, []*gguf.Header{g})
	d.figures = Figures{
		SizeBytes: m.SizeBytes, ParamCount: m.ParamCount, FileBytes: d.fileBytes,
		ActiveParamCount: m.ActiveParamCount, ReadBytesPerToken: m.ReadBytesPerToken, Tensors: m.Facts.Tensors,
	}
	return nil
}
