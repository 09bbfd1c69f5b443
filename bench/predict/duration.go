package predict

import (
	"time"

	"dragstrip/bench"
)

// Basis is what is known of a machine and an engine build.
type Basis struct {
	// GBps is the memory's bandwidth, 10⁹ bytes a second.
	GBps float64
	// PrefillFlops is what prompt processing computes, operations a second.
	PrefillFlops float64
	// LoadBytesPerSecond is how fast a model comes from the disk.
	LoadBytesPerSecond float64
}

// decodeShare is the part of a measured bandwidth that decoding reaches:
// 0.75 to 0.94 was seen for types that are cheap to unpack.
const decodeShare = 0.8

// Fallbacks where nothing is known; whoever uses them calls the outcome
// rough.
const (
	someGBps  = 40
	someFlops = 100e9
	someLoad  = 1e9
)

// Repetition is about how long one repetition of a test takes, filling its
// depth included:
//
//	generation: tokens × bytes read per token ÷ (bandwidth × 0.8)
//	prompt and depth: tokens × 2 × active parameters ÷ operations a second
//
// The second is the usual count of one multiplication and one addition per
// weight (Kaplan et al., Scaling Laws for Neural Language Models, 2020,
// §2.1); attention is left out.
func Repetition(m bench.Model, t bench.Test, types bench.KVTypes, b Basis) time.Duration {
	gbps, flops := b.GBps, b.PrefillFlops
	if gbps <= 0 {
		gbps = someGBps
	}
	if flops <= 0 {
		flops = someFlops
	}
	active := float64(m.ActiveParamCount)
	if active <= 0 {
		active = float64(m.ParamCount)
	}
	read := m.ReadBytesAt(bench.Test{Generation: max(t.Generation, 1), Depth: t.Depth + t.Prompt}, types)
	if read <= 0 {
		read = max(m.ReadBytesPerToken, m.SizeBytes)
	}
	seconds := float64(t.Generation) * float64(read) / (gbps * 1e9 * decodeShare)
	seconds += float64(t.Prompt+t.Depth) * 2 * active / flops
	return time.Duration(seconds * float64(time.Second))
}

// PrefillFlops is what a measured speed of prompt processing says of the
// operations a second: 2 × active parameters × tokens a second. 0 is not
// known.
func PrefillFlops(m bench.Model, t bench.Test, tps float64) float64 {
	if !t.IsPrefill() || tps <= 0 {
		return 0
	}
	active := float64(m.ActiveParamCount)
	if active <= 0 {
		active = float64(m.ParamCount)
	}
	return 2 * active * tps
}
