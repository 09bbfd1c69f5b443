package imported

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"dragstrip/bench"
)

// benchyReport is what llama-benchy saves as JSON.
type benchyReport struct {
	Version    string `json:"version"`
	Timestamp  string `json:"timestamp"`
	Model      string `json:"model"`
	Benchmarks []struct {
		Concurrency int           `json:"concurrency"`
		Context     int           `json:"context_size"`
		Prompt      int           `json:"prompt_size"`
		Response    int           `json:"response_size"`
		Filling     bool          `json:"is_context_prefill_phase"`
		PP          *benchyMetric `json:"pp_throughput"`
		TG          *benchyMetric `json:"tg_throughput"`
		PromptTime  *benchyMetric `json:"est_ppt"`
	} `json:"benchmarks"`
}

type benchyMetric struct {
	Mean   float64   `json:"mean"`
	Std    float64   `json:"std"`
	Values []float64 `json:"values"`
}

// mean is 0 without a metric.
func (m *benchyMetric) mean() float64 {
	if m == nil {
		return 0
	}
	return m.Mean
}

// readBenchy reads llama-benchy's JSON. It gives speeds and no times, so its
// figures stay as published. It computes the deviation over n, not n-1.
func readBenchy(found *Found, content []byte) {
	begin := bytes.IndexByte(content, '{')
	if begin < 0 || !bytes.Contains(content, []byte(`"benchmarks"`)) || !bytes.Contains(content, []byte(`"tg_throughput"`)) && !bytes.Contains(content, []byte(`"pp_throughput"`)) {
		return
	}
	var report benchyReport
	if json.NewDecoder(bytes.NewReader(content[begin:])).Decode(&report) != nil || len(report.Benchmarks) == 0 {
		return
	}
	found.Format = "llama-benchy JSON"
	name, quant := modelNamed(plain(report.Model))
	when := timeNamed(report.Timestamp)
	for i, b := range report.Benchmarks {
		what := fmt.Sprintf("benchmark %d", i+1)
		if b.Concurrency > 1 {
			found.leave(1, what, requestsAtOnce(b.Concurrency))
			continue
		}
		one := Figure{Line: 1, Model: name, Quant: quant, Type: plain(report.Model), When: when, Stated: []string{"measured by llama-benchy " + bench.CleanLine(report.Version, 20)}}
		if b.PP != nil {
			one.Test = bench.Test{Prompt: b.Context}
			if !b.Filling {
				one.Test = benchyPrompt(found, bench.Test{Prompt: b.Prompt, Depth: b.Context}, b.PP.Mean*b.PromptTime.mean()/1000)
			}
			found.add(one.measured(b.PP))
		}
		if b.TG != nil {
			one.Test = bench.Test{Generation: b.Response, Depth: b.Context}
			if !b.Filling {
				one.Test.Depth += b.Prompt
			}
			found.add(one.measured(b.TG))
		}
	}
	found.assume(afterPrompt)
}

// measured is a figure with the speed of a metric.
func (f Figure) measured(m *benchyMetric) Figure {
	f.TPS, f.N, f.StdDev = m.Mean, len(m.Values), m.Std
	if f.N > 1 && m.Std > 0 {
		f.StdDev = m.Std * math.Sqrt(float64(f.N)/float64(f.N-1))
	}
	return f
}

// timeNamed reads a time in one of the usual spellings. It gives zero if the
// text is not a time.
func timeNamed(text string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04:05Z", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
