package tuning

import (
	"testing"
	"time"

	"dragstrip/bench"
)

// The winner of a depth is compared with the default at the other depths, too, in
// the same fresh pairs: here it is faster at depth 0 and slower at 4096.
func TestAWinnerIsConfirmedAtEachDepth(t *testing.T) {
	space, err := NewSpace([]Axis{{Name: "n_ubatch", Values: []string{"512", "1024"}}}, Rules{})
	if err != nil {
		t.Fatal(err)
	}
	s := searchOf(t, space, Options{Goals: []Goal{{Prompt: 512}, {Generation: 64}, {Prompt: 512, Depth: 4096}, {Prompt: 512, Depth: 8192}}})
	for {
		block, more := s.Next()
		if !more {
			break
		}
		for _, member := range block.Members {
			m := Measured{Block: block.Number, Configuration: member.Configuration, Elapsed: time.Second, Speeds: map[bench.Test]float64{}}
			for _, test := range member.Tests {
				faster := map[int]float64{0: 0.2, 4096: -0.1}[test.Depth]
				m.Speeds[test] = 100 * (1 + faster*float64(member.Configuration)) * (1 + 0.001*float64((member.Configuration*7+block.Number*13+test.Depth)%11))
			}
			s.Take(m)
		}
	}
	all, err := s.Result()
	if err != nil {
		t.Fatal(err)
	}
	b := all[0]
	if b.Winner != 1 || len(b.Deeper) != 2 || len(all[1].Deeper) != 0 {
		t.Fatalf("%+v", all)
	}
	slower, alike := b.Deeper[0], b.Deeper[1]
	if slower.Depth != 4096 || !slower.Shown || slower.High >= 0 || slower.Pairs != b.Pairs {
		t.Errorf("at depth 4096: %+v", slower)
	}
	if alike.Depth != 8192 || alike.Shown || alike.Low > 0 || alike.High < 0 {
		t.Errorf("at depth 8192: %+v", alike)
	}
}
