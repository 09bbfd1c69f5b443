package report

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"dragstrip/bench"
)

// manyJobs is a session with very many jobs: with as many models, with one
// model on as many builds, or with one model and as many sets of parameters.
func manyJobs(n int, of string) *bench.Session {
	t, plan := newTeller(), bench.Plan{Rounds: 6}
	for i := range n {
		j := measuredJob(fmt.Sprintf("j%d", i+1), "M 1B", "b1", 1e9)
		j.Model.Files = []bench.ModelFile{{Name: "m.gguf", SHA256: fmt.Sprintf("%064d", 0)}}
		switch of {
		case "models":
			j.Model.Files[0].SHA256 = fmt.Sprintf("%064d", i)
			j.Model.Name, j.Model.Path = fmt.Sprintf("M%d 1B", i), fmt.Sprintf("/m/%d.gguf", i)
		case "builds":
			j.Build.ID, j.Build.Version = fmt.Sprintf("b%d", i), fmt.Sprintf("0.%d", i)
		case "parameters":
			j.Params = bench.Params{"n_batch": fmt.Sprint(i + 1)}
		}
		j.Job.Tests = []bench.Test{pp512, tg128}
		plan.Jobs = append(plan.Jobs, j.Job)
	}
	t.tell("", bench.SessionStarted{Session: "many", Plan: plan})
	for i, j := range plan.Jobs {
		t.tell(j.ID, bench.EngineStarted{Invocation: i + 1, Argv: []string{"/usr/bin/llama-bench", "-m", j.Model.Path, "-r", "6"}, Build: j.Build, Log: "engine/" + j.ID})
		if of == "troubles" {
			t.tell(j.ID, bench.Warned{Warning: bench.Warning{Code: "other_load", Text: fmt.Sprintf("others kept %d cores busy", i)}, Test: pp512})
			t.tell(j.ID, bench.TestFailed{Test: tg128, Failure: bench.Failure{Code: bench.FailCrashed, Reason: fmt.Sprintf("crashed at %d", i)}})
			continue
		}
		for _, test := range j.Tests {
			for round := range int64(6) {
				ns := 1e9 + int64(i)*1e6 + round*1e6
				t.tell(j.ID, bench.TestFinished{Result: bench.Result{Test: test, Round: int(round), SamplesNS: []int64{ns}}})
			}
		}
	}
	return t.s
}

// TestJobsWithNothingInCommonTakeNoTable: if each of very many jobs of one
// model has different tests, rows times columns used to fill the memory.
func TestJobsWithNothingInCommonTakeNoTable(t *testing.T) {
	told, plan := newTeller(), bench.Plan{}
	for i := range bench.MaxJobs {
		j := measuredJob(fmt.Sprintf("j%d", i+1), "M 1B", "b1", 1e9)
		j.Job.Tests, j.Model.Origin = nil, "m-1b"
		if i%2 == 1 {
			j.Model.Format, j.Model.Path = "mlx", "/m/folder"
		}
		for k := range 10 {
			j.Job.Tests = append(j.Job.Tests, bench.Test{Prompt: 1 + 10*i + k})
		}
		plan.Jobs = append(plan.Jobs, j.Job)
	}
	told.tell("", bench.SessionStarted{Session: "s", Plan: plan})
	for _, j := range plan.Jobs {
		told.tell(j.ID, bench.TestFinished{Result: bench.Result{Test: j.Tests[0], SamplesNS: []int64{1e9}}})
	}
	for _, sheet := range within(told.s, false) {
		if cells := len(sheet.Rows) * len(sheet.Columns); cells > mostCells || sheet.beyond == 0 || len(sheet.Fair) == 0 {
			t.Errorf("%d cells, %d results have no place, %d sentences", cells, sheet.beyond, len(sheet.Fair))
		}
	}
	if words := unpaired(told.s); len(words) > 10*mostUnpaired || !strings.Contains(words[len(words)-1], "more pairs of jobs") {
		t.Errorf("%d sentences, the last is %q", len(words), words[len(words)-1])
	}
}

// BenchmarkManyJobs prints how the time for a report grows with its number of
// jobs.
//
//	go test ./bench/report -run '^$' -bench ManyJobs -benchtime 1x
func BenchmarkManyJobs(b *testing.B) {
	for _, of := range []string{"models", "builds", "parameters", "troubles"} {
		for _, n := range []int{100, 300, bench.MaxJobs} {
			s := manyJobs(n, of)
			for _, form := range []string{"markdown", "plain", "json"} {
				b.Run(fmt.Sprintf("%s/%d/%s", of, n, form), func(b *testing.B) {
					for b.Loop() {
						if err := writeAs(form, s); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

func writeAs(form string, s *bench.Session) error {
	o := Options{Home: "/home/u", User: "u"}
	switch form {
	case "markdown":
		return Markdown(io.Discard, s, o)
	case "plain":
		return Plain(io.Discard, s, o)
	}
	return JSON(io.Discard, s, o)
}

// Two texts that were joined already used to give "1 to 1.5 to 2".
func TestRangesAreJoinedToOneRange(t *testing.T) {
	for want, texts := range map[string][]string{
		"keep 1 to 2 of 2 cores busy":   {"keep 1.5 to 2 of 2 cores busy", "keep 1 to 2 of 2 cores busy"},
		"keep 0.5 to 2 of 2 cores busy": {"keep 1 to 1.5 of 2 cores busy", "keep 2 of 2 cores busy", "keep 0.5 of 2 cores busy"},
		"1:22 to 2:00 of 2":             {"1:30 of 2", "1:22 to 2:00 of 2"},
		"3 of 2":                        {"3 of 2", "3 of 2"},
	} {
		if got := rangesOf(texts); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		for _, text := range texts {
			if sameButNumbers(text) != sameButNumbers(texts[0]) {
				t.Errorf("%q and %q are not joined", text, texts[0])
			}
		}
	}
}

// One repetition has no standard deviation. "± 0.00" looked like a perfect one.
func TestOneRepetitionHasNoDeviation(t *testing.T) {
	row := func(tps ...float64) Row {
		sum := bench.Summarize(tps)
		return Row{Summary: sum}
	}
	if one, two := meanCell(row(4.73)), meanCell(row(4.73, 4.73)); strings.Contains(one, "±") || !strings.Contains(two, "±") {
		t.Errorf("of one %q, of two %q", one, two)
	}
}

// BenchmarkManyCompared prints how the time for a comparison grows with the
// number of jobs of its two sessions.
//
//	go test ./bench/report -run '^$' -bench ManyCompared -benchtime 1x
func BenchmarkManyCompared(b *testing.B) {
	for _, of := range []string{"models", "builds", "parameters"} {
		for _, n := range []int{125, 250, 500} {
			one, two := manyJobs(n, of), manyJobs(n, of)
			two.ID = "again"
			for _, axis := range []Axis{"", AxisModel, AxisBuild, AxisFlags, AxisMachine} {
				b.Run(fmt.Sprintf("%s/2x%d/by %s", of, n, axis), func(b *testing.B) {
					for b.Loop() {
						sessions := []*bench.Session{one, two}
						var sheet Sheet
						if axis == "" {
							sheet = SideBySide(sessions, 0, false)
						} else {
							sheet = By(axis, sessions, 0, false)
						}
						if err := SheetMarkdown(io.Discard, sheet, Options{Home: "/home/u", User: "u"}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}
