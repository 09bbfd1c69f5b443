package bench

import "fmt"

// FitVerdict says whether a model fits into a memory.
type FitVerdict string

// The verdicts, best first.
const (
	Fits        FitVerdict = "fits"
	FitsTightly FitVerdict = "tight"        // it fits, and leaves less than the margin
	Spills      FitVerdict = "spills"       // a part lies in slower memory
	DoesNotFit  FitVerdict = "does not fit" // nowhere on this machine
)

// Load says how a model will be used.
type Load struct {
	// Tokens is the length of the context: depth, prompt and generation
	// together.
	Tokens int64
	// Batch is the most tokens processed at once (-ub); 0 is 512.
	Batch int64
	Types KVTypes
}

// Need is the memory that a model takes, in bytes.
type Need struct {
	WeightBytes int64 `json:"weight_bytes"`
	KVBytes     int64 `json:"kv_bytes"`
	// ComputeBytes is room for intermediate results. It is an estimate; the
	// other two are exact.
	ComputeBytes int64 `json:"compute_bytes"`
}

// Total is the sum.
func (n Need) Total() int64 { return n.WeightBytes + n.KVBytes + n.ComputeBytes }

// plus is the need of two models that are in memory at the same time.
func (n Need) plus(other Need) Need {
	return Need{n.WeightBytes + other.WeightBytes, n.KVBytes + other.KVBytes, n.ComputeBytes + other.ComputeBytes}
}

// Fit is a verdict with its figures.
type Fit struct {
	Memory  Memory     `json:"memory"`
	Need    Need       `json:"need"`
	Verdict FitVerdict `json:"verdict"`
	// SpareBytes is the memory that stays free; a negative number is missing
	// memory.
	SpareBytes int64 `json:"spare_bytes"`
}

const defaultBatch = 512

// Need computes the memory that a model takes.
func (m Model) Need(l Load) Need {
	batch := l.Batch
	if batch <= 0 {
		batch = defaultBatch
	}
	batch = min(batch, max(l.Tokens, 1))
	n := Need{WeightBytes: m.SizeBytes, KVBytes: m.KV.AllocatedBytes(l.Tokens, batch, l.Types)}
	if m.RowBytes > 0 {
		// The mask has a half-precision number for each pair of a new and an old
		// token.
		n.ComputeBytes = batch * (m.RowBytes + 2*min(max(l.Tokens, 1), 1<<31))
	}
	return n
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
		fit.Verdict = FitsTightly
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
	left := fmt.Sprintf("%s left", FormatBytes(f.SpareBytes))
	if f.SpareBytes < 0 {
		left = fmt.Sprintf("%s too much", FormatBytes(-f.SpareBytes))
	}
	return fmt.Sprintf("%s: %s of %s, %s", f.Verdict, FormatBytes(f.Need.Total()), FormatBytes(f.Memory.Bytes), left)
}

// Needed says how much memory a plan needs, and which memory: "763 MiB of 8.00
// GiB on CUDA0". It adds a remark if that is tight or not enough.
func (f Fit) Needed() string {
	text := FormatBytes(f.Need.Total())
	if f.Verdict == "" {
		return text
	}
	there := FormatBytes(f.Memory.Bytes) + " on " + Clean(f.Memory.Name)
	if f.SpareBytes < 0 {
		text += ", but there are only " + there
	} else {
		text += " of " + there
	}
	switch f.Verdict {
	case FitsTightly:
		text += ": tight, " + FormatBytes(f.SpareBytes) + " left"
	case Spills:
		text += ": " + FormatBytes(-f.SpareBytes) + " go into slower memory"
	case DoesNotFit:
		text += ": it will not fit, " + FormatBytes(-f.SpareBytes) + " too much"
	}
	return text
}
