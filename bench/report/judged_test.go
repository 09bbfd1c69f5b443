package report

import (
	"bytes"
	"os"
	"reflect"
	"slices"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
)

// readBack writes a session in each format that can be read, and gives what is
// read back.
func readBack(t *testing.T, s *bench.Session) map[string]*bench.Session {
	t.Helper()
	out := map[string]*bench.Session{}
	for _, name := range []string{"md", "html", "json", "rerun"} {
		format, _ := FormatNamed(name)
		var text bytes.Buffer
		if err := format.Write(&text, s, Options{}); err != nil {
			t.Fatal(err)
		}
		back, err := Read(text.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = back
	}
	back, err := AsRead(s)
	if err != nil {
		t.Fatal(err)
	}
	out["a foreign folder"] = back
	return out
}

// judgement is everything that is said about a result besides its samples.
type judgement struct {
	Job     string
	Test    bench.Test
	Grade   bench.Grade
	Doubts  []bench.Warning
	Summary bench.Summary
	Ceiling bench.Ceiling
	Moved   float64
	Backend string
}

// judgements judges all results of a session. Texts are as in a report.
func judgements(s *bench.Session) []judgement {
	r := newRedactor(s, Options{})
	var out []judgement
	for _, row := range Rows(s) {
		if !row.Measured() {
			continue
		}
		j := judgement{Job: row.Job.ID, Test: row.Test.Test, Grade: row.Grade, Summary: row.Summary, Ceiling: row.Ceiling, Moved: row.MovedGBps, Backend: r.path(row.Job.Backend())}
		for _, w := range row.Doubts {
			j.Doubts = append(j.Doubts, r.warning(w))
		}
		out = append(out, j)
	}
	return out
}

// verdicts are all comparisons within a session.
func verdicts(s *bench.Session) []bench.Comparison {
	var out []bench.Comparison
	for _, sheet := range within(s, false) {
		for _, row := range sheet.Rows {
			for _, cell := range row.Cells {
				out = append(out, cell.Comparison)
			}
		}
	}
	return out
}

// goldenSessions are the sessions whose judgement must survive: those of every
// kind of device, one with failures, and the journal of the released schema.
func goldenSessions(t *testing.T) map[string]*bench.Session {
	t.Helper()
	out := map[string]*bench.Session{"a sweep": sweep(2, 2), "failures": full(true), "unfinished": full(false)}
	for _, judged := range benchtest.JudgedSessions() {
		out[judged.Name] = bench.Replay(judged.Events)
	}
	released, err := os.ReadFile("../journal/testdata/schema-1.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	events, err := benchtest.Events(released)
	if err != nil {
		t.Fatal(err)
	}
	out["schema 1"] = bench.Replay(events)
	return out
}

// A GPU's results, read back from their own report, used to be taken for a
// fallback to the CPU and never compared.
func TestAJudgementIsTheSameWhenItIsReadBack(t *testing.T) {
	for name, s := range goldenSessions(t) {
		for format, back := range readBack(t, s) {
			was, is := judgements(s), judgements(back)
			if len(was) != len(is) || len(was) == 0 {
				t.Errorf("%s, %s: %d results became %d", name, format, len(was), len(is))
				continue
			}
			for i := range was {
				if !reflect.DeepEqual(was[i], is[i]) {
					t.Errorf("%s, %s: judged as\n%+v\nand read back as\n%+v", name, format, was[i], is[i])
				}
			}
			if !reflect.DeepEqual(verdicts(s), verdicts(back)) {
				t.Errorf("%s, %s: the jobs compare as\n%+v\nand read back as\n%+v", name, format, verdicts(s), verdicts(back))
			}
		}
	}
}

// A result equals itself, and a gate lets it pass, unless it is suspect.
func TestASessionPassesTheGateAgainstItsOwnReport(t *testing.T) {
	limits, err := ParseLimits("slower:5%")
	if err != nil {
		t.Fatal(err)
	}
	for _, judged := range benchtest.JudgedSessions() {
		s := bench.Replay(judged.Events)
		for format, back := range readBack(t, s) {
			gate := OldAgainstNew(back, s, false).Gate(limits, false)
			suspect := slices.ContainsFunc(judgements(s), func(j judgement) bool { return j.Grade == bench.GradeSuspect })
			if len(gate.Breaches) > 0 || (len(gate.Unjudged) > 0) != suspect || gate.Judged == 0 && !suspect {
				t.Errorf("%s, %s: %+v", judged.Name, format, gate)
			}
		}
	}
}

// Each of these sessions was made to cause certain warnings, and gets them.
func TestJudgedSessionsGetTheirWarnings(t *testing.T) {
	for _, judged := range benchtest.JudgedSessions() {
		s := bench.Replay(judged.Events)
		row := rowOf(s, s.Jobs[0], s.Jobs[0].Tests[1])
		if got := warningCodes(row); !slices.Equal(got, judged.Codes) {
			t.Errorf("%s: %q, want %q: %+v", judged.Name, got, judged.Codes, row.Doubts)
		}
	}
}
