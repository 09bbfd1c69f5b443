package report

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// timed is a session of n repetitions, with readings each second if with is set.
func timed(n int, tps float64, with bool) *bench.Session {
	begin := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	test := bench.Test{Generation: 100}
	plan := bench.Plan{Session: "s", Jobs: []bench.Job{{ID: "j1", Repetitions: n, Tests: []bench.Test{test}, Model: bench.Model{Name: "<Tiny>"}, Build: bench.EngineBuild{ID: "b", Engine: "e", Prefix: []string{"x"}}}}}
	s := bench.NewSession()
	seq := int64(0)
	tell := func(after time.Duration, job string, f bench.Fact) {
		seq++
		s.Apply(bench.Event{Seq: seq, Time: begin.Add(after), Job: job, Fact: f})
	}
	tell(0, "", bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: plan})
	if with {
		for i := range 600 {
			busy, hot := 0.5+float64(i%10)/20, 60+float64(i)/20
			tell(time.Duration(i)*time.Second, "", bench.ReadingTaken{Reading: bench.Reading{CPUBusy: &busy, Celsius: &hot}})
		}
	}
	for i := range n {
		at := time.Duration(i) * time.Minute
		tell(at, "j1", bench.TestFinished{Result: bench.Result{Test: test, Round: i, Started: begin.Add(at), SamplesNS: []int64{int64(100e9 / tps * (1 + float64(i%3)/50))}}})
	}
	tell(10*time.Minute, "", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return s
}

// Repetitions are drawn over time, above the readings. A session with one
// repetition, with none, with equal ones or without readings is drawn, too.
func TestRepetitionsOverTime(t *testing.T) {
	for name, c := range map[string]struct {
		s       *bench.Session
		parts   string
		missing string
	}{
		"with readings":    {timed(6, 50, true), "Repetitions over time|Load over time|Temperature over time|&lt;Tiny&gt;", "Power over time"},
		"without readings": {timed(6, 50, false), "Repetitions over time", "Load over time"},
		"one repetition":   {timed(1, 50, false), "Repetitions over time", ""},
		"all equal":        {timed(2, 1e6, true), "Repetitions over time", ""},
		"none":             {timed(0, 50, true), "Nothing|All figures", "Repetitions over time"},
	} {
		var text bytes.Buffer
		if err := HTML(&text, c.s, Options{}); err != nil {
			t.Fatal(err)
		}
		page := text.String()
		for part := range strings.SplitSeq(c.parts, "|") {
			if !strings.Contains(page, part) && part != "Nothing" {
				t.Errorf("%s: no %q", name, part)
			}
		}
		for _, part := range []string{c.missing, "NaN", "Inf\"", "<script", "http:", "https:"} {
			if part != "" && strings.Contains(page, part) {
				t.Errorf("%s: the page has %q", name, part)
			}
		}
		if n := text.Len(); n > 300_000 {
			t.Errorf("%s: %d bytes", name, n)
		}
		if to := os.Getenv("DRAGSTRIP_KEEP_PAGE"); to != "" && name == "with readings" {
			_ = os.WriteFile(to, text.Bytes(), 0o644)
		}
	}
}
