package cli

import (
	"context"
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/hwinfo"
)

// watchFor is how long the load is watched before it is judged.
const watchFor = 500 * time.Millisecond

// judgeNow watches the load for a moment and says what speaks against measuring
// now, the worst first.
func (e *env) judgeNow(ctx context.Context, m bench.Machine) []hwinfo.Finding {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // also ends the programs that the sampler started
	sampler := hwinfo.NewSampler(ctx, sensors)
	select {
	case <-time.After(watchFor):
	case <-ctx.Done():
		return nil
	}
	measured, _ := e.sessions().Measured()
	return hwinfo.Fitness(hwinfo.Question{Machine: m, Readings: []bench.Reading{sampler.Read()}, Measured: measured})
}

// sayUnfit prints the strongest reason against measuring now, before a session
// starts. Otherwise people would learn of it only at the end of a long
// benchmark. With --no-probe the machine is not observed.
func (e *env) sayUnfit(ctx context.Context, plan *bench.Plan) {
	if !plan.Probe {
		return
	}
	if text := unfitText(e.judgeNow(ctx, e.describe(ctx))); text != "" && ctx.Err() == nil {
		fmt.Fprintln(e.err, text)
	}
}

// unfitText gives one line with the worst finding and what to do about it. It
// is empty if no finding affects figures.
func unfitText(findings []hwinfo.Finding) string {
	more := -1
	for _, f := range findings {
		if f.Severity >= hwinfo.Doubt {
			more++
		}
	}
	if more < 0 {
		return ""
	}
	worst := findings[0]
	effect := "figures may be a few percent off"
	switch worst.Severity {
	case hwinfo.Unfit:
		effect = "figures will not show what this machine can do"
	case hwinfo.Waits: // the lines of the session say how long it waits
		return "note: " + bench.Clean(worst.Text)
	}
	text := fmt.Sprintf("note: %s: %s. To do: %s", bench.Clean(worst.Text), effect, bench.Clean(worst.Remedy))
	if more > 0 {
		text += fmt.Sprintf(" (%d more: see `dragstrip machine`)", more)
	}
	return text
}
