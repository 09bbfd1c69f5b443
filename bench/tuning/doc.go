// Package tuning searches for the best configuration of a model: which engine
// build, how many threads, which batch size and so on. It decides what to
// measure next from what was measured so far, and says what was found.
//
// The search is a race. Configurations are measured in blocks of the same
// minutes, so that what the machine does meanwhile affects all of them. Those
// that a paired test shows to be slower are dropped. Untried configurations are
// chosen by what similar ones showed; on a scale such as threads, values beyond
// the peak are not tried. The default is measured first. It is never dropped:
// at the end, fresh pairs compare it with the winner, and only they decide
// whether the winner is called faster.
//
// It must not measure, look at a clock or draw by chance. The bench process, a
// journal that is read again and a simulation all use the same code, and the
// same measurements lead to the same decisions.
//
// # Where things are
//
//	space.go     the space: axes with values, configurations, what cannot differ or cannot be tried
//	goal.go      what the best is searched for: prefill, generation, both, at a depth
//	search.go    the search: what to measure next, and what was measured
//	measured.go  blocks, what one measurement gave, failures and what they tell about others
//	costs.go     how long measurements take; the time limit
//	ahead.go     how long a search still takes, how its races stand, what was dropped
//	race.go      the race for one goal: who leads, who is dropped, what is worth trying
//	noise.go     how noisy a look is, as far as the repetitions of the first block tell
//	levels.go    speeds without the drift of the machine, and how noisy looks are
//	pairs.go     the paired test, and how its error is spread over many looks and rivals
//	expect.go    what is expected of a configuration, from similar ones
//	matrix.go    solves the equations for that
//	final.go     the fresh comparison of the default with the winners
//	session.go   the search of a session, read from its journal
//	widen.go     configurations around those that lead a search
//	result.go    what was found: winners, intervals, a row for each configuration
//	pivot.go     the configurations on the two axes that matter most
package tuning
