package mlx

// Packing is how a matrix is quantized.
type Packing struct {
	Group, Bits int64
	Mode        string
}

// Own tells whether the mode has a form that the number of bits alone does not
// describe.
func (p Packing) Own() bool { return p.Mode != "" && p.Mode != "affine" }

func (o object) packing() Packing {
	var p Packing
	p.Group, _ = o.number("group_size")
	p.Bits, _ = o.number("bits")
	p.Mode = o.text("mode")
	return p
}
