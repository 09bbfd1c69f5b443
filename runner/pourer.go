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
	skimmer engine.Skimmer // nil where the parser needs every line
	rester  rester         // nil where the pipe cannot be left alone
	needed  time.Time      // when the last needed line came
	calm    bool           // none of the lines of the last read was needed
	// The lines of the last read came after since. lines counts those that are not
	// useless, passed those of them that were passed on.
	since         time.Time
	lines, passed int
}

// rester is a pipe that can be left alone for a while before its next Read.
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
// lines come in bursts and say nothing about time.
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

// line passes on one line that was read at that time.
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

// came is when the next line came. If several were read together, they are
// assumed to have come evenly spread since the read before.
func (p *pourer) came(read time.Time) time.Time {
	p.passed++
	if p.passed >= p.lines {
		return read
	}
	return p.since.Add(read.Sub(p.since) * time.Duration(p.passed) / time.Duration(p.lines))
}
