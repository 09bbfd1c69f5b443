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

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What a report says of its session is what comes back out of it.
func TestReportComesBackAsASession(t *testing.T) {
	s := full(true)
	o := Options{Home: home, User: user}
	var md, js bytes.Buffer
	if err := errors.Join(Markdown(&md, s, o), JSON(&js, s, o)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"markdown": md.String(), "json": js.String(),
		"with Windows line ends":    strings.ReplaceAll(md.String(), "\n", "\r\n"),
		"quoted in a mail":          "He wrote:\n> " + strings.ReplaceAll(md.String(), "\n", "\n> "),
		"pasted after other text":   "{} `x`\n" + md.String(),
		"with a byte order mark":    "\ufeff" + js.String(),
		"JSON of before the plan":   strings.Replace(js.String(), `"plan":`, `"unknown":`, 1),
		"with unknown keys (newer)": strings.Replace(md.String(), `"session":`, `"later":{"x":[1]},"session":`, 1),
	} {
		got, err := Read([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.ID != s.ID || len(got.Jobs) != len(s.Jobs) || got.Plan.Rounds != s.Plan.Rounds {
			t.Errorf("%s: session %q with %d jobs", name, got.ID, len(got.Jobs))
			continue
		}
		for i, j := range got.Jobs {
			was := s.Jobs[i]
			if j.Params.String() != was.Params.String() || j.Repetitions != was.Repetitions || len(j.Tests) != len(was.Tests) {
				t.Errorf("%s: job %s came back as %+v", name, was.ID, j.Job)
				continue
			}
			for k, test := range j.Tests {
				if !slices.Equal(test.SamplesNS(), was.Tests[k].SamplesNS()) {
					t.Errorf("%s: %s %s has samples %v", name, j.ID, test.Test, test.SamplesNS())
				}
			}
			if strings.ContainsAny(j.Model.Path, `/\`) || len(j.Build.Prefix) > 0 {
				t.Errorf("%s: a place came along: %q %q", name, j.Model.Path, j.Build.Prefix)
			}
			if len(was.Model.Files) > 0 && jsonOf(t, was.Model.Files[0].SHA256) != jsonOf(t, j.Model.Files[0].SHA256) {
				t.Errorf("%s: another digest", name)
			}
		}
		if a := OldAgainstNew(got, s, false); len(a.Missing) > 0 || len(a.Rows) == 0 {
			t.Errorf("%s: not paired: %v", name, a.Missing)
		}
	}
}

func TestTextsThatAreNoReportAreRefused(t *testing.T) {
	good := written(t, "report.md", full(true), Options{})
	for name, c := range map[string]struct{ text, says string }{
		"empty":                     {"", "no plan"},
		"another text":              {"# My notes\n", "no plan"},
		"other JSON":                {`{"schema":1}`, "not the JSON"},
		"broken JSON":               {`{"schema":1,`, "not the JSON"},
		"cut off":                   {good[:strings.Index(good, recipeMark)+400], "damaged"},
		"of a newer dragstrip":      {strings.Replace(good, recipeMark+"1", recipeMark+"99", 1), "newer dragstrip"},
		"impossible job name":       {strings.Replace(good, `"jobs":[{"id":"j1"`, `"jobs":[{"id":"../j1"`, 1), "not possible"},
		"JSON of a newer dragstrip": {strings.Replace(written(t, "report.json", full(true), Options{}), `"schema": 1`, `"schema": 99`, 1), "newer dragstrip"},
		"a sample of no time":       {strings.Replace(good, `"samples_ns":[1595015576`, `"samples_ns":[-5`, 1), "no time"},
		"a sample of an age":        {strings.Replace(good, `"samples_ns":[1595015576`, `"samples_ns":[9223372036854775807`, 1), "month"},
		"the sentinel's round":      {strings.Replace(good, `"round":1,"samples_ns"`, `"round":-1,"samples_ns"`, 1), "no round -1"},
		"another job's figures":     {strings.Replace(good, `{"job":"j1",`, `{"job":"j9",`, 1), "its plan has no j9"},
		"a test of no plan":         {strings.Replace(good, `{"job":"j1",`+"\n"+`"p":512,"round":1`, `{"job":"j1","p":511,"round":1`, 1), "its plan has no j1 pp511"},
		"samples copied":            {strings.Replace(good, `"results":[`, `"results":[{"job":"j1","p":512,"samples_ns":[1595015576,1597503900,1590062111]},`, 1), "there twice"},
		"endless repetitions":       {strings.Replace(good, `"repetitions":6`, `"repetitions":600000000`, 1), "not possible"},
	} {
		if _, err := Read([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	Markdown(&b, full(true), Options{})
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, text []byte) {
		if s, err := Read(text); err == nil {
			OldAgainstNew(s, s, false)
		}
	})
}

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

func TestLimitsOfFailIf(t *testing.T) {
	for _, c := range []struct {
		limit    string
		pp, tg   float64
		breaches int
	}{
		{"slower:3%", 1, 1, 0},
		{"slower:3%", 0.9, 0.9, 2},
		{"slower:3%", 1.1, 0.9, 1},
		{"slower:15%", 0.9, 0.9, 0},
		{"slower:tg:3%", 0.9, 1, 0},
		{"slower:tg:3%", 1, 0.9, 1},
		{"slower:pp:3%, slower:tg:15%", 0.9, 0.9, 1},
		{"slower:tg128:3%", 0.9, 0.9, 1},
		{"slower:pp+tg:3%", 0.9, 0.9, 0},
		// Slower for sure, and by less than the limit; not surely slower.
		{"slower:3%", 0.98, 1, 0},
		{"slower:0%", 0.98, 0.999, 1},
	} {
		limits, err := ParseLimits(c.limit)
		if err != nil {
			t.Errorf("%s: %v", c.limit, err)
			continue
		}
		a := OldAgainstNew(measured("old", around100(1), around100(1)), measured("new", around100(c.pp), around100(c.tg)), false)
		if got, unjudged, _ := a.Breaches(limits); len(got) != c.breaches || len(unjudged) > 0 {
			t.Errorf("%s, pp %g, tg %g: %v, unjudged %v", c.limit, c.pp, c.tg, got, unjudged)
		}
	}
	for _, bad := range []string{"", "slower", "slower:", "slower:3", "slower:-3%", "slower:100%", "faster:3%", "slower:x:3%", "slower:tg:3%:4", "slower:NaN%", "slower:3%,"} {
		if got, err := ParseLimits(bad); err == nil {
			t.Errorf("%q became %v", bad, got)
		}
	}
}

// A gate that cannot judge says so.
func TestRowsThatCannotBeJudgedAreNamed(t *testing.T) {
	limits, _ := ParseLimits("slower:3%")
	few := []float64{50, 50, 50}
	_, unjudged, judged := OldAgainstNew(measured("old", around100(1), around100(1)), measured("new", few, nil), false).Breaches(limits)
	if judged != 1 || len(unjudged) != 1 || unjudged[0] != "M Q4_0 tg128" {
		t.Errorf("judged %d, not judged %q", judged, unjudged)
	}
	_, unjudged, judged = OldAgainstNew(measured("old", around100(1)[:3], nil), measured("new", few, nil), false).Breaches(limits)
	if judged != 0 || len(unjudged) != 2 {
		t.Errorf("judged %d, not judged %q", judged, unjudged)
	}
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
