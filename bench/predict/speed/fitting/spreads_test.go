package fitting

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// A family is drawn towards its backend, and a family of one chip has the spread
// of its backend, unless this chip was missed far. Families that are not in the
// set get the spread of all.
func TestSpreads(t *testing.T) {
	var misses []Miss
	for _, chip := range []string{"a", "b", "c", "d"} {
		misses = append(misses, Miss{chip, "Metal", "near", 0.02}, Miss{chip, "Metal", "near", -0.01}, Miss{chip + "2", "Vulkan", "far", 0.5}, Miss{chip + "3", "Vulkan", "farther", -1})
	}
	misses = append(misses, Miss{"e", "Vulkan", "alone", 0.001})
	s := SpreadsOf(misses)
	near, far, farther, vulkan, metal := s.Of("Metal", "near"), s.Of("Vulkan", "far"), s.Of("Vulkan", "farther"), s.Of("Vulkan", ""), s.Of("Metal", "")
	if near >= metal || far >= vulkan || farther <= vulkan || metal >= vulkan {
		t.Errorf("near %g, Metal %g, far %g, farther %g, Vulkan %g", near, metal, far, farther, vulkan)
	}
	if alone := s.Of("Vulkan", "alone"); alone != vulkan {
		t.Errorf("one chip alone: %g, want %g as of its backend", alone, vulkan)
	}
	if all := s.Of("ROCm", "none"); all != s.Of("", "") {
		t.Errorf("without chips: %g", all)
	}
	wide := SpreadsOf(append(misses, Miss{"f", "Metal", "wide", 3}))
	if got, of := wide.Of("Metal", "wide"), wide.Of("Metal", ""); got <= of {
		t.Errorf("one chip that was missed far: %g, its backend %g", got, of)
	}
	if none := SpreadsOf(nil).Of("", ""); none != leastScale {
		t.Errorf("without misses: %g", none)
	}
}

// Whatever the misses of a family are like, four of five are within its interval.
func TestSpreadsCoverFourOfFive(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	draw := func(family int) float64 { return r.NormFloat64() * 0.02 * math.Pow(2, float64(family)) }
	var misses []Miss
	for family := range 5 {
		for chip := range 40 {
			misses = append(misses, Miss{fmt.Sprint(family, " ", chip), "Metal", fmt.Sprint(family), draw(family)})
		}
	}
	s := SpreadsOf(misses)
	for family := range 5 {
		within := 0
		for range 1000 {
			if math.Abs(draw(family)) <= float64(s.Of("Metal", fmt.Sprint(family))) {
				within++
			}
		}
		if within < 700 || within > 900 {
			t.Errorf("family %d: %d of 1000", family, within)
		}
	}
}
