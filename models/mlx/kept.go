package mlx

import (
	"cmp"
	"strings"
)

// HeadSize is the width of one head.
func (c *Config) HeadSize() int64 {
	if c.HeadDim > 0 || c.Heads <= 0 {
		return c.HeadDim
	}
	return c.Embedding / c.Heads
}

// Kept is how many elements a layer stores for each token, and for how many
// tokens. A Window of 0 means all tokens.
type Kept struct{ Keys, Values, Window int64 }

// Limits of the figures. They are far above those of any model, and products of
// them cannot overflow.
const (
	mostHeads  = 1 << 12
	mostWidth  = 1 << 20
	mostTokens = 1 << 40
)

// KeptBy is how much mlx_lm stores for a layer. ok is false if that is not
// known.
func (c *Config) KeptBy(layer int64) (k Kept, ok bool) {
	if c.OwnKind {
		return Kept{}, false
	}
	if layer >= c.Layers-c.SharedLayers {
		return Kept{}, true
	}
	window, ok := c.windowOf(layer)
	if !ok {
		return Kept{}, false
	}
	if c.LatentRank > 0 {
		return c.latent(window)
	}
	heads, size := cmp.Or(c.KVHeads, c.Heads), c.HeadSize()
	if layer < int64(len(c.KVHeadsEach)) {
		heads = c.KVHeadsEach[layer]
	}
	if window == 0 {
		heads, size = cmp.Or(c.GlobalKVHeads, heads), cmp.Or(c.GlobalHeadDim, size)
	}
	if heads == 0 && c.KVHeadsEach != nil {
		return Kept{}, true
	}
	if heads <= 0 || heads > mostHeads || size <= 0 || size > mostWidth {
		return Kept{}, false
	}
	return Kept{heads * size, heads * size, window}, true
}

// latent is how much models with multi-head latent attention store. For some of
// them, mlx_lm expands the latent vector and stores keys and values. For
// LongCat it stores two latent vectors and two positions for each layer.
func (c *Config) latent(window int64) (Kept, bool) {
	for _, n := range []int64{c.LatentRank, c.RopeDim, c.PlainDim, c.ValueDim} {
		if n < 0 || n > mostWidth {
			return Kept{}, false
		}
	}
	switch c.ModelType {
	case "deepseek_v2", "minicpm3", "youtu_llm":
		if c.Heads <= 0 || c.Heads > mostHeads || c.PlainDim == 0 || c.ValueDim == 0 {
			return Kept{}, false
		}
		return Kept{c.Heads * (c.PlainDim + c.RopeDim), c.Heads * c.ValueDim, window}, true
	case "longcat_flash", "longcat_flash_ngram":
		return Kept{2 * c.LatentRank, 2 * c.RopeDim, window}, true
	}
	return Kept{c.LatentRank, c.RopeDim, window}, true
}

// windowOf is how many tokens a layer sees; 0 means all tokens.
func (c *Config) windowOf(layer int64) (window int64, ok bool) {
	kind := "full_attention"
	switch {
	case layer < int64(len(c.LayerTypes)):
		kind = c.LayerTypes[layer]
	case c.Chunk > 0 && strings.HasPrefix(c.ModelType, "llama4"):
		if (layer+1)%4 != 0 { // three of every four layers, as in mlx_lm
			kind = "chunked_attention"
		}
	case c.WindowText != "":
		if c.WindowText[layer%int64(len(c.WindowText))] == 'L' {
			kind = "sliding_attention"
		}
	case c.WindowEvery > 1 && layer%c.WindowEvery < c.WindowEvery-1:
		kind = "sliding_attention"
	}
	switch kind {
	case "full_attention", "attention":
		return 0, true
	case "sliding_attention":
		window = c.Window
	case "chunked_attention":
		window = c.Chunk
	default:
		return 0, false
	}
	return max(0, min(window, mostTokens)), true
}
