package models

import "fmt"

// blueprint is a stand-in worked out to the byte: its header and where every
// tensor lies.
type blueprint struct {
	shape     Shape
	quant     quant
	tensors   []placed
	header    []byte
	fileBytes int64
}

// placed is a tensor with its type and its place in the file.
type placed struct {
	spec
	kind   TensorType
	offset int64 // from the beginning of the weights
	bytes  int64
}

const alignment = 32

func aligned(n int64) int64 { return (n + alignment - 1) &^ (alignment - 1) }

// design works a stand-in out without writing anything.
func design(in StandIn) (*blueprint, error) {
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
	d := &blueprint{shape: shape, quant: q}
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

func (d *blueprint) title() string { return d.shape.Title + " " + d.quant.name }

// figures counts as a reader of the file would.
func (d *blueprint) figures() Figures {
	w := weigher{tied: d.shape.Tied, share: share(int64(d.shape.ExpertsUsed), int64(d.shape.Experts)), last: 1 << 30}
	for _, t := range d.tensors {
		w.add(Tensor{Name: t.name, Type: t.kind, Elements: t.elements(), Bytes: t.bytes})
	}
	return Figures{
		SizeBytes: w.bytes, ParamCount: w.params, FileBytes: d.fileBytes,
		ActiveParamCount: w.activeParams, ReadBytesPerToken: w.activeBytes,
	}
}
