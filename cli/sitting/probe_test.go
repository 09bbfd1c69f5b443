package sitting

import (
	"errors"
	"strings"
	"testing"
)

func TestProbesThatLieApartAreDoubted(t *testing.T) {
	for _, c := range []struct {
		before, after float64
		doubted       bool
	}{{100, 100, false}, {100, 96, false}, {100, 94, true}, {100, 106, true}} {
		w, doubted := drifted(c.before, c.after)
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
