package standin

import (
	"dragstrip/models/gguf"
	"dragstrip/models/mlx"
)

// mlxBlueprint is an MLX stand-in while it is computed.
type mlxBlueprint struct {
	work
	shape Shape
	form  mlxForm
	quant mlxQuant
	wide  bool // scales, biases and norms in F32
	// packings are the packings of single layers that differ from the packing
	// of the model.
	packings map[string]mlx.Packing
	config   []byte
}

// own is the type of tensors that are not packed.
func (d *mlxBlueprint) own() gguf.Type {
	if d.wide {
		return gguf.TypeF32
	}
	return gguf.TypeBF16
}

// packingOf is the packing of a matrix.
func (d *mlxBlueprint) packingOf(s mlxSpec) mlx.Packing {
	p := d.quant.rest
	if s.expert {
		p = d.quant.experts
	}
	if s.router && d.form.routerBits > 0 && p.Bits > 0 {
		p = affine(int64(d.form.routerBits))
	}
	return p
}

// whole is the packing that config.json names for the model. Most bytes have
// it.
func (d *mlxBlueprint) whole() mlx.Packing {
	if d.shape.Experts > 0 {
		return d.quant.experts
	}
	return d.quant.rest
}

// tensorsOf are the tensors of one file.
func (d *mlxBlueprint) tensorsOf(shard int) weights {
	end := len(d.tensors)
	if shard+1 < len(d.files) {
		end = d.files[shard+1].first
	}
	return d.tensors[d.files[shard].first:end]
}
