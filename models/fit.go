package models

import (
	"fmt"

	"dragstrip/bench"
)

// Verdict says whether a model fits into a memory.
type Verdict string

// The verdicts, best first.
const (
	Fits       Verdict = "fits"
	Tight      Verdict = "tight"        // it fits, but leaves less than the margin
	Spills     Verdict = "spills"       // a part lies in slower memory
	DoesNotFit Verdict = "does not fit" // nowhere on this machine
)

// Memory is the memory that a backend can use, in bytes.
type Memory struct {
	Name  string `json:"name"` // "CPU", "Radeon 8060S"
	Bytes int64  `json:"bytes"`
	// SlowerBytes is the memory that takes what does not fit: beside a graphics
	// card's memory, that of the machine. It is 0 if there is none.
	SlowerBytes int64 `json:"slower_bytes,omitempty"`
}

// Load is how a model is to be used.
type Load struct {
	// Tokens is the length of the context: depth, prompt and generation
	// together.
	Tokens int64
	// Batch is the most tokens processed at once (-ub); 0 is 512.
	Batch int64
	Types bench.KVTypes
}

// Need is the memory that a model takes, in bytes.
type Need struct {
	WeightBytes int64 `json:"weight_bytes"`
	KVBytes     int64 `json:"kv_bytes"`
	// ComputeBytes is the memory for intermediate results. It is an estimate;
	// the others are exact.
	ComputeBytes int64 `json:"compute_bytes"`
}

// Total is the sum.
func (n Need) Total() int64 { return n.WeightBytes + n.KVBytes + n.ComputeBytes }

// Fit is a verdict with its figures.
type Fit struct {
	Memory  Memory  `json:"memory"`
	Need    Need    `json:"need"`
	Verdict Verdict `json:"verdict"`
	// SpareBytes is the memory that stays free. If it is negative, memory is
	// missing.
	SpareBytes int64 `json:"spare_bytes"`
}

const defaultBatch = 512

// NeedOf computes the memory that a model takes.
func NeedOf(f Found, l Load) Need {
	batch := l.Batch
	if batch <= 0 {
		batch = defaultBatch
	}
	batch = min(batch, max(l.Tokens, 1))
	return Need{
		WeightBytes:  f.SizeBytes,
		KVBytes:      f.KV.AllocatedBytes(l.Tokens, batch, l.Types),
		ComputeBytes: computeBytes(f.Facts, batch, l.Tokens),
	}
}

// computeBytes is the memory that engines reserve for one batch. Most of it
// holds the scores of the whole vocabulary and five rows as wide as the model.
// The mask has a half-precision number for each pair of a new and an old token.
// Measured with llama-bench b11669 (fit_test.go); other builds differ by a few
// per cent of a large model.
func computeBytes(f Facts, batch, tokens int64) int64 {
	row := min(f.Vocabulary, 1<<24) + 5*min(f.Embedding, maxWidth)
	return batch * (4*row + 2*min(max(tokens, 1), 1<<31))
}

// margin must stay free for a clear verdict: other programs use the same
// memory, and the estimate of intermediate results has an error.
func margin(of int64) int64 { return max(of/20, 256<<20) }

// FitOf compares a need with a memory. A memory of unknown size gives no
// verdict.
func FitOf(n Need, m Memory) Fit {
	fit := Fit{Memory: m, Need: n, SpareBytes: m.Bytes - n.Total()}
	switch {
	case m.Bytes <= 0 || n.WeightBytes <= 0:
	case fit.SpareBytes >= margin(m.Bytes):
		fit.Verdict = Fits
	case fit.SpareBytes >= 0:
		fit.Verdict = Tight
	case m.SlowerBytes > 0 && m.Bytes+m.SlowerBytes-n.Total() >= margin(m.SlowerBytes):
		fit.Verdict = Spills
	default:
		fit.Verdict = DoesNotFit
	}
	return fit
}

// String is the verdict with its figures.
func (f Fit) String() string {
	if f.Verdict == "" {
		return ""
	}
	left := fmt.Sprintf("%s left", bench.FormatBytes(f.SpareBytes))
	if f.SpareBytes < 0 {
		left = fmt.Sprintf("%s too much", bench.FormatBytes(-f.SpareBytes))
	}
	return fmt.Sprintf("%s: %s of %s, %s", f.Verdict, bench.FormatBytes(f.Need.Total()), bench.FormatBytes(f.Memory.Bytes), left)
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
