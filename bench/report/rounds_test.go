package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// rounded is a session of two jobs in shuffled rounds, with an added round,
// waits, and a drift check that shows drift.
func rounded(after float64) *bench.Session {
	t := newTeller()
	job := func(id string) bench.Job {
		return bench.Job{
			ID: id, Model: bench.Model{Name: "M", Path: "/m/" + id}, Tests: []bench.Test{tg128}, Repetitions: 6,
			Build: bench.EngineBuild{ID: "b", Engine: "llama.cpp", Prefix: []string{"x"}},
		}
	}
	t.tell("", bench.SessionStarted{Plan: bench.Plan{
		Jobs: []bench.Job{job("j1"), job("j2")}, Rounds: 2, Order: bench.OrderShuffle, Seed: 42,
		Sentinel: true, Precision: 0.01, MaxTime: time.Minute, CoolDown: time.Minute,
	}})
	t.tell("j1", bench.CooledDown{Waited: 20 * time.Second, End: bench.CoolReached, Text: "47 °C, at the start 45 °C"})
	for round := range 2 {
		for _, id := range []string{"j1", "j2"} {
			t.tell(id, bench.TestFinished{Result: bench.Result{Test: tg128, Round: round, SamplesNS: samples(tg128, 20, 20.5, 20.2)}})
		}
	}
	t.tell("", bench.RepetitionsAdded{Round: 2, Tests: []bench.Test{tg128}, Repetitions: 3, HalfWidth: 0.015})
	for _, id := range []string{"j1", "j2"} {
		t.tell(id, bench.TestFinished{Result: bench.Result{Test: tg128, Round: 2, SamplesNS: samples(tg128, 20.2, 20.2, 20.2)}})
	}
	t.tell("j1", bench.PrecisionJudged{Test: tg128, End: bench.PrecisionReached, Wanted: 0.01, HalfWidth: 0.009, Repetitions: 9})
	t.tell("j2", bench.PrecisionJudged{Test: tg128, End: bench.PrecisionMaxTime, Wanted: 0.01, HalfWidth: 0.023, Repetitions: 9})
	t.tell("j1", bench.CooledDown{Waited: time.Minute, End: bench.CoolLimit, Text: "60 °C, at the start 45 °C"})
	for _, id := range []string{"j1", "j2"} {
		t.tell(id, bench.JobFinished{Outcome: bench.OutcomeDone})
	}
	result := bench.Result{Test: tg128, Round: bench.SentinelRound, SamplesNS: samples(tg128, after, after, after, after, after, after)}
	t.tell("j1", bench.SentinelFinished{Test: tg128, Outcome: bench.OutcomeDone, Result: &result})
	if warning, doubt := t.s.DriftWarning(); doubt {
		t.tell("", bench.Warned{Warning: warning})
	}
	t.tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return t.s
}

func TestRoundsAreToldInEveryReport(t *testing.T) {
	for format, write := range map[string]func(*bytes.Buffer, *bench.Session) error{
		"markdown": func(b *bytes.Buffer, s *bench.Session) error { return Markdown(b, s, Options{}) },
		"plain":    func(b *bytes.Buffer, s *bench.Session) error { return Plain(b, s, Options{}) },
	} {
		var b bytes.Buffer
		if err := write(&b, rounded(18)); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{
			"reached 1.0 % after 9 repetitions (±0.9 %)", "stopped by --max-time at ±2.3 % after 9 repetitions",
			"2 waits to cool down, 1:20 in all, 1 ended by the limit", "20.2 t/s before, 18.0 t/s after, 11 % slower",
			"The machine changed during the measurement", "--cool-down 2m",
		} {
			if !strings.Contains(strings.ReplaceAll(b.String(), `\`, ""), part) {
				t.Errorf("%s without %q:\n%s", format, part, b.String())
			}
		}
		if format == "markdown" && !strings.Contains(b.String(), "in 2 rounds over the jobs, so that drift affects all jobs equally (shuffled by seed 42)") {
			t.Errorf("the order is not told:\n%s", b.String())
		}
	}
}

func TestSteadySentinelLeavesNoDoubt(t *testing.T) {
	var b bytes.Buffer
	if err := Plain(&b, rounded(20.2), Options{}); err != nil {
		t.Fatal(err)
	}
	if text := b.String(); !strings.Contains(text, "within noise; starts of the engine differ by the same amount") || strings.Contains(text, "warning") {
		t.Error(text)
	}
}

func TestDocumentHoldsRoundsAndSentinel(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, rounded(18), Options{}); err != nil {
		t.Fatal(err)
	}
	var d Document
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	s := d.Session
	if s.Rounds != 2 || s.Added != 1 || s.Order != bench.OrderShuffle || s.Seed == nil || *s.Seed != 42 || s.Precision != 0.01 || s.MaxTime != 60 || len(s.CoolDowns) != 2 {
		t.Errorf("%+v", s)
	}
	if f := s.Sentinel; f == nil || f.Job != "j1" || f.Test != "tg128" || len(f.SamplesNS) != 6 || f.Drift == nil || !f.Drift.Doubtful {
		t.Errorf("%+v", f)
	}
	test := d.Jobs[0].Tests[0]
	if len(test.Rounds) != 3 || test.Summary.N != 9 || test.Precision == nil || test.Precision.End != bench.PrecisionReached {
		t.Errorf("the sentinel or a round is counted wrongly: %+v", test)
	}
}

// The list of added rounds used to have the name that elsewhere means their
// number. Both names are still read.
func TestAddedRoundsComeBackUnderBothNames(t *testing.T) {
	text := written(t, "report.md", rounded(18), Options{})
	if !strings.Contains(text, `"added":[`) || strings.Contains(text, `"rounds_added"`) {
		t.Errorf("they are called otherwise:\n%s", text)
	}
	for _, name := range []string{"added", "rounds_added"} {
		back, err := Read([]byte(strings.Replace(text, `"added":[`, `"`+name+`":[`, 1)))
		if err != nil || len(back.Added) != 1 {
			t.Errorf("as %s: %v, %+v", name, err, back)
		}
	}
}

// With six repetitions in six rounds, every repetition is the first of its
// start. Slow first repetitions cannot be seen then, and the report must say
// so.
func TestAReportSaysThatSlowFirstRepetitionsCannotBeSeen(t *testing.T) {
	s := sixRounds(measuredJob("j1", "Some 1B", "b1", 1e9))
	said := func() bool {
		return strings.Contains(written(t, "report.txt", s, Options{}), "a slow first repetition cannot be seen; -r 12 --rounds 6 measures two")
	}
	if !said() {
		t.Error("it is not said")
	}
	dealInto(s.Jobs[0].Tests[0], 3)
	if said() {
		t.Error("it is said although starts have two repetitions")
	}
}
