package runner

import (
	"bytes"
	"io"
	"time"

	"dragstrip/runner/engine"
)

// pourer passes the lines of one pipe into the mailbox. While only ticks come,
// it reads in beats (see engine.Beat).
type pourer struct {
	stream  engine.Stream
	from    io.Reader
	into    *mailbox
	skimmer engine.Skimmer // nil if the parser needs every line
	rester  rester         // nil if the pipe has no such methods
	needed  time.Time      // when the last needed line came
	calm    bool           // the last read gave no needed line
	// The lines of the last read came after since. lines counts those that are
	// not useless; passed counts how many of these were passed on.
	since         time.Time
	lines, passed int
}

// rester is a pipe that can wait for a while before its next Read.
type rester interface {
	Rest(time.Duration)
	// AtOnce tells whether the last Read found bytes that were there already.
	AtOnce() bool
}

func newPourer(stream engine.Stream, from io.Reader, parser engine.Parser, into *mailbox) *pourer {
	p := &pourer{stream: stream, from: from, into: into, since: time.Now()}
	p.skimmer, _ = parser.(engine.Skimmer)
	p.rester, _ = from.(rester)
	return p
}

func (p *pourer) Read(buffer []byte) (int, error) {
	before := time.Now()
	if p.calm && p.rester != nil {
		p.rester.Rest(engine.Beat(before.Sub(p.needed)))
	}
	n, err := p.from.Read(buffer)
	p.calm = n > 0 && p.skimmer != nil
	p.lines, p.passed, p.since = 0, 0, before
	if p.rester != nil && p.rester.AtOnce() {
		p.lines = p.worthy(buffer[:n])
	}
	return n, err
}

// worthy counts the lines that end in a chunk and are not useless. Useless
// lines are not counted, because they come many at once and would spoil the
// times that came computes.
func (p *pourer) worthy(chunk []byte) (n int) {
	for line := range bytes.Lines(chunk) {
		if line[len(line)-1] == '\n' && p.worth(line) != engine.Useless {
			n++
		}
	}
	return n
}

func (p *pourer) worth(line []byte) engine.Worth {
	if p.skimmer == nil {
		return engine.Needed
	}
	return p.skimmer.Skim(p.stream, line)
}

// line passes one line on to the mailbox. read is when the line was read.
func (p *pourer) line(read time.Time, line []byte, cut int) {
	worth := p.worth(line)
	if worth == engine.Useless {
		return
	}
	at := p.came(read)
	if worth == engine.Needed {
		p.calm, p.needed = false, at
	}
	p.into.put(said{p.stream, at, append([]byte(nil), line...), cut}, worth)
}

// came returns when the next line came. If several lines were read together,
// their times are spread evenly over the time since the previous read.
func (p *pourer) came(read time.Time) time.Time {
	p.passed++
	if p.passed >= p.lines {
		return read
	}
	return p.since.Add(read.Sub(p.since) * time.Duration(p.passed) / time.Duration(p.lines))
}
