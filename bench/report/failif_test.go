package report

import (
	"strings"
	"testing"
)

func TestLimitsOfFailIf(t *testing.T) {
	for _, c := range []struct {
		limit    string
		pp, tg   float64
		breaches int
	}{
		{"slower:3%", 1, 1, 0},
		{"slower:3%", 0.9, 0.9, 2},
		{"slower:3%", 1.1, 0.9, 1},
		{"slower:15%", 0.9, 0.9, 0},
		{"slower:tg:3%", 0.9, 1, 0},
		{"slower:tg:3%", 1, 0.9, 1},
		{"slower:pp:3%, slower:tg:15%", 0.9, 0.9, 1},
		{"slower:tg128:3%", 0.9, 0.9, 1},
		{"slower:pp+tg:3%", 0.9, 0.9, 0},
		// First it is certainly slower, but by less than the limit. Then it is
		// not certainly slower.
		{"slower:3%", 0.98, 1, 0},
		{"slower:0%", 0.98, 0.999, 1},
		// Slower by more than the limit, but not certainly.
		{"slower:3%", 0.965, 1, 0},
		{"slower:3%", 0.955, 1, 1},
	} {
		limits, err := ParseLimits(c.limit)
		if err != nil {
			t.Errorf("%s: %v", c.limit, err)
			continue
		}
		a := OldAgainstNew(measured("old", around100(1), around100(1)), measured("new", around100(c.pp), around100(c.tg)), false)
		if g := a.Gate(limits, false); len(g.Breaches) != c.breaches || len(g.Unjudged) > 0 {
			t.Errorf("%s, pp %g, tg %g: %+v", c.limit, c.pp, c.tg, g)
		}
	}
	for _, bad := range []string{"", "slower", "slower:", "slower:3", "slower:-3%", "slower:100%", "faster:3%", "slower:x:3%", "slower:tg:3%:4", "slower:NaN%", "slower:3%,"} {
		if got, err := ParseLimits(bad); err == nil {
			t.Errorf("%q became %v", bad, got)
		}
	}
}

// The form of such a limit used to be called wrong.
func TestALimitOfAHundredPercentSaysWhyItIsNone(t *testing.T) {
	if _, err := ParseLimits("slower:400%"); err == nil || !strings.Contains(err.Error(), "the limit is from 0% to less than 100%") {
		t.Error(err)
	}
}
