package speed

import "dragstrip/bench"

// WorkOf returns the work for one token of a test of generation. The cache has
// 16 bits for each element. ok is false if too little is known about the model.
func WorkOf(m bench.Model, t bench.Test) (w Work, ok bool) {
	w, ok = workOf(&bench.Job{Model: m}, t)
	return w, ok && w.Layers > 0
}

// workOf returns the work for one token of a job's test. The number of layers
// is 0 if it is not known. Several answers at once share the reading of weights,
// and so do proposed tokens, so their work is not known.
func workOf(j *bench.Job, t bench.Test) (w Work, ok bool) {
	m := j.Model
	if j.Params.AtOnce() > 1 || j.Params.Draft() != "" || !t.IsDecode() || m.ReadBytesPerToken <= 0 || m.WeightsPerToken() <= 0 {
		return Work{}, false
	}
	w = Work{
		WeightBytes: float64(m.ReadBytesPerToken), Layers: layersOf(m), ParamsB: float64(m.WeightsPerToken()) / 1e9, Quant: m.Quant,
		Mixture: m.IsMixture(),
	}
	if m.KV.Known() {
		w.KVBytes = float64(m.KV.ReadBytes(int64(t.Depth)+int64(t.Generation)/2, j.KVTypes()))
	}
	return w, true
}

// layersOf returns the number of layers of a model. Sessions of earlier
// versions did not record it. For them, layersOf counts the layers with a KV
// cache, or returns 0 if other layers may have none.
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
