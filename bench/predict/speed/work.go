package speed

import "dragstrip/bench"

// WorkOf is the work of one token of generation. layers is the number of layers
// of the model, and depth how many tokens are in the context before the 128 that
// are generated. The cache has 16 bits an element. ok is false if too little is
// known of the model.
func WorkOf(m bench.Model, layers, depth int) (w Work, ok bool) {
	if m.ReadBytesPerToken <= 0 || layers <= 0 || m.WeightsPerToken() <= 0 {
		return Work{}, false
	}
	w = Work{
		WeightBytes: float64(m.ReadBytesPerToken), Layers: layers, ParamsB: float64(m.WeightsPerToken()) / 1e9, Quant: m.Quant,
		Mixture: m.ActiveParamCount > 0 && m.ActiveParamCount < m.ParamCount*9/10,
	}
	if m.KV.Known() {
		w.KVBytes = float64(m.KV.ReadBytes(int64(depth)+usualGeneration/2, bench.KVTypes{}))
	}
	return w, true
}

const usualGeneration = 128
