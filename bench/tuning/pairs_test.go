package tuning

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestErrorOfAllLooksTogetherStaysBelowTheWhole(t *testing.T) {
	sum := 0.0
	for range 10 {
		for n := 1; n < 10_000; n++ {
			sum += spent(0.05, 10, n)
		}
	}
	if sum > 0.05 || sum < 0.0499 {
		t.Errorf("10 rivals spend %v of 0.05", sum)
	}
}

// TestEqualRivalsAreNotDropped: a race of equal configurations with many looks
// drops one of them in at most 5 % of the races.
func TestEqualRivalsAreNotDropped(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	wrong, races, rivals := 0, 300, 8
	for range races {
		var looks []look
		dropped := false
		for block := range 15 {
			drift := 0.1 * chance.NormFloat64()
			for i := range rivals + 1 {
				looks = append(looks, look{i, block, drift + 0.03*chance.NormFloat64()})
			}
			l := levelsOf(looks)
			for i := 1; i <= rivals; i++ {
				p := pair(looks, i, 0, l)
				dropped = dropped || p.chance() < spent(dropError, rivals, p.n)
			}
		}
		wrong += count(dropped)
	}
	if wrong > 24 { // 5 % is 15
		t.Errorf("%d of %d races dropped an equal rival", wrong, races)
	}
}

// A rival that is clearly slower is dropped. A faster one never is.
func TestSlowerRivalsAreDropped(t *testing.T) {
	var looks []look
	for block := range 4 {
		noise := 0.01 * float64(block%2)
		looks = append(looks, look{0, block, noise}, look{1, block, -0.2 - noise}, look{2, block, 0.2 - noise})
	}
	l := levelsOf(looks)
	if p := pair(looks, 1, 0, l); p.chance() >= spent(dropError, 2, p.n) {
		t.Errorf("a slower rival is not dropped: %+v, chance %g", p, p.chance())
	}
	if p := pair(looks, 2, 0, l); p.chance() < 0.99 {
		t.Errorf("a faster rival may be dropped: %+v, chance %g", p, p.chance())
	}
}

func TestDriftFallsOutOfLevels(t *testing.T) {
	// Configuration 2 was measured only while the machine was slow.
	l := levelsOf([]look{{0, 0, 1}, {1, 0, 1.2}, {0, 1, 0.5}, {2, 1, 0.8}})
	if d := l.of[2] - l.of[1]; math.Abs(d-0.1) > 1e-6 {
		t.Errorf("the difference is %v, not 0.1", d)
	}
}

func TestOneSlowLookCountsLess(t *testing.T) {
	var looks []look
	for block := range 6 {
		noise := 0.01 * float64(block%2)
		looks = append(looks, look{0, block, noise}, look{1, block, 0.1 - noise})
	}
	looks[1].speed = -1 // another program took the processor
	l := levelsOf(looks)
	if d := l.of[1] - l.of[0]; d < 0.05 {
		t.Errorf("one disturbed look of six makes a gain of 10 %% look like %.1f %%", 100*d)
	}
}
