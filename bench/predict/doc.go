// Package predict says how long a plan will take, how long a live session still
// takes, and what speed to expect of a test.
//
// It must not know where its figures come from: it only computes with the
// figures that it gets.
//
// # Where things are
//
//	pace.go          what must be known about times on a machine: the interface
//	guess.go         times by arithmetic if nothing was measured: assumed bandwidth and load times
//	past.go          times from earlier sessions
//	devicesort.go    on what sort of device a job will compute: CPU, GPU, a program that pretends to be one
//	like.go          which measurements are alike
//	lesson.go        what one test of a session teaches
//	course.go        one session that is learned from
//	remembered.go    keeps answers, so that each is computed only once
//	walk.go          goes through a plan as the scheduler does, and adds up the time
//	left.go          how long a plan, or the rest of a session, takes
//	search.go        how long a search for the best job still takes
//	ahead.go         the remaining time of a live session, which is asked for again and again
//	cost.go          the parts and sums of an estimate: starts, jobs, drift check, precision, cool-down
//	rounds.go        chooses the number of rounds of a plan (auto)
//	rounds_alike.go  adds up rounds that take the same time
//	precision.go     how many rounds a search for precision will add
//	scatter.go       how much earlier sessions of the machine differ
package predict
