package cli

import (
	"context"
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/cli/sessions"
	"dragstrip/hwinfo"
)

// watchFor is how long the load is watched before it is judged.
const watchFor = 500 * time.Millisecond

// judgeNow watches the load for a moment and says what speaks against measuring
// now, the worst first.
func (e *env) judgeNow(ctx context.Context, m bench.Machine) []hwinfo.Finding {
	load, measured, ok := loadApart(e.sessions().Measured, func() (bench.Reading, bool) { return watchOnce(ctx) })
	if !ok {
		return nil
	}
	return hwinfo.Fitness(hwinfo.Question{Machine: m, Readings: []bench.Reading{load}, Measured: measured.What, Watchable: measured.Watchable})
}

// watchOnce reads what the machine did in the last moment. It gives false if ctx
// ended.
func watchOnce(ctx context.Context) (bench.Reading, bool) {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // also ends the programs that the sampler started
	sampler := hwinfo.NewSampler(ctx, sensors)
	select {
	case <-time.After(watchFor):
		return sampler.Read(), true
	case <-ctx.Done():
		return bench.Reading{}, false
	}
}

// loadApart reads the load, and gives what dragstrip measures at that time. If a
// measurement ended while the load was read, a part of the load came from that
// measurement. Then loadApart reads the load again. Otherwise this part would
// look like the load of other programs.
func loadApart(measured func() (sessions.Measurement, bool), read func() (bench.Reading, bool)) (bench.Reading, sessions.Measurement, bool) {
	for {
		_, before := measured()
		load, ok := read()
		what, after := measured()
		if !ok || after || !before {
			return load, what, ok
		}
	}
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
	if worst.Severity == hwinfo.Waits { // the lines of the session say how long it waits
		return "note: " + bench.Clean(worst.Text)
	}
	text := fmt.Sprintf("note: %s: %s. To do: %s", bench.Clean(worst.Text), worst.Severity.Effect(), bench.Clean(worst.Remedy))
	if more > 0 {
		text += fmt.Sprintf(" (%d more: see `dragstrip machine`)", more)
	}
	return text
}
