package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"dragstrip/bench"
)

// importedSession is the journal of imported figures as it was first written.
func importedSession(t *testing.T) *bench.Session {
	t.Helper()
	text, err := os.ReadFile("../journal/testdata/imported.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return replayed(text)
}

// Published figures have no samples: no interval and no verdict is made of them,
// and wherever they stand, a mark says that they were not measured here.
func TestPublishedFiguresAreMarkedAndNotJudged(t *testing.T) {
	s := importedSession(t)
	rows := Rows(s)
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, r := range rows {
		if r.Grade != bench.GradePublished || r.Summary.HasInterval || !r.Summary.Published || !r.Measured() || len(r.Doubts) > 0 || GradeSign(r.Grade) != "○" {
			t.Errorf("%s: grade %s, %+v, doubts %v", r.Test.Test, r.Grade, r.Summary, r.Doubts)
		}
	}
	if got := rows[0].Summary; got.Median != 1294 || got.StdDev != 3.2 || got.N != 0 {
		t.Errorf("%+v", got)
	}
	for name, parts := range map[string][]string{
		"md":   {"**Imported** from post.md (J. Doe, 2025-08-06)", "did not measure", "Framework Desktop", "published ○"},
		"text": {"measured on Framework Desktop, imported from post.md (J. Doe, 2025-08-06)", "pp512 ○", "published ○"},
		"csv":  {"from post.md (J. Doe, 2025-08-06)", ",published,"},
		"html": {"<strong>Imported</strong> from post.md (J. Doe, 2025-08-06)", "did not measure", "Framework Desktop", "published ○", "○: published by somebody else", "· 3 results", "Made by dragstrip"},
		"json": {`"from": "post.md"`, `"published": {`, `"verdict": "published"`},
	} {
		format, _ := FormatNamed(name)
		var text bytes.Buffer
		if err := format.Write(&text, s, Options{}); err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if !strings.Contains(text.String(), part) {
				t.Errorf("%s: no %q in\n%s", name, part, text.String())
			}
		}
		for _, never := range []string{"1 repetition", "Take 6 repetitions", "finished after", "NaN", "measured with dragstrip"} {
			if strings.Contains(text.String(), never) {
				t.Errorf("%s says %q", name, never)
			}
		}
	}
}

func TestPublishedFiguresGiveNoVerdict(t *testing.T) {
	s, own := importedSession(t), full(true)
	for _, sheet := range []Sheet{SideBySide([]*bench.Session{s}, 0, false), SideBySide([]*bench.Session{own, s}, 0, false)} {
		marked := 0
		for at, c := range sheet.Columns {
			if c.Session == s {
				marked++
				if !strings.Contains(c.Detail, "from post.md") {
					t.Errorf("column %s does not name its source: %q", c.Name, c.Detail)
				}
			}
			for _, row := range sheet.Rows {
				if cell := row.Cells[at]; cell.Row != nil && cell.Row.Session == s && (cell.Compared || cell.HasRatio() || cell.Measured() && cell.ShortChange() != "·") {
					t.Errorf("%s: %+v", row.Name(), cell.Comparison)
				}
			}
		}
		if marked != 2 {
			t.Errorf("%d columns of the imported session, want one for each backend", marked)
		}
	}
}

// A headline used to give the figure of a model that only somebody else had
// measured as if it had been measured here.
func TestAHeadlineMarksAModelThatOnlySomebodyElseMeasured(t *testing.T) {
	s := importedSession(t)
	own := sixRounds(measuredJob("j1", "small", "b1", 1e9))
	for want, sessions := range map[string][]*bench.Session{
		"small: 128 t/s with ":   {own, s},
		", published, lowest ":   {own, s},
		"with ROCm, lowest 46.7": {s},
	} {
		sheet := SideBySide(sessions, 0, false)
		if first, _ := (headline{sheet: sheet, names: sheet.ColumnNames(Options{}).Full, model: asIs}).sentences(); !strings.Contains(first, want) {
			t.Errorf("no %q in %s", want, first)
		}
	}
}

// A comparison of published figures has no change. How changes are computed used
// to be explained below it.
func TestWithoutAChangeNoneIsExplained(t *testing.T) {
	two := SideBySide([]*bench.Session{importedSession(t)}, 0, false)
	for _, write := range []func(io.Writer, Sheet, Options) error{SheetMarkdown, SheetHTML} {
		var text bytes.Buffer
		if err := write(&text, two, Options{}); err != nil || len(two.Columns) < 2 {
			t.Fatal(err, len(two.Columns))
		}
		for _, never := range []string{"Welch", "Holm", "relative to"} {
			if strings.Contains(text.String(), never) {
				t.Errorf("%q in\n%s", never, text.String())
			}
		}
	}
}

// In the legend, one sign used to mean both "no verdict" and "published by
// somebody else".
func TestEverySignHasOneMeaning(t *testing.T) {
	meaning := map[string]string{}
	add := func(sign, means string) {
		if was := meaning[sign]; was != "" && was != means {
			t.Errorf("%q means %q and %q", sign, was, means)
		}
		meaning[sign] = means
	}
	for _, v := range []bench.Verdict{bench.Faster, bench.Slower, bench.NoDiff, bench.Doubtful, bench.FewStarts} {
		add(VerdictSign(v), "verdict "+string(v))
	}
	for _, g := range []bench.Grade{bench.GradeNoisy, bench.GradeSuspect, bench.GradePublished} {
		add(GradeSign(g), "grade "+string(g))
	}
	legend := pivot{signs: map[string]bool{}}
	for sign := range meaning {
		legend.signs[sign] = true
	}
	for _, line := range legend.legend("A") {
		if sign, means, found := strings.Cut(line, ": "); found {
			add("legend "+sign, means)
		}
	}
}

// A report of imported results is read back as imported results.
func TestImportedResultsStayImported(t *testing.T) {
	s := importedSession(t)
	for name, back := range readBack(t, s) {
		if !reflect.DeepEqual(back.Imported, s.Imported) {
			t.Errorf("%s: %+v", name, back.Imported)
		}
		if got, want := judgements(back), judgements(s); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v\nwant\n%+v", name, got, want)
		}
	}
	// The session is told again as events. They must make the same session.
	again := bench.Replay(Retold(s))
	if got, want := judgements(again), judgements(s); !reflect.DeepEqual(got, want) {
		t.Errorf("retold:\n%+v\nwant\n%+v", got, want)
	}
}

// A journal may come from anybody: figures that nobody can have measured are
// dropped, and a test without any other figure has failed.
func TestImpossiblePublishedFiguresAreDropped(t *testing.T) {
	text, err := os.ReadFile("../journal/testdata/imported.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, tps := range []string{"-5", "0", "1e300", "1e-300"} {
		bad := strings.Replace(string(text), `"tps":46.7`, `"tps":`+tps, 1)
		s := replayed([]byte(bad))
		if tests := s.Tally(); tests.Measured != 2 || tests.Asked != 3 {
			t.Errorf("%s: %s", tps, tests)
		}
		var out bytes.Buffer
		if err := JSON(&out, s, Options{}); err != nil || !json.Valid(out.Bytes()) {
			t.Errorf("%s: %v", tps, err)
		}
	}
}

// In a table from somebody else, a model has the name that the engine gives it.
// Its figures stand in the row of our own model of that type and size, if only
// one fits.
func TestPublishedFiguresStandInTheRowOfTheirModel(t *testing.T) {
	own := func(name string, size int64) *bench.Session {
		job := bench.Job{ID: "j1", Model: bench.Model{Name: name, Quant: "Q4_0", Path: "/m/" + name}, Tests: []bench.Test{{Generation: 128}}, Repetitions: 1}
		return bench.Replay([]bench.Event{
			{Seq: 1, Fact: bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{job}}}},
			{Seq: 2, Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: job.Tests[0], SamplesNS: []int64{2e9}, ModelType: "llama 7B Q4_0", ModelSizeBytes: size}}},
		})
	}
	s := importedSession(t)
	for _, r := range s.Jobs[0].Tests[1].Results {
		if r.ModelType != "llama 7B Q4_0" {
			t.Fatal(r.ModelType)
		}
	}
	for _, c := range []struct {
		own  []*bench.Session
		rows int // of tg128
	}{
		{[]*bench.Session{own("Llama 2 7B", 3_825_065_984)}, 1},
		{[]*bench.Session{own("Llama 2 7B", 3_825_065_984), own("Vicuna 7B", 3_825_065_984)}, 3},
	} {
		for _, order := range [][]*bench.Session{append(c.own, s), append([]*bench.Session{s}, c.own...)} {
			rows := 0
			for _, row := range SideBySide(order, 0, false).Rows {
				if row.Test.IsDecode() {
					rows++
				}
			}
			if rows != c.rows {
				t.Errorf("%d rows, want %d", rows, c.rows)
			}
		}
	}
}

// What others published for a model used to stand in a row of its own, below the
// row of its stand-in, although both are equally fast.
func TestPublishedFiguresStandInTheRowOfTheStandIn(t *testing.T) {
	session := func(from string, models ...bench.Model) *bench.Session {
		var jobs []bench.Job
		for i, m := range models {
			m.Path = fmt.Sprint("/m/", i)
			jobs = append(jobs, bench.Job{ID: fmt.Sprint("j", i), Model: m, Tests: []bench.Test{{Generation: 128}}, Repetitions: 1})
		}
		events := []bench.Event{{Seq: 1, Fact: bench.SessionStarted{Plan: bench.Plan{Jobs: jobs}}}}
		if from != "" {
			events = append(events, bench.Event{Seq: 2, Fact: bench.SessionImported{From: from}})
		}
		for _, j := range jobs {
			result := bench.Result{Test: j.Tests[0], SamplesNS: []int64{2e9}}
			if from != "" {
				result = bench.Result{Test: j.Tests[0], Published: &bench.Published{TPS: 90}}
			}
			events = append(events, bench.Event{Seq: int64(len(events) + 1), Job: j.ID, Fact: bench.TestFinished{Result: result}})
		}
		return bench.Replay(events)
	}
	whole := bench.Model{Name: "Llama 2 7B", Quant: "Q4_0"}
	standIn, other := whole, bench.Model{Name: "Llama 2 7B", Quant: "Q8_0", StandIn: true}
	standIn.StandIn = true
	for name, c := range map[string]struct {
		own  []bench.Model
		rows int
	}{
		"its stand-in":         {[]bench.Model{standIn}, 1},
		"another quantization": {[]bench.Model{other}, 2},
		"the model, too":       {[]bench.Model{standIn, whole}, 2},
	} {
		if rows := SideBySide([]*bench.Session{session("", c.own...), session("a table", whole)}, 0, false).Rows; len(rows) != c.rows {
			t.Errorf("%s: %d rows, want %d", name, len(rows), c.rows)
		}
	}
}

// What a source does not say used to be stated: "without OMP_PROC_BIND", "fa
// default", "another machine".
func TestWhatASourceDoesNotSayIsNoSetting(t *testing.T) {
	own := bench.Replay([]bench.Event{
		{Seq: 1, Fact: bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{{
			ID: "j1", Model: bench.Model{Name: "llama 7B", Quant: "Q4_0", Path: "/m/own"}, Tests: []bench.Test{{Generation: 128}}, Repetitions: 1, Params: bench.Params{"flash_attn": "1"},
			Build: bench.EngineBuild{ID: "own", Engine: "llama.cpp", Version: "0.7.0", Backends: []string{"Vulkan"}, Env: []string{"OMP_PROC_BIND=true"}},
		}}}}},
		{Seq: 2, Fact: bench.MachineDescribed{Machine: bench.Machine{Line: "my machine"}}},
		{Seq: 3, Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: bench.Test{Generation: 128}, SamplesNS: []int64{2e9}}}},
	})
	theirs := bench.Replay([]bench.Event{
		{Seq: 1, Fact: bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{{ID: "j1", Model: bench.Model{Name: "llama 7B", Quant: "Q4_0"}, Tests: []bench.Test{{Generation: 128}}, Build: bench.EngineBuild{Backends: []string{"CUDA"}}}}}}},
		{Seq: 2, Fact: bench.SessionImported{From: "pasted text"}},
		{Seq: 3, Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: bench.Test{Generation: 128}, Published: &bench.Published{TPS: 90}}}},
	})
	sides := []*bench.Session{own, theirs}
	for name, sheet := range map[string]Sheet{"side by side": SideBySide(sides, 0, false), "flags": By(AxisFlags, sides, 0, false), "build": By(AxisBuild, sides, 0, false), "machine": By(AxisMachine, sides, 0, false)} {
		names := sheet.ColumnNames(Options{})
		all := strings.Join(append(names.Full, strings.Join(sheet.Fair, "\n")), "\n")
		for _, never := range []string{"without", "default", "another machine", "version not known", "not set", "no flags"} {
			if strings.Contains(all, never) {
				t.Errorf("%s: the names say %q:\n%s", name, never, all)
			}
		}
		if want := map[string]string{"side by side": "CUDA · from pasted text", "flags": "not stated", "build": "CUDA"}[name]; want != "" && names.Full[1] != want {
			t.Errorf("%s: called %q, want %q", name, names.Full[1], want)
		}
	}
}

// Threads that llama-bench prints for every row are no parameter of an imported
// job, and used to be called "not stated" beside somebody's own -t.
func TestPublishedThreadsAreStated(t *testing.T) {
	own := &bench.JobState{Job: bench.Job{Params: bench.Params{"n_threads": "1"}}}
	theirs := &bench.JobState{OnlyStated: true, Tests: []*bench.TestState{{Results: []bench.Result{{Threads: 16}, {Threads: 16}}}}}
	said := func() string { return strings.Join(shownDifferences(jobDifferences(own, theirs), asIs), ", ") }
	if got := said(); !strings.Contains(got, "-t (1, 16)") {
		t.Error(got)
	}
	theirs.Tests[0].Results[1].Threads = 8
	if got := said(); !strings.Contains(got, "-t (1, not stated)") {
		t.Error(got)
	}
	own.Params["n_threads"], theirs.Tests[0].Results[1].Threads = "16", 16
	if got := said(); strings.Contains(got, "-t ") {
		t.Error(got)
	}
}

// TestAStoppedJobTellsTheRepetitionsThatItHas: a report of a session that was
// stopped in its first round said "6 repetitions" of figures with two.
func TestAStoppedJobTellsTheRepetitionsThatItHas(t *testing.T) {
	measured := func(outcome bench.Outcome, samples ...int64) *bench.TestState {
		return &bench.TestState{State: bench.StateFinished, Outcome: outcome, Results: []bench.Result{{SamplesNS: samples}}}
	}
	none := &bench.TestState{State: bench.StateFinished, Outcome: bench.OutcomeStopped}
	for want, tests := range map[string][]*bench.TestState{
		"4 repetitions":           {measured(bench.OutcomeDone, 1, 2, 3, 4), none},
		"2 of 4 repetitions":      {measured(bench.OutcomeStopped, 1, 2), none},
		"2 to 4 of 4 repetitions": {measured(bench.OutcomeDone, 1, 2, 3, 4), measured(bench.OutcomeStopped, 1, 2)},
	} {
		j := &bench.JobState{Job: bench.Job{Repetitions: 4}, Tests: tests}
		if got := repetitionsSaid(&bench.Session{}, j); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
