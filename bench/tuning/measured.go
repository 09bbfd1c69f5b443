package tuning

import (
	"fmt"
	"time"

	"dragstrip/bench"
)

// Member is one configuration to measure in a block: its model is loaded if it
// is not loaded yet, and each test is measured once after its warm-up.
type Member struct {
	Configuration int
	Tests         []bench.Test
}

// Block is a list of configurations that are measured one directly after the
// other, so that the machine is in the same state for all of them. Those that
// can share a loaded model are next to each other.
type Block struct {
	Number  int
	Stage   Stage
	Members []Member
	// Repetitions is how often each test is measured.
	Repetitions int
}

// firstRepetitions is how often the default is measured in the first block: how
// far they are apart tells how noisy the machine is, before anything was
// measured in several blocks.
const firstRepetitions = 3

// Stage is what a block is for.
type Stage string

// The stages.
const (
	StageSearch Stage = "search"
	// StageFinal blocks compare the default with the winners. Their figures are
	// the only ones that the headline is made from.
	StageFinal Stage = bench.StageFinal
	StageOver  Stage = "over"
)

// Measured is what one measurement gave.
type Measured struct {
	Block, Configuration int
	// Speeds are tokens per second by test.
	Speeds map[bench.Test]float64
	// Repeated are the speeds of each repetition, if there were several. Speeds
	// are their medians.
	Repeated map[bench.Test][]float64
	// MemoryBytes is the most memory that the measurement took; 0 if nobody knows.
	MemoryBytes int64
	// Elapsed is the time of the whole measurement. Loading is the part of it in which
	// the model was loaded; 0 if it was loaded already.
	Elapsed, Loading time.Duration
	// unloaded says that it failed while its model was being loaded. Elapsed has
	// that time.
	unloaded bool
	// Failure says why the measurement gave no speeds.
	Failure *Failure
}

// FailureKind says what a failure tells about other configurations.
type FailureKind string

// The kinds of failures.
const (
	// FailedMemory: configurations that need at least as much memory fail, too.
	FailedMemory FailureKind = "memory"
	// FailedUnsupported: configurations that differ only on scales fail, too.
	FailedUnsupported FailureKind = "unsupported"
	// FailedOnce: it may pass. The configuration is tried once more.
	FailedOnce FailureKind = "once"
	// FailedKilled: the system killed the engine, as it does when it runs out of
	// memory. It may pass, so the configuration is tried once more; if it fails
	// again, those that need at least as much memory fail, too.
	FailedKilled FailureKind = "killed"
	// FailedAlone: it tells nothing about other configurations.
	FailedAlone FailureKind = "alone"
)

// Failure is why a configuration has no figure.
type Failure struct {
	Kind   FailureKind
	Reason string
}

// fate is why a configuration takes no part any more.
type fate struct {
	state  ConfigurationState
	reason string
}

// ConfigurationState is what became of a configuration.
type ConfigurationState string

// The states.
const (
	StateWinner   ConfigurationState = "winner"
	StateTied     ConfigurationState = "tied"      // no difference to the winner was shown
	StateSlower   ConfigurationState = "slower"    // dropped: shown to be slower than the winner
	StateMeasured ConfigurationState = "measured"  // behind the winner, but the race ended before it was dropped
	StateFailed   ConfigurationState = "failed"    // it was tried, and gave no figure
	StateSkipped  ConfigurationState = "skipped"   // it must fail like another one
	StateNotTried ConfigurationState = "not tried" // nothing spoke for it
)

// fail takes a failure into account: the configuration is out, or gets a second
// chance, and those that must fail in the same way are skipped.
func (s *Search) fail(i int, f Failure) {
	s.failures[i]++
	switch f.Kind {
	case FailedOnce, FailedKilled:
		if s.failures[i] < tries {
			s.again = append(s.again, i)
			s.held[i] = f.Kind == FailedKilled
			s.once[i] = f.Reason
			return
		}
		f.Reason += " (tried twice)"
	}
	s.out[i] = fate{StateFailed, f.Reason}
	if f.Kind == FailedAlone {
		s.out[i] = fate{StateSkipped, f.Reason}
		return
	}
	for j := range s.space.Configurations {
		if _, known := s.out[j]; known || s.tried[j] {
			continue
		}
		switch {
		case (f.Kind == FailedMemory || f.Kind == FailedKilled) && s.space.needsNoLess(j, i):
			s.out[j] = fate{StateSkipped, fmt.Sprintf("needs at least as much memory as %s, which failed: %s", s.space.called(i), f.Reason)}
		case f.Kind == FailedUnsupported && s.space.sameKind(j, i):
			s.out[j] = fate{StateSkipped, fmt.Sprintf("of the same kind as %s, which failed: %s", s.space.called(i), f.Reason)}
		}
	}
}

// tries is how often a configuration is tried if its failure may pass.
const tries = 2

// isHeld tells whether an untried configuration waits for the second try of one
// that was killed: if that one fails again, this one needs not be tried.
func (s *Search) isHeld(i int) bool {
	for j, held := range s.held {
		if held && i != j && s.space.needsNoLess(i, j) {
			return true
		}
	}
	return false
}

// overLimit gives the failure of a configuration that takes more memory than
// the user allows; nil if it does not.
func (s *Search) overLimit(m Measured) *Failure {
	if s.options.MemoryLimit <= 0 || m.MemoryBytes <= s.options.MemoryLimit {
		return nil
	}
	return &Failure{FailedMemory, fmt.Sprintf("takes %s, more than the limit of %s", bench.FormatBytes(m.MemoryBytes), bench.FormatBytes(s.options.MemoryLimit))}
}
