package tuning

import (
	"math"
	"testing"
	"time"

	"dragstrip/bench"
)

func TestTheTimeAheadShrinksToNothing(t *testing.T) {
	for _, o := range []Options{{}, {Exhaustive: true}, {MaxTime: time.Minute}} {
		space := small(t)
		s := searchOf(t, space, o)
		if _, known := s.Ahead(); known {
			t.Error("the time is known before anything was measured")
		}
		speed, measured := plain(space), 0*time.Second
		var first time.Duration
		for {
			block, more := s.Next()
			if !more {
				break
			}
			for _, m := range block.Members {
				v, _ := speed(m.Configuration, block.Number)
				s.Take(Measured{Block: block.Number, Configuration: m.Configuration, Elapsed: time.Second, Speeds: map[bench.Test]float64{{Prompt: 512}: v}})
				measured += time.Second
				left, known := s.Ahead()
				if !known || o.MaxTime > 0 && measured+left > o.MaxTime+2*leastPairs*time.Second {
					t.Errorf("%+v: after %s, %s is left (%v)", o, measured, left, known)
				}
				if first == 0 {
					first = left
				}
			}
		}
		if left, known := s.Ahead(); left != 0 || !known || first < measured/3 {
			t.Errorf("%+v: %s is left at the end; at first it was %s, and it took %s", o, left, first, measured)
		}
	}
}

func TestHowASearchStands(t *testing.T) {
	space := small(t)
	s := searchOf(t, space, Options{})
	if l := s.Lead(0); l.Leader >= 0 {
		t.Errorf("%+v is ahead of nothing", l)
	}
	speed, finals := plain(space), 0
	for {
		block, more := s.Next()
		if !more {
			break
		}
		for _, m := range block.Members {
			v, _ := speed(m.Configuration, block.Number)
			s.Take(Measured{Block: block.Number, Configuration: m.Configuration, Elapsed: time.Second, Speeds: map[bench.Test]float64{{Prompt: 512}: v}})
			l := s.Lead(0)
			if l.Leader < 0 || l.Blocks > 1 && (l.Low > l.Gain || l.High < l.Gain) {
				t.Errorf("%+v", l)
			}
			if block.Stage == StageFinal {
				finals++
				if l.Pairs < leastPairs || l.Blocks > (finals+1)/2 {
					t.Errorf("in the final, after %d measurements: %+v", finals, l)
				}
			}
		}
	}
	if gone := s.Gone(); len(gone) == 0 || gone[0].State != StateSlower {
		t.Errorf("nothing was dropped: %+v", gone)
	}
}

// In the middle of a block the speeds used to be wrong: those of the block were not
// in the table, and raised the others.
func TestSpeedsAreRightInTheMiddleOfABlock(t *testing.T) {
	space := small(t)
	s := searchOf(t, space, Options{})
	speed := func(i int) float64 { return 1000 * float64(i+1) }
	for range 6 {
		block, _ := s.Next()
		for _, member := range block.Members {
			i := member.Configuration
			s.Take(Measured{Block: block.Number, Configuration: i, Elapsed: time.Second, Speeds: map[bench.Test]float64{{Prompt: 512}: speed(i)}})
			best, _ := s.Result()
			fastest := 0.0
			for _, row := range best[0].Rows {
				if want := speed(row.Configuration); row.Speed > 0 && math.Abs(row.Speed/want-1) > 0.001 {
					t.Fatalf("block %d: %s has %v t/s, measured were %v", block.Number, space.Name(row.Configuration), row.Speed, want)
				}
				fastest = max(fastest, row.Speed)
			}
			if best[0].Rows[i].Looks == 0 || best[0].Rows[i].State == StateNotTried {
				t.Errorf("block %d: %s was measured, and is %+v", block.Number, space.Name(i), best[0].Rows[i])
			}
			if lead := s.Lead(0); s.final == nil && len(s.open) > 0 && (lead.Leader != best[0].Leader || math.Abs(lead.Speed/fastest-1) > 0.001) {
				t.Errorf("block %d: %+v leads, and %d is the best", block.Number, lead, best[0].Leader)
			}
		}
	}
}
