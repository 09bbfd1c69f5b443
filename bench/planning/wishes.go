package planning

import "dragstrip/bench"

// Wishes are what somebody wants measured. Lists are kept as they were written.
// This package reads them, and refuses wrong ones.
type Wishes struct {
	Prompts, Generations, Pairs, Depths []string
	// Otherwise are the tests to measure if no lengths are given. An empty list
	// means the usual tests.
	Otherwise []bench.Test
	// Params are the values of each parameter by its key: several make a sweep.
	Params map[string][]string
	// Mmap and DirectIO are "", "0" or "1": older spellings of load modes.
	Mmap, DirectIO string

	Repetitions  int
	DelaySeconds int
	NoWarmup     bool
	Rounds       Rounds

	Ticks, Hash, Probe bool
	Note               string
}
