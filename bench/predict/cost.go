package predict

import "time"

// Cost is what a plan takes, or what a live session still takes.
type Cost struct {
	// Rounds it has, those that a search for precision will add left out.
	Rounds int
	// Jobs is how long each measures, in queue order: warm-ups, depths and
	// rests included, starts left out.
	Jobs []time.Duration
	// Load is what starts of engines take over all rounds, Sentinel the first
	// test's repetition at the end with its start.
	Load, Sentinel time.Duration
	// Around is what looking at the machine, probing its memory before and
	// after, and digests take.
	Around time.Duration
	// Precision is what the rounds take that the search for it will add.
	Precision time.Duration
	// Total is the sum, and what cool-downs of a live session wait.
	Total time.Duration
	// CoolDown is the most that waiting for the machine to cool may add.
	CoolDown time.Duration
	// Rough: some of the tests were never measured here.
	Rough bool
}
