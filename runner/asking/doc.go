// Package asking asks programs what they are. It starts a program with
// arguments such as --version and returns what it printed, within limits of
// time and size.
//
// It uses the guard (package guard), as a measurement does. A build may hang in
// the driver of a GPU. The guard then ends the build, with everything that the
// build started, when the time is over or when dragstrip itself ends in any
// way. Each question also starts dragstrip's binary as the guard, which takes
// about ten milliseconds.
//
// Programs that install something run in the same way, and what they print is
// passed on as it comes.
//
// It must not know what is asked, what an answer means, or which engines there
// are.
//
// # Where things are
//
//	ask.go  starts a program such as --version and returns what it printed, or passes it on as it comes
package asking
