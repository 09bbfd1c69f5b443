package planning

import "dragstrip/bench"

// Shared is what the jobs of a session share. A job that is added to the
// session measures the same, except where somebody wishes something else.
type Shared struct {
	Tests                     []bench.Test
	Repetitions, DelaySeconds int
	NoWarmup                  bool
	Params                    bench.Params
}

// SharedBy gives what the jobs of a session share. An engine may be unable to
// measure some tests, so the tests are those of the job that has most tests.
func SharedBy(s *bench.Session) Shared {
	if len(s.Jobs) == 0 {
		return Shared{Repetitions: bench.DefaultRepetitions}
	}
	first := s.Jobs[0].Job
	shared := Shared{Repetitions: first.Repetitions, DelaySeconds: first.DelaySeconds, NoWarmup: first.NoWarmup, Params: bench.Params{}}
	for _, j := range s.Jobs {
		if len(j.Job.Tests) > len(shared.Tests) {
			shared.Tests = j.Job.Tests
		}
		for key, value := range j.Params {
			if allHave(s.Jobs, key, value) {
				shared.Params[key] = value
			}
		}
	}
	return shared
}

// allHave tells whether all jobs have a value of a parameter, as far as their
// engines support it.
func allHave(jobs []*bench.JobState, key, value string) bool {
	for _, j := range jobs {
		kept, _ := bench.Params{key: value}.For(j.Build.Traits)
		if len(kept) > 0 && j.Params[key] != value {
			return false
		}
	}
	return true
}
