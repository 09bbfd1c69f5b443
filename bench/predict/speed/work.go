package speed

import "dragstrip/bench"

// WorkOf is the work of one token of generation. layers is the number of layers
// of the model, and depth how many tokens are in the context before the 128 that
// are generated. The cache has 16 bits an element. ok is false if too little is
// known of the model.
func WorkOf(m bench.Model, layers, depth int) (w Work, ok bool) {
	m.LayerCount = layers
	w, ok = workOf(&bench.Job{Model: m}, bench.Test{Generation: usualGeneration, Depth: depth})
	return w, ok && w.Layers > 0
}

const usualGeneration = 128

// workOf is the work of one token of a job's test. The number of layers is 0 if
// it is not known.
func workOf(j *bench.Job, t bench.Test) (w Work, ok bool) {
	m := j.Model
	if !t.IsDecode() || m.ReadBytesPerToken <= 0 || m.WeightsPerToken() <= 0 {
		return Work{}, false
	}
	w = Work{
		WeightBytes: float64(m.ReadBytesPerToken), Layers: layersOf(m), ParamsB: float64(m.WeightsPerToken()) / 1e9, Quant: m.Quant,
		Mixture: m.ActiveParamCount > 0 && m.ActiveParamCount < m.ParamCount*9/10,
	}
	if m.KV.Known() {
		w.KVBytes = float64(m.KV.ReadBytes(int64(t.Depth)+int64(t.Generation)/2, j.KVTypes()))
	}
	return w, true
}

// layersOf is the number of layers of a model. Sessions of earlier versions did
// not record it; then it is that of the layers with a KV cache, unless others
// have none.
func layersOf(m bench.Model) int {
	if m.LayerCount > 0 || m.KV.StateBytes > 0 {
		return m.LayerCount
	}
	layers := int64(0)
	for _, g := range m.KV.Groups {
		layers += g.Layers
	}
	return int(layers)
}
