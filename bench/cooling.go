package bench

import (
	"fmt"
	"time"
)

// BaselineTaken says what state the machine was in before anything was
// measured. A cool-down waits until it is in that state again.
type BaselineTaken struct {
	Reading
}

// CoolEnd is why a cool-down ended.
type CoolEnd string

// The ends of a cool-down.
const (
	CoolReached CoolEnd = "reached" // like at the session's start
	CoolLimit   CoolEnd = "limit"   // the longest wait was over
	CoolSkipped CoolEnd = "skipped" // somebody asked to continue
	CoolStopped CoolEnd = "stopped" // the session was stopped or paused
	CoolBlind   CoolEnd = "blind"   // there were no readings to judge by
)

// CooledDown says how the wait before a start of an engine went.
type CooledDown struct {
	Waited time.Duration `json:"waited_ns"`
	End    CoolEnd       `json:"end"`
	// Text is what was seen last: "47 °C, at the start 45 °C".
	Text string `json:"text,omitempty"`
}

// MinCoolDown is the shortest limit that leaves time for the readings that a
// cool-down needs.
const MinCoolDown = (coolReadings + 2) * time.Second

// Tolerances of a cool-down. Sensors measure in steps of one degree and vary by
// one more. Even a quiet desktop uses a tenth of a core.
const (
	coolDegrees = 2.0
	coolCores   = 0.1
	// coolReadings is how many readings in a row must show a low load if there
	// is no thermometer, because load comes in bursts.
	coolReadings = 3
)

// Cool tells whether the machine is back at the baseline, judged by the
// readings since the wait began. The text says what they show. If the baseline
// has a temperature, only temperatures decide: that of the processor and that
// of the GPU, if known. Otherwise the load of other programs decides, over
// three readings.
func Cool(baseline Reading, since []Reading) (done bool, text string) {
	if len(since) == 0 {
		return false, "waiting for a reading"
	}
	last := since[len(since)-1]
	hot, read := false, false
	for _, t := range []struct {
		name         string
		before, here *float64
	}{{"", baseline.Celsius, last.Celsius}, {"GPU ", baseline.GPUCelsius, last.GPUCelsius}} {
		if t.before == nil || t.here == nil {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%s%.0f °C, at the start %.0f °C", t.name, *t.here, *t.before)
		hot = hot || *t.here > *t.before+coolDegrees
		read = true
	}
	if read {
		return !hot, text
	}
	if baseline.OtherCores == nil || last.OtherCores == nil {
		return false, "neither temperature nor load can be read"
	}
	// The highest load among the last readings decides.
	most, done := *last.OtherCores, len(since) >= coolReadings
	for _, r := range since[max(len(since)-coolReadings, 0):] {
		if r.OtherCores == nil {
			done = false
			continue
		}
		most = max(most, *r.OtherCores)
	}
	done = done && most <= *baseline.OtherCores+coolCores
	return done, fmt.Sprintf("other programs keep %.2f cores busy, at the start %.2f", most, *baseline.OtherCores)
}

// Warning is the doubt about what is measured after this wait; false if there
// is none.
func (c CooledDown) Warning() (Warning, bool) {
	switch c.End {
	case CoolLimit:
		return Warning{
			Code: "not_cooled_down", Text: "measured before the machine had cooled down, after a wait of " + FormatDuration(c.Waited) + ": " + c.Text,
			Remedy: "allow more time (--cool-down 10m), or improve the cooling",
		}, true
	case CoolBlind:
		return Warning{
			Code: "not_cooled_down", Text: "--cool-down could not wait: the machine's temperature and load cannot be read here",
			Remedy: "if --no-probe is set, remove it; otherwise use --delay, which waits for a fixed time",
		}, true
	}
	return Warning{}, false
}
