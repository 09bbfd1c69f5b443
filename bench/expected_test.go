package bench

import (
	"math"
	"testing"
	"time"
)

// expecting is a session of one test with an expectation and a result.
func expecting(tps float64, expected ...Expected) *Session {
	test := Test{Generation: 10}
	s := NewSession()
	tell := func(fact Fact) { s.Apply(Event{Seq: s.LastSeq + 1, Job: "j1", Fact: fact}) }
	tell(SessionStarted{Plan: Plan{Jobs: []Job{{ID: "j1", Tests: []Test{test, {Prompt: 1}}}}}})
	for _, e := range expected {
		tell(SpeedExpected{test, e})
	}
	tell(TestFinished{Result{Test: test, SamplesNS: []int64{int64(10e9 / tps)}}})
	return s
}

func TestSlowerThanExpectedIsAFindingAndFasterIsNone(t *testing.T) {
	chip := Expected{SpeedRange: SpeedRange{100, 80, 125}, Chip: "RTX 4090"}
	own := Expected{SpeedRange: SpeedRange{100, 80, 125}, Own: OwnResult{Model: "m", Results: 1}}
	lame := Expected{SpeedRange: SpeedRange{50, 45, 55}, Chip: "RTX 4090", Own: OwnResult{Model: "m", Results: 1}, Others: SpeedRange{100, 80, 125}}
	for name, c := range map[string]struct {
		tps  float64
		e    Expected
		code string
		text string
	}{
		"within":             {81, chip, "", ""},
		"faster":             {300, chip, "", ""},
		"nothing expected":   {1, Expected{}, "", ""},
		"slower than others": {69, chip, "below_expected", "14 % slower than on other machines: they get 80.0 – 125 t/s from chips like the RTX 4090"},
		"slower than before": {69, own, "below_own", "14 % slower than before: this machine's own results predict 80.0 – 125 t/s"},
		"always slow":        {50, lame, "below_expected", "38 % slower than on other machines: they get 80.0 – 125 t/s from chips like the RTX 4090"},
	} {
		s := expecting(c.tps, c.e)
		var found []Warning
		for _, w := range s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0]) {
			if w.Code == "below_expected" || w.Code == "below_own" {
				found = append(found, w)
			}
		}
		if c.code == "" && len(found) > 0 || c.code != "" && (len(found) != 1 || found[0].Code != c.code || found[0].Text != c.text || found[0].Remedy == "") {
			t.Errorf("%s: %+v", name, found)
		}
		if len(found) > 0 && KindOf(found[0].Code).Grade != GradeClean {
			t.Errorf("%s makes the figure doubtful, which is right", name)
		}
	}
}

// A result that is too uncertain may be as fast as expected.
func TestAnUncertainResultIsNotBelow(t *testing.T) {
	s := expecting(69, Expected{SpeedRange: SpeedRange{100, 80, 125}, Chip: "a"})
	s.Jobs[0].Tests[0].Results[0].SamplesNS = []int64{130e6, 130e6, 150e6, 80e6, 70e6, 160e6}
	if sum := s.Jobs[0].Tests[0].Summary(); sum.Median >= 80 || sum.High < 80 {
		t.Fatalf("%+v", sum)
	}
	for _, w := range s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0]) {
		if w.Code == "below_expected" {
			t.Errorf("%+v", w)
		}
	}
}

// A resumed session computes its expectation again. Then its own results would
// count as earlier ones.
func TestTheFirstExpectationCounts(t *testing.T) {
	first, later := Expected{SpeedRange: SpeedRange{100, 80, 125}, Chip: "a"}, Expected{SpeedRange: SpeedRange{50, 40, 60}, Chip: "b"}
	s := expecting(69, first, later)
	if got := s.Expectations(); len(got) != 1 || got[0] != (JobExpected{"j1", SpeedExpected{Test{Generation: 10}, first}}) {
		t.Errorf("%+v", got)
	}
}

func TestImpossibleExpectationsAreIgnored(t *testing.T) {
	for _, r := range []SpeedRange{{}, {100, 0, 125}, {100, 110, 125}, {100, 80, 90}, {math.NaN(), 80, 90}, {100, 80, math.Inf(1)}, {-100, -120, -80}} {
		for _, e := range []Expected{{SpeedRange: r, Chip: "a"}, {SpeedRange: SpeedRange{100, 80, 125}, Others: r, Chip: "a"}} {
			if r == (SpeedRange{}) && e.TPS > 0 {
				continue // there are no others
			}
			if s := expecting(69, e); s.Jobs[0].Tests[0].Expected.Known() {
				t.Errorf("%+v", s.Jobs[0].Tests[0].Expected)
			}
		}
	}
}

func TestAnExpectationSaysWhereItComesFrom(t *testing.T) {
	own := OwnResult{Model: "SmolLM2 Q4_1", Measured: time.Date(2026, 11, 29, 23, 0, 0, 0, time.UTC), Results: 1}
	more := own
	more.Results = 4
	for want, e := range map[string]Expected{
		"by published results for chips like the RTX 4090": {Chip: "RTX 4090"},
		"by this machine's SmolLM2 Q4_1 of 2026-11-29":     {Own: own},
		"by published results for chips like the RTX 4090, and by this machine's SmolLM2 Q4_1 of 2026-11-29 and 3 other results": {Chip: "RTX 4090", Own: more},
	} {
		if got := e.Basis(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func TestASpeedIsComparedWithWhatWasExpected(t *testing.T) {
	e := Expected{SpeedRange: SpeedRange{100, 80, 125}}
	for tps, want := range map[float64]string{69: "14 % below", 80: "as expected", 125: "as expected", 150: "20 % above"} {
		if got := e.Against(tps); got != want {
			t.Errorf("%g: %s", tps, got)
		}
	}
}
