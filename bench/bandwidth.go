package bench

import (
	"cmp"
	"strings"
)

// MovedGBps is how much decoding at this speed reads from memory, in 10⁹ bytes
// a second; false if that is not known. It is known only for generation of one
// answer at a time: prompt processing, and several answers at once, read weights
// once for many tokens.
func (j *JobState) MovedGBps(t Test, tps float64) (gbps float64, known bool) {
	perToken := j.ReadBytesAt(t)
	if perToken == 0 || !isFigure(tps) || j.Params.AtOnce() > 1 || j.Params.Draft() != "" {
		return 0, false
	}
	return float64(perToken) * tps / 1e9, true
}

// ReadBytesAt is how many bytes one token of a generation test reads. If the
// engine uses its own layout for weights, the bytes of that layout count. At a
// depth, keys and values are added, as many as in the middle of the generation,
// in the types that the job uses. 0 means not known.
func (j *JobState) ReadBytesAt(t Test) int64 {
	perToken := j.Model.ReadBytesAt(t, j.KVTypes())
	if perToken == 0 {
		return 0
	}
	return perToken + j.laidOutMore()
}

// ReadBytesAt is how many bytes one token of a generation test reads with the
// weights as in the file. At a depth, the stored keys and values of earlier
// tokens count, too, on average over the test. 0 means not known.
func (m Model) ReadBytesAt(t Test, types KVTypes) int64 {
	if !t.IsDecode() || m.ReadBytesPerToken <= 0 {
		return 0
	}
	if t.Depth == 0 {
		return m.ReadBytesPerToken
	}
	if !m.KV.Known() || !types.known() {
		return 0
	}
	return m.ReadBytesPerToken + m.KV.ReadBytes(int64(t.Depth)+int64(t.Generation)/2, types)
}

// AllowedTPS is the highest number of tokens per second that a bandwidth, in
// 10⁹ bytes a second, allows when each token reads perToken bytes; 0 means not
// known.
func AllowedTPS(perToken int64, gbps float64) float64 {
	if perToken <= 0 || !isFigure(gbps) {
		return 0
	}
	return gbps * 1e9 / float64(perToken)
}

// Ceiling is the bandwidth that a result is compared with. Zero means not
// known.
type Ceiling struct {
	SpecifiedGBps float64
	MeasuredGBps  float64
	// Doubtful says that something speaks against MeasuredGBps: other programs
	// were busy while it was measured, for example. No better figure is known.
	Doubtful bool
}

// Doubt is the sign to write after every figure that was computed from
// MeasuredGBps; "" if nothing is doubtful.
func (c Ceiling) Doubt() string {
	return doubtMark(c.Doubtful)
}

// doubtMark is the sign after a doubtful figure.
func doubtMark(doubtful bool) string {
	if doubtful {
		return " " + NotKnown
	}
	return ""
}

// CeilingOf picks the memory that holds a job's weights: the machine's for the
// CPU and for GPUs that share it, otherwise the GPU's own. If a model is split
// between the two, or the machine has several GPUs, or the device is a program
// on the CPU, only what an engine measured on its device counts. The bandwidth of another machine's memory is
// known only if an engine measured it from here.
//
// On a GPU, the measured figure is what an engine got from the device itself
// ([DeviceBandwidth]). This holds for a GPU that shares the machine's memory,
// too, because the CPU may not reach the full bandwidth. On the CPU, the
// measured figure is the probe's: it is newer, and the probe reads faster than
// an engine can.
func (s *Session) CeilingOf(j *JobState) Ceiling {
	probe, _ := s.BestProbe()
	machine := probe.Ceiling(s.Machine.SpecifiedGBps)
	if j.OnCPU() || j.isHidden() && !j.isRemote() && len(s.Machine.GPUs) == 0 {
		return machine
	}
	device := s.deviceOf(j).ceiling()
	if _, software := j.softwareUsed(); software || j.isRemote() || j.isHidden() || len(s.Machine.GPUs) != 1 || j.IsSplit() {
		return device
	}
	gpu := s.Machine.GPUs[0]
	if !gpu.Shared {
		// The probe measured the machine's memory, not the card's.
		device.SpecifiedGBps = gpu.SpecifiedGBps
		return device
	}
	if device.MeasuredGBps > 0 && (!device.Doubtful || machine.Doubtful || machine.MeasuredGBps == 0) {
		machine.MeasuredGBps, machine.Doubtful = device.MeasuredGBps, device.Doubtful
	}
	return machine
}

// Ceiling has the specified bandwidth, in 10⁹ bytes a second, and the one that
// the probe measured.
func (b Bandwidth) Ceiling(specifiedGBps float64) Ceiling {
	return Ceiling{specifiedGBps, b.PeakGBps, !b.Clean && b.PeakGBps > 0}
}

// WhyUncertain says why the probe's figure is uncertain. It gives "" if nothing
// speaks against the figure.
func (b Bandwidth) WhyUncertain() string {
	return whyUncertain(b.Clean, b.Doubts, "the machine was busy, or a cache is included")
}

// whyUncertain writes doubts about a bandwidth. usual is written if no
// doubt says why a figure is not clean.
func whyUncertain(clean bool, doubts []string, usual string) string {
	if clean {
		return ""
	}
	return TooUncertain + ": " + cmp.Or(Clean(strings.Join(doubts, "; ")), usual)
}

// BestProbe is the session's probe that is nearest to the truth; false if there
// is none.
func (s *Session) BestProbe() (best Bandwidth, ok bool) {
	for _, b := range s.Bandwidth {
		if b.PeakGBps > 0 && (!ok || b.Better(best)) {
			best, ok = b.Bandwidth, true
		}
	}
	return best, ok
}
