package bench

import "time"

// Result is what one test gave in one round. Summaries are made from SamplesNS
// and never stored.
type Result struct {
	Test  Test `json:"test"`
	Round int  `json:"round,omitempty"`
	// SamplesNS holds the time of each repetition, nanoseconds.
	SamplesNS []int64 `json:"samples_ns"`
	// Published is the figure of an imported result without samples.
	Published *Published `json:"published,omitempty"`
	// Exchanges are the requests of a test on a server, one for each sample.
	Exchanges []Exchange `json:"exchanges,omitempty"`
	// Started is when the engine began the test, if known.
	Started time.Time `json:"started,omitzero"`

	// What the engine said that it used. Texts are cleaned.
	Backend     string `json:"backend,omitempty"`
	BuildCommit string `json:"build_commit,omitempty"`
	BuildNumber int    `json:"build_number,omitempty"`
	CPU         string `json:"cpu,omitempty"`
	GPU         string `json:"gpu,omitempty"`
	// ModelType is the engine's own name: "llama 1B Q4_0".
	ModelType      string `json:"model_type,omitempty"`
	ModelSizeBytes int64  `json:"model_size_bytes,omitempty"`
	ModelParams    int64  `json:"model_params,omitempty"`
	Threads        int    `json:"threads,omitempty"`

	// Raw is the engine's own result, verbatim, one line.
	Raw string `json:"raw,omitempty" border:"json"`
}

// SamplesTPS gives each repetition in tokens per second.
func (r Result) SamplesTPS() []float64 {
	out := make([]float64, 0, len(r.SamplesNS))
	for _, ns := range r.SamplesNS {
		out = append(out, TokensPerSecond(r.Test.Tokens(), ns))
	}
	return out
}

// TokensPerSecond is tokens divided by a duration in nanoseconds. It is zero if
// the duration is not positive.
func TokensPerSecond(tokens int, ns int64) float64 {
	if ns <= 0 {
		return 0
	}
	return float64(tokens) * 1e9 / float64(ns)
}
