package cli

import (
	"testing"

	"dragstrip/bench"
	"dragstrip/cli/sessions"
	"dragstrip/hwinfo"
)

func TestWhatSpeaksMostAgainstMeasuringIsOneLine(t *testing.T) {
	note := hwinfo.Finding{Severity: hwinfo.Note, Text: "a virtual machine"}
	doubt := hwinfo.Finding{Severity: hwinfo.Doubt, Text: "on battery", Remedy: "plug it in"}
	unfit := hwinfo.Finding{Severity: hwinfo.Unfit, Text: "2 of 2 cores are busy", Remedy: "close other programs"}
	waits := hwinfo.Finding{Severity: hwinfo.Waits, Text: "dragstrip is measuring session X: a new session waits until it has ended", Remedy: "nothing to do"}
	for want, findings := range map[string][]hwinfo.Finding{
		"": {note},
		"note: on battery: figures may be a few percent off. To do: plug it in":                                                                      {doubt, note},
		"note: 2 of 2 cores are busy: figures will not show what this machine can do. To do: close other programs (1 more: see `dragstrip machine`)": {unfit, doubt, note},
		"note: dragstrip is measuring session X: a new session waits until it has ended":                                                             {waits, doubt},
	} {
		if got := unfitText(findings); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// If a session ended while the load was read, its load used to count as that of
// other programs.
func TestTheLoadOfASessionIsNotThatOfOtherPrograms(t *testing.T) {
	for _, c := range []struct {
		what     string
		measured []string // before and after each reading; "" means that nothing is measured
		want     string
		readings int
	}{
		{"nothing is measured", []string{"", ""}, "", 1},
		{"a session all the time", []string{"X", "X"}, "X", 1},
		{"a session begins", []string{"", "X"}, "X", 1},
		{"a session ends", []string{"X", "", "", ""}, "", 2},
		{"a session ends, and the next one begins", []string{"X", "", "", "Y"}, "Y", 2},
		{"two sessions end", []string{"X", "", "Y", "", "", ""}, "", 3},
	} {
		readings := 0.0
		load, measured, ok := loadApart(func() (sessions.Measurement, bool) {
			now := c.measured[0]
			c.measured = c.measured[1:]
			return sessions.Measurement{What: now}, now != ""
		}, func() (bench.Reading, bool) {
			readings++
			return bench.Reading{OtherCores: new(readings)}, true
		})
		if !ok || measured.What != c.want || *load.OtherCores != float64(c.readings) || len(c.measured) != 0 {
			t.Errorf("%s: %q is measured, reading %g of %g, %d looks left", c.what, measured.What, *load.OtherCores, readings, len(c.measured))
		}
	}
	if _, _, ok := loadApart(func() (sessions.Measurement, bool) { return sessions.Measurement{}, false }, func() (bench.Reading, bool) { return bench.Reading{}, false }); ok {
		t.Error("there is a load although the program ends")
	}
}
