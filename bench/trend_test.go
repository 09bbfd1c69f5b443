package bench

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Pairs are counted while sorting; here they are counted one by one.
func TestPairsThatRiseAreCounted(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for size := range 60 {
		values, want := make([]float64, size), 0
		for i := range values {
			values[i] = float64(chance.IntN(10)) // many are equal
			for _, before := range values[:i] {
				switch {
				case values[i] > before:
					want++
				case values[i] < before:
					want--
				}
			}
		}
		if got := rising(values); got != want {
			t.Errorf("%v: %d, want %d", values, got, want)
		}
	}
}

// As many repetitions as are allowed used to take seconds and half a gigabyte.
func TestATrendOfVeryManyValuesIsFound(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	for _, want := range []float64{-0.1, 0, 0.05} {
		values := make([]float64, MaxRepetitions)
		for i := range values {
			values[i] = 100 * (1 + want*(float64(i)/MaxRepetitions-0.5) + 0.02*chance.NormFloat64())
		}
		change, p := trend(values)
		if math.Abs(change-want) > 0.005 || (p < trendAlpha) != (want != 0) {
			t.Errorf("%+.3f: found %+.4f, p %g", want, change, p)
		}
	}
	if got := len(slopes(make([]float64, MaxRepetitions))); got > MaxRepetitions {
		t.Errorf("%d slopes", got)
	}
}
