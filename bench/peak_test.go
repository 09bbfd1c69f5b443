package bench

import "testing"

// The peak is that of the job that is being measured, while its engine runs.
func TestThePeakOfMemoryIsOfTheJobThatIsMeasured(t *testing.T) {
	s, seq := NewSession(), int64(0)
	tell := func(job string, fact Fact) {
		seq++
		s.Apply(Event{Seq: seq, Job: job, Fact: fact})
	}
	reading := func(engine, gpu int64) {
		r := Reading{}
		if engine > 0 {
			r.EngineMemory = &engine
		}
		if gpu > 0 {
			r.GPUBytes = &gpu
		}
		tell("", ReadingTaken{Reading: r})
	}
	tests := []Test{{Prompt: 512}}
	tell("", SessionStarted{Plan: Plan{Jobs: []Job{{ID: "a", Tests: tests}, {ID: "b", Tests: tests}}}})
	reading(9, 9) // no job is measured
	tell("a", JobStarted{})
	tell("a", PhaseEntered{Phase: PhaseLoading})
	reading(0, 500) // other programs, before the engine starts
	reading(100, 700)
	reading(80, 900)
	tell("b", JobStarted{})
	tell("b", PhaseEntered{Phase: PhaseLoading})
	reading(50, 0)
	if a, b := s.Job("a").Peak, s.Job("b").Peak; a != (MemoryPeak{100, 900}) || b != (MemoryPeak{50, 0}) {
		t.Errorf("%+v, %+v", a, b)
	}
}
