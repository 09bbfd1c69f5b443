package llama

import (
	"bytes"
	"time"

	"dragstrip/runner/engine"
)

// Line handles one line of the engine.
func (p *Parser) Line(stream engine.Stream, at time.Time, line []byte, cut int) []engine.Emitted {
	if p.ended {
		return nil
	}
	p.out = nil
	line = bytes.TrimRight(line, "\r\n")
	if !p.o.Progress && p.at < 0 {
		p.enter(0) // this build does not report which test it begins
	}
	if stream == engine.Out {
		p.outLine(line, cut)
	} else {
		p.errLine(at, line, cut)
	}
	return p.out
}
