package tuning

import (
	"math"
	"testing"
)

func TestSimilarConfigurationsAreExpectedToBeSimilar(t *testing.T) {
	s := small(t)
	slow, fast := indexOf(t, s, 0, 0, 1), indexOf(t, s, 0, 3, 1)
	levels := map[int]float64{slow: 0, fast: 0.5}
	g := surrogateOf(s, []int{slow, fast}, func(i int) float64 { return levels[i] }, func(int) float64 { return 0.01 })
	near, far := g.expect(indexOf(t, s, 0, 2, 1)), g.expect(indexOf(t, s, 0, 1, 1))
	if near.mean <= far.mean {
		t.Errorf("next to the fast one %.3f is expected, next to the slow one %.3f", near.mean, far.mean)
	}
	if known := g.expect(fast); math.Abs(known.mean-0.5) > 0.05 || known.deviation >= near.deviation {
		t.Errorf("of a measured one %+v is expected, of an unknown one %+v", known, near)
	}
	if next := g.supposing(indexOf(t, s, 0, 2, 1)); next.expect(indexOf(t, s, 0, 2, 1)).deviation >= near.deviation {
		t.Error("what is supposed to be measured is as uncertain as before")
	}
}

func TestUnsolvableEquationsExpectTheAverage(t *testing.T) {
	s := small(t)
	g := surrogateOf(s, []int{0, 1}, func(int) float64 { return 1 }, func(int) float64 { return math.NaN() })
	if e := g.expect(2); e.mean != 1 || g.supposing(2).expect(3).mean != 1 {
		t.Errorf("expected %+v", e)
	}
}
