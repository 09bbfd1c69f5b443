package models

import "fmt"

// blueprint is a stand-in worked out to the byte: its header and where every
// tensor lies.
type blueprint struct {
	shape     Shape // of the catalogue; empty for one like a real file
	quant     quant
	label     string // "Llama 3.2 3B Q4_K_M"
	tensors   weights
	header    []byte
	fileBytes int64
	// counting is how a reader of the file would weigh its tensors.
	counting weigher
}

// placed is a tensor with its type and its place in the file.
type placed struct {
	spec
	kind   TensorType
	offset int64 // from the beginning of the file's weights
	bytes  int64
	value  float64 // of fillValue
}

const alignment = 32

func aligned(n int64) int64 { return (n + alignment - 1) &^ (alignment - 1) }

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
	d := &blueprint{
		shape: shape, quant: q, label: s.Title + " " + q.name,
		counting: weigher{tied: s.Tied, share: share(int64(s.ExpertsUsed), int64(s.Experts)), last: noBlocks},
	}
	var end int64
	for _, t := range shape.tensors() {
		kind := shape.typeOf(q, t)
		l := layouts[kind]
		if t.dims[0]%l.elements != 0 {
			return nil, fmt.Errorf("%s: rows of %d elements do not divide into %s blocks", t.name, t.dims[0], l.name)
		}
		p := placed{spec: t, kind: kind, offset: end, bytes: t.elements() / l.elements * l.bytes}
		d.tensors = append(d.tensors, p)
		end = aligned(end + p.bytes)
	}
	d.header = d.makeHeader(seed)
	d.fileBytes = int64(len(d.header)) + end
	return d, nil
}

// figures counts as a reader of the file would.
func (d *blueprint) figures() Figures {
	w := d.counting
	for _, t := range d.tensors {
		w.add(Tensor{Name: t.name, Type: t.kind, Elements: t.elements(), Bytes: t.bytes})
	}
	return Figures{
		SizeBytes: w.bytes, ParamCount: w.params, FileBytes: d.fileBytes,
		ActiveParamCount: w.activeParams, ReadBytesPerToken: w.activeBytes, Tensors: int64(len(d.tensors)),
	}
}
