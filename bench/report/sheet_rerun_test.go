package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"dragstrip/bench"
)

// measured is a session of one job with two tests of so many t/s.
func measured(id string, pp, tg []float64) *bench.Session {
	t := newTeller()
	t.tell("", bench.SessionStarted{Session: id, Plan: bench.Plan{Jobs: []bench.Job{{
		ID: "j1", Model: bench.Model{Name: "M", Quant: "Q4_0", Path: "/m.gguf"}, Build: bench.EngineBuild{ID: "v", Engine: "llama.cpp", Version: "1", Prefix: []string{"x"}},
		Tests: []bench.Test{pp512, tg128}, Repetitions: len(pp),
	}}}})
	t.tell("j1", bench.TestFinished{Result: bench.Result{Test: pp512, SamplesNS: samples(pp512, pp...)}})
	if tg != nil {
		t.tell("j1", bench.TestFinished{Result: bench.Result{Test: tg128, SamplesNS: samples(tg128, tg...)}})
	}
	return t.s
}

func around100(by float64) []float64 {
	return []float64{100 * by, 101 * by, 99 * by, 100.5 * by, 99.5 * by, 100.2 * by}
}

func TestMeasuredAgainIsTold(t *testing.T) {
	fresh := measured("new", around100(0.9), around100(1))
	fresh.Jobs[0].Build.Version = "2"
	fresh.Jobs[0].Tests[1].Warnings = []bench.Warning{{Code: "other_load"}, {Code: "other_load"}}
	a := OldAgainstNew(measured("old", around100(1), around100(1)), fresh, false)
	var text, md, js bytes.Buffer
	limits, _ := ParseLimits("slower:3%")
	breaches, _, _ := a.Breaches(limits)
	if err := errors.Join(RerunText(&text, a, Options{Width: 100}), RerunMarkdown(&md, a, Options{}), RerunJSON(&js, a, Options{}, breaches)); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"old: session old", "slower", "-10.0 %", "engine build (llama.cpp 1, llama.cpp 2)", "new was measured: M Q4"} {
		if !strings.Contains(text.String(), part) || !strings.Contains(md.String(), part) {
			t.Errorf("%q is missing:\n%s\n%s", part, text.String(), md.String())
		}
	}
	var d RerunDocument
	if err := json.Unmarshal(js.Bytes(), &d); err != nil || len(d.Rows) != 2 || len(d.Breaches) != 1 || d.Rows[0].Comparison.Verdict != bench.Slower {
		t.Errorf("%v\n%s", err, js.String())
	}
}

func TestPlansWithoutATestInCommonAreKnownBefore(t *testing.T) {
	old := measured("old", around100(1), around100(1))
	same, other, larger := old.Plan, old.Plan, old.Plan
	other.Jobs = []bench.Job{old.Plan.Jobs[0]}
	other.Jobs[0].Tests = []bench.Test{{Generation: 8}}
	larger.Jobs = []bench.Job{old.Plan.Jobs[0]}
	larger.Jobs[0].Model = bench.Model{Name: "L", Path: "/l.gguf"}
	larger.Jobs[0].ID = "j9"
	for name, c := range map[string]struct {
		plan bench.Plan
		want bool
	}{"the same": {same, true}, "other tests": {other, false}, "another model": {larger, false}} {
		if got := InCommon(old, &c.plan); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSuspectResultsAreNoBaselineUnlessAsked(t *testing.T) {
	old := measured("old", around100(1), around100(1))
	old.Jobs[0].Tests[0].Warnings = []bench.Warning{{Code: "swapping", Text: "memory is being swapped"}}
	fresh := measured("new", around100(0.9), around100(0.9))
	limits, _ := ParseLimits("slower:3%")
	for include, want := range map[bool]struct{ breaches, unjudged int }{false: {1, 1}, true: {2, 0}} {
		a := OldAgainstNew(old, fresh, include)
		breaches, unjudged, _ := a.Breaches(limits)
		if len(breaches) != want.breaches || len(unjudged) != want.unjudged {
			t.Errorf("include %v: %v, not judged %v", include, breaches, unjudged)
		}
		var text bytes.Buffer
		if err := RerunText(&text, a, Options{}); err != nil || strings.Contains(text.String(), "suspect, not compared") == include {
			t.Errorf("include %v: %v\n%s", include, err, text.String())
		}
	}
}

// Starts of an engine differ; a verdict between one start and another says so.
func TestAVerdictOnOneStartEachSaysWhatItIsWorth(t *testing.T) {
	quick, slow := []float64{100, 101, 102, 100, 101, 102}, []float64{90, 91, 92, 90, 91, 92}
	for what, c := range map[string]struct {
		new    []float64
		rounds bool
		said   bool
	}{"a difference": {slow, false, true}, "none": {quick, false, false}, "rounds": {slow, true, false}} {
		old, fresh := measured("old", quick, nil), measured("new", c.new, nil)
		if c.rounds {
			for _, s := range []*bench.Session{old, fresh} {
				r := s.Jobs[0].Tests[0].Results[0]
				a, b := r, r
				a.SamplesNS, b.SamplesNS, b.Round = r.SamplesNS[:3], r.SamplesNS[3:], 1
				s.Jobs[0].Tests[0].Results = []bench.Result{a, b}
			}
			old.Plan.Rounds = 2
		}
		var text bytes.Buffer
		if err := RerunText(&text, OldAgainstNew(old, fresh, false), Options{}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(text.String(), "one start of the engine"); got != c.said {
			t.Errorf("%s: said %v\n%s", what, got, text.String())
		}
		if got := strings.Contains(text.String(), "rounds (2, 1)"); got != c.rounds {
			t.Errorf("%s: different rounds are named: %v\n%s", what, got, text.String())
		}
	}
}
