package driver

import (
	"bytes"

	"dragstrip/runner/engine"
)

// tickBegins begin a driver's line that is nothing but a sign of life, as Go and
// as Python write it.
var tickBegins = [][]byte{[]byte(`{"e":"tick"`), []byte(`{"e": "tick"`)}

// Skim tells by its first bytes what a line is worth, see engine.Skimmer. What
// drivers time, they time themselves.
func (p *Parser) Skim(stream engine.Stream, line []byte) engine.Worth {
	for _, begins := range tickBegins {
		if stream == engine.Out && bytes.HasPrefix(line, begins) {
			return engine.MayWait
		}
	}
	return engine.Needed
}

var _ engine.Skimmer = (*Parser)(nil)
