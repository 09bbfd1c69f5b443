package models

import (
	"strconv"
	"strings"

	"dragstrip/models/mlx"
)

// mlxSum adds up all tensors, and those that one token passes through.
type mlxSum struct {
	tied                      bool
	tensors                   int64
	bytes, params             int64
	activeBytes, activeParams int64
	byKind                    map[string]int64
	packed                    map[mlx.Packing]int64 // parameters of packed matrices
}

func (s *mlxSum) mainKind() string {
	best, most := "", int64(-1)
	for kind, n := range s.byKind {
		if n > most || (n == most && kind < best) {
			best, most = kind, n
		}
	}
	return best
}

// sumOfMLX adds up the files of a model; c is the part of its configuration
// about the language model.
func sumOfMLX(config, c *mlx.Config, shards []*mlx.Shard) mlxSum {
	all := map[string]mlx.Tensor{}
	sum := mlxSum{tied: true, byKind: map[string]int64{}, packed: map[mlx.Packing]int64{}}
	for _, s := range shards {
		for name, t := range s.Tensors {
			all[name] = t
			if strings.HasSuffix(name, "lm_head.weight") {
				sum.tied = false
			}
		}
	}
	used := share(c.Used, c.Experts)
	last := c.Layers
	if last <= 0 {
		last = noBlocks
	}
	for name, t := range all {
		layer, end := cutEnd(name)
		if _, packed := all[layer+".scales"]; packed && end == "biases" {
			t.Elements = 0 // it belongs to the packing, like the scales
		}
		params := t.Elements
		if n, foreign := config.ForeignParameters(layer, end, t, all); foreign {
			params = n
		} else if scales, packed := all[layer+".scales"]; packed {
			packing := config.PackingOf(layer)
			params = unpacked(packing, end, t, scales)
			router := strings.HasSuffix(layer, ".gate") || strings.HasSuffix(layer, ".router")
			if params > 0 && end == "weight" && !router {
				sum.packed[packing] += params
			}
		}
		sum.add(name, t, params, used, last)
	}
	return sum
}

// cutEnd splits "model.layers.0.mlp.up_proj.weight" at its last point.
func cutEnd(name string) (layer, end string) {
	at := strings.LastIndexByte(name, '.')
	if at < 0 {
		return "", name
	}
	return name[:at], name[at+1:]
}

// unpacked is the number of parameters in a tensor of a quantized layer. There
// is one scale for each group of parameters.
func unpacked(p mlx.Packing, end string, t, scales mlx.Tensor) int64 {
	switch {
	case end == "scales" || end == "biases":
		return 0
	case end != "weight" || t.Kind != "U32":
		return t.Elements
	}
	if p.Group > 0 && p.Group <= 1<<16 && scales.Elements < 1<<40 {
		return scales.Elements * p.Group
	}
	if p.Bits > 0 && t.Elements < 1<<50 {
		return t.Elements * 32 / p.Bits
	}
	return t.Elements
}

func (s *mlxSum) add(name string, t mlx.Tensor, params int64, used fraction, last int64) {
	s.tensors++
	s.bytes += t.Bytes
	s.params += params
	s.byKind[t.Kind] += t.Bytes
	n := mlxLayer(name)
	experts := strings.Contains(name, ".switch_mlp.") || strings.Contains(name, ".experts.")
	switch {
	case strings.Contains(name, "embed_tokens.") && !s.tied: // one row of the embedding
	case strings.Contains(name, "embed_tokens_per_layer."):
	case strings.Contains(name, "vision") || strings.Contains(name, "audio") || strings.Contains(name, "multi_modal"):
	case n >= last:
	case experts && used.of > 1 && len(t.Dims) > 0 && (t.Dims[0] == used.of || strings.Contains(name, ".experts.")):
		s.activeParams += used.times(params)
		s.activeBytes += used.times(t.Bytes)
	default:
		s.activeParams += params
		s.activeBytes += t.Bytes
	}
}

// mlxLayer reads the number of the layer from a tensor's name: 12 from
// "model.layers.12.mlp…". It is -1 for other names.
func mlxLayer(name string) int64 {
	_, rest, ok := strings.Cut(name, "layers.")
	if !ok {
		return -1
	}
	number, _, _ := strings.Cut(rest, ".")
	n, err := strconv.ParseInt(number, 10, 32)
	if err != nil {
		return -1
	}
	return n
}
