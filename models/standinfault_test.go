package models

import (
	"testing"

	"dragstrip/bench"
)

func TestWhatAnEarlierStandInHasWrong(t *testing.T) {
	for _, c := range []struct {
		recipe         int64
		routed, scaled bool
		want           bench.StandInFault
	}{
		{0, true, true, bench.FewExperts}, // under its former name, the program wrote no recipe
		{2, true, false, bench.FewExperts},
		{3, true, true, bench.OneScale},
		{3, true, false, ""},
		{2, false, true, bench.OneScale},
		{2, false, false, ""},
		{4, true, true, ""},
	} {
		if got := faultOf(c.recipe, c.routed, c.scaled); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
