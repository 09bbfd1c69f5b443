package engine

import "time"

// Worth is what a line is worth to a parser, told from its first bytes.
type Worth int

const (
	// Needed lines are parsed as soon as they are read.
	Needed Worth = iota
	// MayWait is a sign of life: it is passed on with the next line that is
	// needed, or when a few have come together.
	MayWait
	// Useless lines mean nothing. They are dropped where they are read: an
	// engine may say a thousand of them within one repetition.
	Useless
)

// Skimmer is a Parser that knows by its first bytes what a line is worth. Skim
// keeps no state: it is called by another goroutine than Line.
type Skimmer interface {
	Skim(stream Stream, line []byte) Worth
}

// Whoever reads an engine's words takes the processor from it for a moment, each
// time. So while nothing but signs of life comes, a pipe is read in beats, which
// grow with the time since the last line that was needed: that is when a
// repetition began. Lines that came in one beat are taken to have come evenly
// within it, as tokens do, so what is timed by them from outside is right to a
// token or two.
const (
	shortestBeat = 20 * time.Millisecond
	longestBeat  = 500 * time.Millisecond
	beatShare    = 4
)

// Beat is how long a pipe is left alone when the last line that was needed came
// so long ago.
func Beat(since time.Duration) time.Duration {
	return min(max(since/beatShare, shortestBeat), longestBeat)
}
