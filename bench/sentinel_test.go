package bench

import (
	"strings"
	"testing"
	"time"
)

func watched(ids ...string) *told {
	s := tell(Plan{Sentinel: true, Rounds: 6}, ids...)
	s.say("a", EngineStarted{Invocation: 1})
	for _, id := range ids {
		s.gaveRounds(id, 100, 101, 102, 100, 101, 102)
	}
	return s
}

func (s *told) sentinel(tps ...float64) {
	r := Result{Test: tg, Round: SentinelRound}
	for _, v := range tps {
		r.SamplesNS = append(r.SamplesNS, int64(1e9*float64(tg.Tokens())/v))
	}
	s.say("a", SentinelFinished{Test: tg, Outcome: OutcomeDone, Result: &r})
}

func TestDriftIsDoubtedOnlyBeyondLimitAndChance(t *testing.T) {
	for _, c := range []struct {
		what     string
		tps      []float64
		doubtful bool
	}{
		{"the same", []float64{100, 101, 102, 100, 101, 102}, false},
		{"2 % slower, clearly", []float64{99, 99, 99.1, 98.9, 99, 99}, false},
		{"6 % slower, clearly", []float64{95, 95, 95.1, 94.9, 95, 95}, true},
		{"6 % faster, clearly", []float64{107, 107, 107, 107, 107, 107}, true},
		{"6 % slower than steady starts, and noisy", []float64{80, 125, 90, 110, 95, 92}, true},
		{"a repetition alone is a start, too", []float64{90}, true},
		{"as far as starts lie apart", []float64{98, 98.2}, false},
	} {
		s := watched("a", "b")
		s.sentinel(c.tps...)
		d, ok := s.Drift()
		warning, doubted := s.DriftWarning()
		if !ok || d.Doubtful != c.doubtful || doubted != c.doubtful {
			t.Errorf("%s: %v %+v", c.what, ok, d)
		}
		if doubted && (warning.Remedy == "" || !strings.Contains(warning.Text, "repeated at the end")) {
			t.Errorf("%s: %+v", c.what, warning)
		}
	}
}

// One start does not show how much another start may differ.
func TestDriftFromOneStartIsNotClaimed(t *testing.T) {
	s := tell(Plan{Sentinel: true}, "a", "b")
	s.gave("a", 0, 100, 101, 102, 100, 101, 102)
	s.gave("b", 0, 100, 101, 102, 100, 101, 102)
	s.sentinel(80, 80, 80, 80, 80, 80)
	if d, ok := s.Drift(); !ok || d.Doubtful || d.Comparison.Verdict != FewStarts {
		t.Errorf("%v %+v", ok, d)
	}
}

func TestSentinelIsNotMixedIntoTheResult(t *testing.T) {
	s := watched("a", "b")
	s.sentinel(50, 50, 50, 50, 50, 50)
	if n := len(s.Job("a").Tests[0].SamplesTPS()); n != 6 {
		t.Errorf("%d samples, want the six of the test", n)
	}
	if s.SentinelDue() {
		t.Error("due again")
	}
}

func TestSentinelIsTakenWhereItIsWorthItsTime(t *testing.T) {
	one := tell(Plan{Sentinel: true}, "a")
	one.say("a", EngineStarted{Invocation: 1})
	one.gave("a", 0, 100, 100, 100)
	if one.SentinelDue() {
		t.Error("due after a single test")
	}
	one.gave("a", 1, 100, 100, 100)
	if one.SentinelDue() {
		t.Error("due after seconds of one job")
	}
	one.at = one.at.Add(SentinelAfter)
	one.say("a", LineLogged{})
	if !one.SentinelDue() {
		t.Error("not due after two minutes")
	}
	if !watched("a", "b").SentinelDue() {
		t.Error("not due after two jobs")
	}
	if tell(Plan{Sentinel: true}, "a", "b").SentinelDue() {
		t.Error("due where nothing was measured")
	}
}

func TestSentinelIsRepeatedWhereMoreWasMeasuredAfterIt(t *testing.T) {
	s := watched("a", "b")
	s.sentinel(100, 100, 100)
	s.say("b", JobRequeued{})
	s.gave("b", 0, 100, 100)
	if !s.SentinelDue() {
		t.Error("a sentinel that does not stand at the end still counts")
	}
}

func TestCoolingComparesWithTheStart(t *testing.T) {
	f := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		what     string
		baseline Reading
		since    []Reading
		done     bool
		text     string
	}{
		{"no reading yet", Reading{Celsius: f(45)}, nil, false, "waiting for a reading"},
		{"hot", Reading{Celsius: f(45)}, []Reading{{Celsius: f(60)}}, false, "60 °C, at the start 45 °C"},
		{"cool enough", Reading{Celsius: f(45)}, []Reading{{Celsius: f(60)}, {Celsius: f(47)}}, true, "47 °C, at the start 45 °C"},
		{"cool, while the GPU is hot", Reading{Celsius: f(45), GPUCelsius: f(50)}, []Reading{{Celsius: f(45), GPUCelsius: f(70)}}, false, "45 °C, at the start 45 °C, GPU 70 °C, at the start 50 °C"},
		{"a sensor that went away", Reading{Celsius: f(45), GPUCelsius: f(50)}, []Reading{{Celsius: f(45)}}, true, "45 °C, at the start 45 °C"},
		{"no thermometer, quiet", Reading{OtherCores: f(0.1)}, []Reading{{OtherCores: f(0.1)}, {OtherCores: f(0)}, {OtherCores: f(0.2)}}, true, "other programs keep 0.20 cores busy, at the start 0.10"},
		{"no thermometer, too soon to tell", Reading{OtherCores: f(0.1)}, []Reading{{OtherCores: f(0.1)}}, false, "other programs keep 0.10 cores busy, at the start 0.10"},
		{"no thermometer, a burst", Reading{OtherCores: f(0)}, []Reading{{OtherCores: f(0)}, {OtherCores: f(1)}, {OtherCores: f(0)}}, false, "other programs keep 1.00 cores busy, at the start 0.00"},
		{"nothing to go by", Reading{}, []Reading{{}}, false, "neither temperature nor load can be read"},
	} {
		if done, text := Cool(c.baseline, c.since); done != c.done || text != c.text {
			t.Errorf("%s: %v %q", c.what, done, text)
		}
	}
	if _, doubt := (CooledDown{End: CoolReached}).Warning(); doubt {
		t.Error("a cool-down that ended well leaves a doubt")
	}
	if w, doubt := (CooledDown{End: CoolLimit, Waited: time.Minute, Text: "60 °C, at the start 45 °C"}).Warning(); !doubt || w.Remedy == "" {
		t.Error("a cool-down that did not end well leaves none")
	}
}
