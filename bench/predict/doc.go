// Package predict says what a plan will take, what a live session still takes,
// and what speed to expect of a test.
//
//	pace         what things take, as one question
//	guess        by arithmetic on what the machine is
//	past, like   by what its sessions show; what is like what
//	left, walk   added up over a plan, or over what a live session still has
//	             to do: the one place, for screens, lines and JSON
//	cost         what it comes to
//	precision    the rounds that a search for precision will add
//	rounds       how many rounds a plan is worth
//	remembered   asks a pace once for each turn
//
// It must not know where its figures come from: it is arithmetic on what it
// is given.
package predict
