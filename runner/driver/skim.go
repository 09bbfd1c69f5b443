package driver

import (
	"bytes"

	"dragstrip/runner/engine"
)

// tickBegins are the first bytes of a tick, as Go and as Python write it.
var tickBegins = [][]byte{[]byte(`{"e":"tick"`), []byte(`{"e": "tick"`)}

// Skim tells by its first bytes how soon a line is needed, see engine.Skimmer.
// Ticks may wait, because a driver takes the times itself.
func (p *Parser) Skim(stream engine.Stream, line []byte) engine.Worth {
	for _, begins := range tickBegins {
		if stream == engine.Out && bytes.HasPrefix(line, begins) {
			return engine.MayWait
		}
	}
	return engine.Needed
}

var _ engine.Skimmer = (*Parser)(nil)
