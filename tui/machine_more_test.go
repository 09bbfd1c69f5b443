package tui

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestALargeMachineScreenSaysWhatTheBandwidthAllows(t *testing.T) {
	m, _ := started(t, nil)
	m.machine.Caches = []bench.Cache{{Level: 3, Bytes: 64 << 20}}
	m.machine.Features = []string{"AVX2", "F16C"}
	m.machine.PowerMode = map[string]string{"governor": "powersave"}
	press(t, m, "1")
	view := seen(m, 160, 45)
	for _, want := range []string{"L3 64.0 MiB", "also     F16C", "governor powersave", "Generation at most, with ", "64 GiB a token"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q:\n%s", want, view)
		}
	}
	if strings.Contains(view, "256 GiB a token") {
		t.Errorf("a model larger than the memory:\n%s", view)
	}
}

// The line used to be cut at every width, although lines below it were free.
func TestLongFactsOfTheMachineAreBroken(t *testing.T) {
	m, _ := started(t, nil)
	m.machine.OS, m.machine.Kernel = strings.Repeat("Long Linux ", 8), "the-last-word"
	press(t, m, "1")
	for _, width := range []int{60, 100, 160} {
		if view := seen(m, width, 45); !strings.Contains(view, "the-last-word") {
			t.Errorf("cut at %d cells:\n%s", width, view)
		}
	}
}
