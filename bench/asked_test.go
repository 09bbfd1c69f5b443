package bench

import (
	"math"
	"strings"
	"testing"
)

// Results of an engine that gave five times instead of six, one instead of
// three, seven instead of six, or a time of 292 years used to count as clean.
func TestRepetitionsOtherThanAskedForAreDoubted(t *testing.T) {
	const second = int64(1e9)
	for what, c := range map[string]struct {
		rounds  [][]int64
		planned int
		want    string
	}{
		"all came":                  {[][]int64{sixOfOneSecond}, 1, ""},
		"all came, in rounds":       {[][]int64{{second, second}, {second, second}, {second, second}}, 3, ""},
		"one more than was asked":   {[][]int64{append([]int64{second}, sixOfOneSecond...)}, 1, "the engine gave 1 more than the requested 6 repetitions"},
		"too many, then too few":    {[][]int64{{second, second, second}, {second}, {second, second}}, 3, "the engine gave no usable time for 1 of 6 repetitions; in other rounds it gave 1 more than requested"},
		"a round nobody asked for":  {[][]int64{{second, second}, {second, second}, {second, second}, {second}}, 3, ""},
		"the last round is to come": {[][]int64{{second, second}, {second, second}}, 3, ""},
		"five of six":               {[][]int64{sixOfOneSecond[:5]}, 1, "the engine gave no usable time for 1 of 6 repetitions"},
		"one of a round":            {[][]int64{{second, second}, {second}, {second, second}}, 3, "the engine gave no usable time for 1 of 6 repetitions"},
		"292 years":                 {[][]int64{append([]int64{math.MaxInt64}, sixOfOneSecond[:5]...)}, 1, "the engine gave no usable time for 1 of 6 repetitions"},
		"less than no time":         {[][]int64{{-second, 0, second, second, second, second}}, 1, "the engine gave no usable time for 2 of 6 repetitions"},
	} {
		s := tell(Plan{Rounds: c.planned}, "a")
		for round, samples := range c.rounds {
			s.say("a", TestFinished{Result: Result{Test: tg, Round: round, SamplesNS: samples}})
		}
		doubts, code := s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0]), "repetitions_missing"
		if !strings.Contains(c.want, "no usable time") {
			code = "repetitions_surplus"
		}
		switch {
		case c.want == "" && len(doubts) > 0:
			t.Errorf("%s: %+v", what, doubts)
		case c.want != "" && (codes(doubts) != code || doubts[0].Text != c.want || GradeOf(doubts) != GradeNoisy):
			t.Errorf("%s: %+v", what, doubts)
		}
	}
}

// Repetitions in the rounds that the search for precision adds count as asked
// for. Repetitions of a requeued job count once more.
func TestRepetitionsOfFurtherPassesAreCounted(t *testing.T) {
	s := tell(Plan{Precision: 0.01}, "a")
	s.say("a", TestFinished{Result: Result{Test: tg, SamplesNS: sixOfOneSecond}})
	s.say("", RepetitionsAdded{Round: 1, Tests: []Test{tg}, Repetitions: 3})
	s.say("a", TestFinished{Result: Result{Test: tg, Round: 1, SamplesNS: sixOfOneSecond[:2]}})
	s.say("a", JobFinished{Outcome: OutcomeDone})
	s.say("a", JobRequeued{})
	s.say("a", TestFinished{Result: Result{Test: tg, SamplesNS: sixOfOneSecond[:4]}})
	if a := s.AskedOf(s.Jobs[0], s.Jobs[0].Tests[0]); a != (Asked{Repetitions: 15, Missing: 3}) || a != s.Asked() {
		t.Errorf("%+v", a)
	}
}
