package models

import "dragstrip/bench"

// rowBytes is the memory that engines reserve for one token of a batch. Most of
// it holds the scores of the whole vocabulary and five rows as wide as the
// model. The formula was measured with llama-bench b11669
// (standin/fit_engine_test.go). With other builds it is wrong by a few per cent
// of a large model.
func rowBytes(f Facts) int64 {
	return 4 * (min(f.Vocabulary, 1<<24) + 5*min(f.Embedding, maxWidth))
}

// Ceilings are the most tokens per second that bandwidths allow at a depth.
type Ceilings struct {
	Depth             int64   `json:"depth"`
	ReadBytesPerToken int64   `json:"read_bytes_per_token"`
	SpecifiedTPS      float64 `json:"specified_tps,omitempty"`
	MeasuredTPS       float64 `json:"measured_tps,omitempty"`
}

// CeilingsOf says how fast tokens can be generated at a depth. It is zero if
// the bytes read per token are not known.
func CeilingsOf(m bench.Model, t bench.Test, types bench.KVTypes, c bench.Ceiling) Ceilings {
	read := m.ReadBytesAt(t, types)
	return Ceilings{int64(t.Depth), read, bench.AllowedTPS(read, c.SpecifiedGBps), bench.AllowedTPS(read, c.MeasuredGBps)}
}
