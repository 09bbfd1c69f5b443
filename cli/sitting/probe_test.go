package sitting

import (
	"errors"
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestProbesThatLieApartAreDoubted(t *testing.T) {
	for _, c := range []struct {
		before, after, spread float64
		doubted               bool
	}{{100, 100, 0, false}, {100, 96, 0, false}, {100, 94, 0.01, true}, {100, 106, 0, true}, {100, 91, 0.11, false}, {100, 88, 0.11, true}} {
		w, doubted := drifted(bench.Bandwidth{PeakGBps: c.before}, bench.Bandwidth{PeakGBps: c.after, SpreadFraction: c.spread})
		if doubted != c.doubted || w.Code != "bandwidth_drift" || !strings.Contains(w.Text, "GB/s") || w.Remedy == "" {
			t.Errorf("%v: %v %+v", c, doubted, w)
		}
	}
}

func TestAMemoryThatCannotBeProbedIsTold(t *testing.T) {
	w := notProbed(errors.New("no memory\x1b[2J is free"))
	if w.Code != "bandwidth_not_measured" || !strings.Contains(w.Text, "is free") || strings.Contains(w.Text, "\x1b") || w.Remedy == "" {
		t.Errorf("%+v", w)
	}
}
