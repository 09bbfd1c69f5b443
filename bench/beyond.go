package bench

import (
	"fmt"
	"math"
)

// beyondCeiling finds a generation result that reads more from memory than the
// memory can deliver, by more than the error of the probe. Caches hold part of
// the model (see cacheBytes); the rest must come from memory.
func (s *Session) beyondCeiling(j *JobState, t *TestState, tps float64) (Warning, bool) {
	if text, beyond := beyondEverything(j, t, tps); beyond {
		return doubted("impossible", text), true
	}
	moved, known := j.MovedGBps(t.Test, tps)
	most := s.mostGBps(j)
	if !known || most <= 0 || moved <= most {
		return Warning{}, false
	}
	cached := float64(s.cacheBytes(j)) * tps / 1e9
	text := fmt.Sprintf("at this speed it would read %s, but the memory delivers %s", FormatGBps(moved), FormatGBps(most))
	if moved-cached <= most {
		return doubted("in_cache", text+": the caches hold part of the model"), true
	}
	return doubted("impossible", text), true
}

// No machine that runs one program can do this, with any memory and any caches:
// eight of the largest cards of 2026 move about 64 TB/s and compute about 80
// PFLOP/s in four bits.
const (
	beyondGBps   = 1e6  // 1 PB/s
	beyondFLOPps = 1e18 // 1 EFLOP/s
)

// beyondEverything finds a result that no machine can have. It works even if
// nothing is known about this machine. It finds engines that do not really
// measure, and files with false figures. A token takes two floating point
// operations for each weight in use.
func beyondEverything(j *JobState, t *TestState, tps float64) (text string, beyond bool) {
	if moved, known := j.MovedGBps(t.Test, tps); known && moved > beyondGBps {
		return "at this speed it would read " + FormatGBps(moved) + ", which no machine does", true
	}
	if flops := 2 * float64(j.Model.WeightsPerToken()) * tps; t.Test.Prompt > 0 && flops > beyondFLOPps {
		return fmt.Sprintf("at this speed it would compute %.0f EFLOP/s, which no machine does", flops/1e18), true
	}
	return "", false
}

// mostGBps is the most that the memory of a job's weights can plausibly
// deliver; 0 means unknown. On the CPU, it is the bandwidth that the probe
// measured plus the probe's error, or the specified bandwidth if that is more.
// On a GPU, or if there was no probe, it is the specified bandwidth plus
// paperError, or the measured bandwidth if that is more. If no bandwidth is
// specified, it is what an engine measured plus engineError: an engine gets
// less than the memory can deliver. A doubtful measurement of a device may be
// far too low and proves nothing.
func (s *Session) mostGBps(j *JobState) float64 {
	ceiling := s.CeilingOf(j)
	paper := ceiling.SpecifiedGBps
	switch {
	case j.OnCPU() && ceiling.MeasuredGBps > 0:
		return max(ceiling.MeasuredGBps*(1+s.probeError()), paper)
	case paper > 0:
		return max(paper*(1+paperError), ceiling.MeasuredGBps)
	case !j.OnCPU() && !ceiling.Doubtful && s.deviceOf(j) != nil:
		return ceiling.MeasuredGBps * (1 + engineError)
	}
	return 0
}

// paperError is how far memory may be clocked above its data sheet. engineError
// is how much more bandwidth a device may have than an engine reached: F16
// models reached 0.6 to 0.8 of what a pure reader reaches.
const (
	paperError  = 0.05
	engineError = 0.7
)

// leastProbeError is the smallest error assumed of a probe: repeated probes of
// one machine differ by a few percent.
const leastProbeError = 0.05

// probeError is the error assumed of the session's probes, as a fraction: the
// largest of leastProbeError, their spread, and the difference between the
// probes before and after the session.
func (s *Session) probeError() float64 {
	worst, low, high := leastProbeError, math.Inf(1), 0.0
	best, _ := s.BestProbe()
	for _, b := range s.Bandwidth {
		if b.When == ProbedEarlier || b.Clean != best.Clean { // disturbed and undisturbed probes are not compared
			continue
		}
		worst = max(worst, b.SpreadFraction)
		low, high = min(low, b.PeakGBps), max(high, b.PeakGBps)
	}
	if high > 0 {
		worst = max(worst, high/low-1)
	}
	return worst
}
