package bench

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// What the power in a reading covers.
const (
	PowerPackage = "package" // the processor, with a GPU that is part of it
	PowerBoard   = "board"   // a module: processor, GPU and memory
	PowerMachine = "machine" // the whole machine
	PowerGPU     = "GPU"
	PowerAllGPUs = "all GPUs" // added up, including those that do nothing
	powerUnnamed = "package, perhaps also other parts"
)

// EnergySeconds is how long power must have been read while a test was
// measured: meters give averages over a second or more, and some measure only
// during a quarter of the time (arXiv 2312.02741).
const EnergySeconds = 10

// readingReach is the longest time that one reading may cover.
const readingReach = 3 * time.Second

// Energy is the energy of a test's repetitions. The power of an idle machine is
// not subtracted, because it is not known during a measurement.
type Energy struct {
	// Of says what the power covers, in the words above.
	Of string `json:"of,omitempty"`
	// Watts is the mean over the Seconds in which it was read.
	Watts   float64 `json:"watts,omitempty"`
	Seconds float64 `json:"seconds,omitempty"`
	// Joules is Watts times the time of all repetitions. TokensPerJoule is the
	// tokens of all repetitions divided by Joules.
	Joules         float64 `json:"joules,omitempty"`
	TokensPerJoule float64 `json:"tokens_per_joule,omitempty"`
	// Absent says why there is no figure.
	Absent string `json:"absent,omitempty"`
}

// powerSeen is the power of one kind, read while a test was measuring.
type powerSeen struct {
	of              string
	seconds, joules float64
}

// powerSpan is the time since the present measurement began. Readings that also
// cover earlier time are not used.
type powerSpan struct {
	test  *TestState
	since time.Time
	// read is when the last reading was taken.
	read time.Time
}

// applyPower follows what is being measured and adds up the readings that lie
// wholly within a measurement. Readings that also cover loading, warm-up or the
// filling of a context do not count.
func (s *Session) applyPower(e Event) {
	switch f := e.Fact.(type) {
	case PhaseEntered:
		var test *TestState
		if j := s.Job(e.Job); j != nil && f.Phase == PhaseMeasuring && f.Round != SentinelRound {
			test = j.Test(f.Test)
		}
		if test != s.span.test {
			s.span.test, s.span.since = test, e.Time
		}
	case TestFinished, TestFailed, EngineEnded, JobFinished, SessionFinished, SessionResumed:
		s.span.test = nil
	case ReadingTaken:
		from := s.span.read
		s.span.read = e.Time
		reach := e.Time.Sub(from)
		if s.span.test == nil || from.Before(s.span.since) || reach <= 0 || reach > readingReach {
			return
		}
		s.span.test.see(cmp.Or(f.WattsOf, powerUnnamed), f.Watts, reach)
		s.span.test.see(PowerGPU, f.GPUWatts, reach)
	}
}

// mostMeters is how many meters are kept.
const mostMeters = 16

func (t *TestState) see(of string, watts *float64, reach time.Duration) {
	if watts == nil || !isFigure(*watts) {
		return
	}
	at := slices.IndexFunc(t.power, func(p powerSeen) bool { return p.of == of })
	if at < 0 {
		at = len(t.power)
		if at >= mostMeters {
			return
		}
		t.power = append(t.power, powerSeen{of: of})
	}
	t.power[at].seconds += reach.Seconds()
	t.power[at].joules += *watts * reach.Seconds()
}

// EnergyOf is the energy per token of a test of a job, or why it is not known.
func (s *Session) EnergyOf(j *JobState, t *TestState) Energy {
	if len(t.power) == 0 {
		return Energy{Absent: "no power could be read during the measurement (on Linux only root may read a processor's power)"}
	}
	if j.isRemote() {
		return Energy{Absent: "another machine computed, and its power is not known"}
	}
	seen, why := s.powerFor(j, t.power)
	if why != "" {
		return Energy{Absent: why}
	}
	if seen.seconds < EnergySeconds {
		return Energy{Absent: fmt.Sprintf("power was read for only %.0f s of the measurement; %d s are needed: take more repetitions or longer tests", seen.seconds, EnergySeconds)}
	}
	var ns, tokens float64
	for _, n := range t.SamplesNS() {
		ns += float64(n)
		tokens += float64(t.Test.Tokens())
	}
	e := Energy{Of: seen.of, Watts: seen.joules / seen.seconds, Seconds: seen.seconds}
	e.Joules = e.Watts * ns / 1e9
	if !isFigure(e.Joules) {
		return Energy{Absent: "it has no repetitions"}
	}
	e.TokensPerJoule = tokens / e.Joules
	return e
}

// powerFor chooses the power of the device that a job computed on: with only
// half of the power, the job would look twice as efficient.
func (s *Session) powerFor(j *JobState, seen []powerSeen) (powerSeen, string) {
	var gpu, other *powerSeen
	for i := range seen {
		if seen[i].of == PowerGPU {
			gpu = &seen[i]
		} else if other == nil || seen[i].seconds > other.seconds {
			other = &seen[i]
		}
	}
	// The meter of a built-in AMD GPU shows the power of the whole socket.
	gpus := s.Machine.GPUs
	builtIn := len(gpus) == 1 && gpus[0].Shared
	if gpu != nil {
		named := *gpu
		switch {
		case builtIn && gpus[0].Vendor == "AMD":
			named.of = PowerPackage
		case len(gpus) > 1:
			named.of = PowerAllGPUs
		}
		gpu = &named
	}
	whole := other != nil && (other.of == PowerBoard || other.of == PowerMachine)
	_, software := j.softwareUsed()
	onCPU := j.OnCPU() || software
	switch {
	case onCPU && other != nil, whole && j.IsSplit():
		return *other, ""
	case gpu != nil && gpu.of == PowerPackage:
		return *gpu, ""
	case onCPU:
		return powerSeen{}, "only the power of the GPU could be read, but the test ran on the CPU"
	case j.IsSplit():
		return powerSeen{}, "CPU and GPU worked together, but the power of both together could not be read"
	case gpu != nil:
		return *gpu, ""
	case whole || builtIn:
		return *other, ""
	}
	return powerSeen{}, "only the power of the processor could be read, but the test ran on a GPU"
}
