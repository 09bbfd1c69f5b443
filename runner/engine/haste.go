package engine

import "time"

// Worth says how soon a parser needs a line, judged by its first bytes.
type Worth int

const (
	// Needed lines are parsed as soon as they are read.
	Needed Worth = iota
	// MayWait lines are ticks. They are passed on with the next needed line, or
	// a few times a second.
	MayWait
	// Useless lines are dropped as they are read. An engine may print a thousand
	// of them within one repetition.
	Useless
)

// Skimmer is a Parser that can judge a line by its first bytes. Skim must keep
// no state, because one goroutine calls Skim and another calls Line.
type Skimmer interface {
	Skim(stream Stream, line []byte) Worth
}

// Each read of an engine's output takes the processor from the engine for a
// moment. So while only ticks come, a pipe is read at intervals, called beats.
// A beat grows with the time since the last needed line, which is usually when
// the repetition began. Lines that arrive within one beat are assumed to have
// come evenly spread over it, as tokens do. So the error of a time that
// dragstrip takes from these lines is the time of a token or two.
const (
	shortestBeat = 20 * time.Millisecond
	longestBeat  = 500 * time.Millisecond
	beatDivisor  = 4
)

// Beat returns how long a pipe is not read. since is the time since the last
// needed line.
func Beat(since time.Duration) time.Duration {
	return min(max(since/beatDivisor, shortestBeat), longestBeat)
}
