package driver

import (
	"bytes"

	"dragstrip/runner/engine"
)

// tickBegins are the first bytes of a tick, as Go and as Python write it.
var tickBegins = [][]byte{[]byte(`{"e":"tick"`), []byte(`{"e": "tick"`)}

// Skim looks at the first bytes of a line and tells how soon the line is
// needed, see engine.Skimmer. Ticks may wait, because the driver itself
// measures the times.
func (p *Parser) Skim(stream engine.Stream, line []byte) engine.Worth {
	for _, begins := range tickBegins {
		if stream == engine.Out && bytes.HasPrefix(line, begins) {
			return engine.MayWait
		}
	}
	return engine.Needed
}

var _ engine.Skimmer = (*Parser)(nil)
