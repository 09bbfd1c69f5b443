package predict

import "time"

// Cost is how long a plan takes, or how long a live session still takes.
type Cost struct {
	// Rounds is the number of rounds, without those that a search for precision
	// will add.
	Rounds int
	// Jobs is how long each job measures, in queue order, with warm-ups, depths
	// and rests, but without starts.
	Jobs []time.Duration
	// Load is the time for starting engines, over all rounds. Sentinel is the time
	// of the drift check, with its start.
	Load, Sentinel time.Duration
	// Around is how long it takes to look at the machine, to probe its memory
	// before and after the session, and to compute digests.
	Around time.Duration
	// Precision is the time for the rounds that the search for precision will add.
	Precision time.Duration
	// Search is the time for the blocks of a search for the best job, at most. If
	// it is set, Jobs and Load are 0: nobody knows before which jobs are measured.
	Search time.Duration
	// Total is the sum. For a live session it includes the expected cool-downs.
	Total time.Duration
	// CoolDown is the longest time that cool-downs may add.
	CoolDown time.Duration
	// Rough says that some of the tests were never measured here.
	Rough bool
}
