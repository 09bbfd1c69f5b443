package serving

import (
	"encoding/json"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// live turns what has arrived of an answer into ticks of a driver. It reads only
// the newest event, a few times a second.
type live struct {
	say  func(engine.Line) error
	test bench.Test
	at   int
	told bool // that the prompt is done
}

// heard says how far the answer is. A lost tick is no error: the next line that
// cannot be written ends the driver.
func (l *live) heard(h Heard) {
	text, found := strings.CutPrefix(string(h.Newest), "data:")
	if !found {
		return
	}
	var p piece
	if json.Unmarshal([]byte(text), &p) != nil {
		return
	}
	tick := engine.Line{E: "tick", NS: int64(h.Since), Of: l.test.Tokens()}
	switch {
	case p.Progress != nil && l.test.Prompt > 0:
		tick.Done = min(p.Progress.Processed, l.test.Prompt)
	case p.Progress != nil:
		return // the prompt of a test that times only the generation
	default:
		tick.Done = l.test.Prompt + l.generated(&p, h)
		if !l.told && l.test.Prompt > 0 && l.test.Generation > 0 {
			l.told = true
			_ = l.say(engine.Line{E: "first", I: &l.at, NS: int64(h.Since)})
		}
	}
	tick.Done = min(tick.Done, tick.Of)
	_ = l.say(tick)
}

// generated is how many tokens of the answer have come, as the newest event
// tells, or else as many as events.
func (l *live) generated(p *piece, h Heard) int {
	if p.Timings != nil && p.Timings.Predicted > 0 {
		return p.Timings.Predicted
	}
	return h.Pieces
}
