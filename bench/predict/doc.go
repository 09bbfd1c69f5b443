// Package predict says what a plan will take, what a live session still takes,
// and what speed to expect of a test.
//
// It must not know where its figures come from: it is arithmetic on what it
// is given.
//
// # Where things are
//
//	pace.go          how fast things go, as one question
//	guess.go         speed by arithmetic, where nothing was measured: assumed bandwidth and load times
//	past.go          speed by what earlier sessions showed
//	like.go          which measurements are alike
//	lesson.go        what one test of a session teaches
//	course.go        one session that is learned from
//	remembered.go    keeps answers so that they are asked for once
//	walk.go          goes through a plan as the scheduler does, and adds up the time
//	left.go          how long a plan, or the rest of a session, takes
//	ahead.go         the remaining time of a live session, again and again
//	cost.go          what a plan takes: the sums
//	rounds.go        how many rounds a plan is worth (auto)
//	rounds_alike.go  adds up rounds that take the same
//	precision.go     how many rounds a search for precision will add
//	scatter.go       how far earlier sessions of the machine lie apart
package predict
