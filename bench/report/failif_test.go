package report

import "testing"

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
		// Slower for sure, and by less than the limit; not surely slower.
		{"slower:3%", 0.98, 1, 0},
		{"slower:0%", 0.98, 0.999, 1},
	} {
		limits, err := ParseLimits(c.limit)
		if err != nil {
			t.Errorf("%s: %v", c.limit, err)
			continue
		}
		a := OldAgainstNew(measured("old", around100(1), around100(1)), measured("new", around100(c.pp), around100(c.tg)), false)
		if got, unjudged, _ := a.Breaches(limits); len(got) != c.breaches || len(unjudged) > 0 {
			t.Errorf("%s, pp %g, tg %g: %v, unjudged %v", c.limit, c.pp, c.tg, got, unjudged)
		}
	}
	for _, bad := range []string{"", "slower", "slower:", "slower:3", "slower:-3%", "slower:100%", "faster:3%", "slower:x:3%", "slower:tg:3%:4", "slower:NaN%", "slower:3%,"} {
		if got, err := ParseLimits(bad); err == nil {
			t.Errorf("%q became %v", bad, got)
		}
	}
}

// A gate that cannot judge says so.
func TestRowsThatCannotBeJudgedAreNamed(t *testing.T) {
	limits, _ := ParseLimits("slower:3%")
	_, unjudged, judged := OldAgainstNew(measured("old", around100(1), around100(1)), measured("new", around100(1), nil), false).Breaches(limits)
	if judged != 1 || len(unjudged) != 1 || unjudged[0] != "M Q4_0 tg128" {
		t.Errorf("judged %d, not judged %q", judged, unjudged)
	}
	_, unjudged, judged = OldAgainstNew(measured("old", around100(1)[:2], nil), measured("new", around100(1)[:2], nil), false).Breaches(limits)
	if judged != 0 || len(unjudged) != 2 {
		t.Errorf("judged %d, not judged %q", judged, unjudged)
	}
}
