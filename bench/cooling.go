package bench

import (
	"fmt"
	"time"
)

// BaselineTaken says what the machine was before anything was measured; a
// cool-down waits for it to be like that again.
type BaselineTaken struct {
	Reading
}

// CoolEnd is why a cool-down ended.
type CoolEnd string

// The ends of a cool-down.
const (
	CoolReached CoolEnd = "reached" // like at the session's start
	CoolLimit   CoolEnd = "limit"   // the longest wait was over
	CoolSkipped CoolEnd = "skipped" // somebody asked to go on
	CoolStopped CoolEnd = "stopped" // the session was stopped or paused
	CoolBlind   CoolEnd = "blind"   // there were no readings to go by
)

// CooledDown says how the wait before a start of an engine went.
type CooledDown struct {
	Waited time.Duration `json:"waited_ns"`
	End    CoolEnd       `json:"end"`
	// Text is what was seen last: "47 °C, at the start 45 °C".
	Text string `json:"text,omitempty"`
}

// MinCoolDown is the shortest limit that leaves time for the readings a wait
// goes by.
const MinCoolDown = (coolReadings + 2) * time.Second

// Tolerances of a cool-down. Sensors step by one degree and swing by another;
// a tenth of a core is what a quiet desktop does by itself.
const (
	coolDegrees = 2.0
	coolCores   = 0.1
	// coolReadings that must agree where there is no thermometer: load comes
	// in bursts.
	coolReadings = 3
)

// Cool tells whether the readings since a wait began say that the machine is
// back at the baseline, and what they say. Where a temperature was read at the
// baseline it alone decides: the processor's and the GPU's, each where known.
// Else the cores that others keep busy do, over three readings.
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
	// The busiest of the readings that must agree is what it hangs on.
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

// Warning is the doubt that a wait leaves on what was measured after it;
// false where it leaves none.
func (c CooledDown) Warning() (Warning, bool) {
	switch c.End {
	case CoolLimit:
		return Warning{
			Code: "not_cooled_down", Text: "it began before the machine was as at the start: " + c.Text + " after " + FormatDuration(c.Waited),
			Remedy: "allow more time (--cool-down 10m), or improve the cooling",
		}, true
	case CoolBlind:
		return Warning{
			Code: "not_cooled_down", Text: "--cool-down could not wait: the machine's temperature and load cannot be read here",
			Remedy: "remove --no-probe, or use --delay, which rests for a fixed time",
		}, true
	}
	return Warning{}, false
}
