package tuning

import (
	"math"
	"testing"

	"dragstrip/bench"
)

// A machine on which repetitions are far apart is not supposed to be quiet.
func TestFirstRepetitionsTellTheNoise(t *testing.T) {
	quiet, busy := firstNoise([]float64{100, 100.5, 99.5}), firstNoise([]float64{100, 50, 180})
	if quiet > guessed || quiet < guessed/2 {
		t.Errorf("a quiet machine has a noise of %g", quiet)
	}
	if busy < 0.4 {
		t.Errorf("a busy machine has a noise of %g", busy)
	}
	if none := firstNoise([]float64{100}); math.Abs(none-guessed) > 1e-12 {
		t.Errorf("one repetition tells %g", none)
	}
}

// A race on a busy machine used to end after one look at each configuration: it
// supposed a noise of 3 %, so a difference of 30 % seemed sure.
func TestBusyMachineIsLookedAtMoreThanOnce(t *testing.T) {
	prefill := bench.Test{Prompt: 512}
	space := &Space{Axes: []Axis{{Name: "flash_attn", Values: []string{"on", "off"}}}, Configurations: []Configuration{{0}, {1}}}
	looks := func(first []float64) int {
		s := searchOf(t, space, Options{})
		for block, more := s.Next(); more && block.Stage == StageSearch; block, more = s.Next() {
			for _, member := range block.Members {
				m := Measured{Block: block.Number, Configuration: member.Configuration, Elapsed: 1e9, Speeds: map[bench.Test]float64{}, Repeated: map[bench.Test][]float64{}}
				for _, test := range member.Tests {
					m.Speeds[test] = []float64{100, 130}[member.Configuration]
				}
				if block.Number == 0 {
					if block.Repetitions != len(first) {
						t.Fatalf("the first block has %d repetitions", block.Repetitions)
					}
					m.Repeated[prefill] = first
				}
				s.Take(m)
			}
		}
		return len(s.races[0].looks)
	}
	if quiet, busy := looks([]float64{100, 100.5, 99.5}), looks([]float64{100, 50, 180}); busy <= quiet {
		t.Errorf("%d looks on a quiet machine, %d on a busy one", quiet, busy)
	}
}
