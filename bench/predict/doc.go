// Package predict says what a plan will take, what a live session still takes,
// and what speed to expect of a test.
//
//	pace         what things take, as one question
//	guess        by arithmetic on what the machine is
//	past, like   by what its sessions show; what is like what
//	lesson       what the turns of one test in a session teach
//	course       a session that is learned from
//	left, walk   added up over a plan, or over what a live session still has
//	             to do: the one place, for screens, lines and JSON
//	rounds_alike of rounds that take the same one is gone through
//	ahead        asked again and again of one live session
//	cost         what it comes to
//	precision    the rounds that a search for precision will add
//	rounds       how many rounds a plan is worth
//	remembered   asks a pace once for each turn
//	scatter      how far the machine's sessions lie apart
//
// It must not know where its figures come from: it is arithmetic on what it
// is given.
package predict
