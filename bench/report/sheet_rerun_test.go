package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// measured is a session of one job with two tests; each value in t/s is one
// sample in a separate round.
func measured(id string, pp, tg []float64) *bench.Session {
	t := newTeller()
	t.tell("", bench.SessionStarted{Session: id, Plan: bench.Plan{Rounds: len(pp), Jobs: []bench.Job{{
		ID: "j1", Model: bench.Model{Name: "M", Quant: "Q4_0", Path: "/m.gguf"}, Build: bench.EngineBuild{ID: "v", Engine: "llama.cpp", Version: "1", Prefix: []string{"x"}},
		Tests: []bench.Test{pp512, tg128}, Repetitions: len(pp),
	}}}})
	for round, v := range pp {
		t.tell("j1", bench.TestFinished{Result: bench.Result{Test: pp512, Round: round, SamplesNS: samples(pp512, v)}})
	}
	for round, v := range tg {
		t.tell("j1", bench.TestFinished{Result: bench.Result{Test: tg128, Round: round, SamplesNS: samples(tg128, v)}})
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
	gate := a.Gate(limits, false)
	if err := errors.Join(RerunText(&text, a, Options{Width: 100}), RerunMarkdown(&md, a, Options{}), RerunJSON(&js, a, Options{}, gate)); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"old: session old", "slower", "-10.0 %", "engine build (llama.cpp 1, llama.cpp 2)", "on the new results: other programs kept cores busy (M Q4"} {
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
		if g := a.Gate(limits, false); len(g.Breaches) != want.breaches || len(g.Unjudged) != want.unjudged {
			t.Errorf("include %v: %+v", include, g)
		}
		var text bytes.Buffer
		if err := RerunText(&text, a, Options{}); err != nil || strings.Contains(text.String(), "suspect, not compared") == include {
			t.Errorf("include %v: %v\n%s", include, err, text.String())
		}
	}
}

// Starts of an engine differ. One start on each side gives no verdict, and the
// report says what a verdict needs.
func TestOneStartEachIsNotToldApart(t *testing.T) {
	quick, slow := []float64{100, 101, 102, 100, 101, 102}, []float64{90, 91, 92, 90, 91, 92}
	for _, rounds := range []int{1, 2, 3} {
		old, fresh := measured("old", quick, nil), measured("new", slow, nil)
		for s, rounds := range map[*bench.Session]int{old: rounds, fresh: 6} {
			dealInto(s.Jobs[0].Tests[0], rounds)
			s.Plan.Rounds = rounds
		}
		sheet := OldAgainstNew(old, fresh, false)
		want := bench.FewStarts
		if rounds == 3 {
			want = bench.Slower
		}
		c := sheet.Rows[0].Cells[1]
		if c.Verdict != want || !c.HasRatio() {
			t.Errorf("%d rounds: %+v", rounds, c.Comparison)
		}
		var text bytes.Buffer
		if err := RerunText(&text, sheet, Options{}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(text.String(), "too few starts") && strings.Contains(text.String(), "--rounds 6 starts the engine 6 times"); got != (rounds < 3) {
			t.Errorf("%d rounds: said %v\n%s", rounds, got, text.String())
		}
		if !strings.Contains(text.String(), "rounds (") {
			t.Errorf("different rounds are not named\n%s", text.String())
		}
	}
}

// dealInto divides a test's samples into rounds.
func dealInto(t *bench.TestState, rounds int) {
	all := t.SamplesNS()
	t.Results = nil
	for part := range slices.Chunk(all, len(all)/rounds) {
		t.Results = append(t.Results, bench.Result{Test: t.Test, Round: len(t.Results), SamplesNS: part})
	}
}

// Two sessions of one file with different -t used to have "no test in common".
func TestJobsOfOneFileArePairedWhateverTheirParameters(t *testing.T) {
	old, fresh := measured("old", around100(1), around100(1)), measured("new", around100(0.9), around100(1))
	old.Jobs[0].Params, fresh.Jobs[0].Params = bench.Params{"n_threads": "2"}, bench.Params{"n_threads": "4"}
	fresh.Jobs[0].ID, fresh.Jobs[0].Model.Name = "j7", "another name"
	sheet := OldAgainstNew(old, fresh, false)
	if len(sheet.Rows) != 2 || !sheet.Rows[0].Cells[1].Compared {
		t.Fatalf("%+v", sheet.Rows)
	}
	if got := differenceWords(sheet.Columns[1].Differs); !strings.Contains(got, "-t (2, 4)") {
		t.Errorf("differs in %q", got)
	}
	plan := fresh.Plan
	plan.Jobs = []bench.Job{fresh.Jobs[0].Job}
	if !InCommon(old, &plan) {
		t.Error("nothing in common, before it is measured")
	}
	// In a sweep, only jobs with the same parameters are pairs.
	four := *old.Jobs[0]
	four.ID, four.Params = "j2", bench.Params{"n_threads": "4"}
	eight := *old.Jobs[0]
	eight.ID, eight.Params = "j3", bench.Params{"n_threads": "8"}
	old.Jobs = append(old.Jobs, &four, &eight)
	if pairs := pairJobs(old.Jobs, fresh.Jobs); len(pairs) != 1 || pairs[&four] != fresh.Jobs[0] {
		t.Errorf("%+v", pairs)
	}
	fresh.Jobs[0].Params = bench.Params{"n_threads": "16"}
	if pairs := pairJobs(old.Jobs, fresh.Jobs); len(pairs) != 0 {
		t.Errorf("one of three was chosen: %+v", pairs)
	}
}

func TestJobsMeasuredAgainAreNamedByWhatDiffers(t *testing.T) {
	two := func(id, version string) *bench.Session {
		s := measured(id, around100(1), around100(1))
		j := *s.Jobs[0]
		j.ID = "j2"
		s.Jobs[0].Model.Name = "A model with a name that is longer than its cell"
		j.Model = s.Jobs[0].Model
		s.Jobs[0].Params, j.Params = bench.Params{"flash_attn": "1"}, bench.Params{"flash_attn": "0"}
		s.Jobs = append(s.Jobs, &j)
		s.Jobs[0].Build.Version, j.Build.Version = version, version
		return s
	}
	a := OldAgainstNew(two("old", "1"), two("new", "2"), false)
	var text, md bytes.Buffer
	if err := errors.Join(RerunText(&text, a, Options{Width: 100}), RerunMarkdown(&md, a, Options{})); err != nil {
		t.Fatal(err)
	}
	for _, got := range []string{text.String(), md.String()} {
		for _, part := range []string{"ll jobs: A model with a name that is longer than its cell Q4", "j1 fa on", "j2 fa off"} {
			if !strings.Contains(got, part) {
				t.Errorf("%q is missing:\n%s", part, got)
			}
		}
		if strings.Contains(got, "llama.cpp 2\n") {
			t.Errorf("all jobs are named by the version of the new ones:\n%s", got)
		}
	}
}

// TestWhatWasNotMeasuredAgainIsNamedByWhatDiffers: the line used to have the
// same name and test four times.
func TestWhatWasNotMeasuredAgainIsNamedByWhatDiffers(t *testing.T) {
	old := measured("old", around100(1), around100(1))
	for i, fa := range []string{"on", "off"} {
		j := *old.Jobs[0]
		j.ID, j.Params = []string{"j2", "j3"}[i], bench.Params{"flash_attn": fa}
		old.Jobs = append(old.Jobs, &j)
	}
	old.Jobs = old.Jobs[1:]
	fresh := measured("new", around100(1), around100(1))
	fresh.Jobs[0].ID, fresh.Jobs[0].Params = "j2", bench.Params{"flash_attn": "on"}
	fresh.Jobs[0].Tests = fresh.Jobs[0].Tests[:1]
	var text, js bytes.Buffer
	a := OldAgainstNew(old, fresh, false)
	if err := errors.Join(RerunText(&text, a, Options{Width: 200}), RerunJSON(&js, a, Options{}, Gate{})); err != nil {
		t.Fatal(err)
	}
	if want := "Not measured again: M Q4_0 · fa on tg128; M Q4_0 · fa off pp512, tg128."; !strings.Contains(text.String(), want) {
		t.Errorf("no %q in\n%s", want, text.String())
	}
	var d RerunDocument
	if err := json.Unmarshal(js.Bytes(), &d); err != nil || !slices.Equal(d.Missing, []string{"M Q4_0 · fa on tg128", "M Q4_0 · fa off pp512", "M Q4_0 · fa off tg128"}) {
		t.Errorf("%v %q", err, d.Missing)
	}
}
