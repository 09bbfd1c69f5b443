package models

import (
	"dragstrip/bench"
	"dragstrip/models/mlx"
)

// kvOfMLX is what mlx_lm stores in its caches. It is zero for models that store
// a special kind of state.
func kvOfMLX(c *mlx.Config) bench.KV {
	if c.Layers <= 0 || c.Layers > maxLayers {
		return bench.KV{}
	}
	var kv bench.KV
	for i := range c.Layers {
		k, ok := c.KeptBy(i)
		if !ok || k.Keys > maxWidth || k.Values > maxWidth {
			return bench.KV{}
		}
		if k.Keys > 0 {
			kv.Groups = addLayer(kv.Groups, bench.KVGroup{Layers: 1, Keys: k.Keys, Values: k.Values, Window: k.Window})
		}
	}
	return plausible(kv)
}

// attentionOf says how keys and values are stored.
func (f *Facts) attentionOf(c *mlx.Config, kv bench.KV) {
	for _, group := range kv.Groups {
		if group.Window > 0 {
			f.WindowLayers += group.Layers
			f.Window = group.Window
		}
	}
	switch {
	case len(kv.Groups) == 0:
	case c.LatentRank > 0:
		f.Attention = "latent"
	case f.KVHeads == f.Heads:
		f.Attention = "multi-head"
	default:
		f.Attention = "grouped"
	}
}
