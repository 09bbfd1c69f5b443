// Package asking asks programs what they are: it starts one with a question for
// its arguments and gives back what it said, within limits of time and size.
//
// It does so under the guard (package guard), as a measurement does: a build
// that hangs in its GPU's driver, and whatever it started, ends when the
// question is given up, and when dragstrip itself is ended in the meantime,
// however that happens. It costs a start of dragstrip's own binary for each
// question, some ten milliseconds beside the program's own start.
//
// It must not know what is asked, what an answer means, or which engines there
// are.
package asking
