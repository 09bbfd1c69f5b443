package report

import (
	"encoding/csv"
	"strings"
	"testing"

	"dragstrip/bench"
)

// Every format tells every kind of warning, with its text, its remedy and the
// grade it gives the row.
func TestEveryWarningIsToldInEveryForm(t *testing.T) {
	for _, k := range bench.WarningKinds {
		s := sixRounds(measuredJob("j1", "Some 1B", "b1", 1e9))
		j := s.Jobs[0]
		j.Build.Engine, j.Build.Backends = "llama.cpp", []string{"CPU"}
		j.Tests[0].Results[0].Raw = `{"n_prompt": 0, "n_gen": 128, "model_type": "some 1B", "model_filename": "a.gguf", "backends": "CPU"}`
		const text = "words of this kind alone"
		warning := bench.Warning{Code: k.Code, Text: text}
		j.Tests[0].Warnings = []bench.Warning{warning}
		s.Warnings = []bench.SessionWarning{{Job: "j1", Warned: bench.Warned{Warning: warning, Test: j.Tests[0].Test}}}
		remedy := k.Remedy
		for form, want := range map[string][]string{
			"report.md":         {text, remedy, "| " + string(k.Grade)},
			"report.txt":        {text, remedy, string(k.Grade)},
			"report.csv":        {k.Code, text, remedy, string(k.Grade)},
			"report.json":       {`"code": "` + k.Code + `"`, text, strings.ReplaceAll(remedy, `"`, `\"`), `"verdict": "` + string(k.Grade) + `"`},
			"llama-bench.md":    {string(k.Grade) + ": some 1B tg128: ", text, remedy},
			"llama-bench.jsonl": {`"dragstrip_verdict": "` + string(k.Grade) + `"`, text, strings.ReplaceAll(remedy, `"`, `\"`)},
		} {
			if form == "llama-bench.md" && k.Grade == bench.GradeClean {
				continue // that table has only warnings that make a figure doubtful
			}
			got := written(t, form, s, Options{IncludeSuspect: true})
			if form == "report.csv" {
				got = cellsOf(t, got)
			}
			for _, w := range want {
				if !strings.Contains(strings.NewReplacer(`\`, "", "`", "").Replace(got), strings.NewReplacer(`\`, "", "`", "").Replace(w)) {
					t.Errorf("%s: %s does not say %q:\n%s", k.Code, form, w, got)
				}
			}
		}
		if list := Doubts(s); len(list) == 0 || list[0].Text != text || list[0].Remedy != remedy || list[0].Grade != k.Grade {
			t.Errorf("%s: the screen gets %+v", k.Code, list)
		}
	}
}

func cellsOf(t *testing.T, text string) string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows[len(rows)-1], "\n")
}

// llama.cpp's script averages everything that it reads. So suspect results are
// left out of its input, unless somebody asks for them. A note names what was
// left out.
func TestSuspectResultsAreNotHandedToAnotherProgramUnasked(t *testing.T) {
	s := sixRounds(measuredJob("j1", "Some 1B", "b1", 1e9), measuredJob("j2", "Some 1B", "b2", 1e9))
	for i, j := range s.Jobs {
		j.Tests[0].Results[0].Raw = `{"n_prompt": 0, "n_gen": 128, "build_commit": "b` + string(rune('1'+i)) + `", "model_filename": "a.gguf"}`
	}
	s.Jobs[1].Tests[0].Warnings = []bench.Warning{{Code: "swapping", Text: "memory is being swapped"}}
	without, with := written(t, "llama-bench.jsonl", s, Options{}), written(t, "llama-bench.jsonl", s, Options{IncludeSuspect: true})
	if !strings.Contains(without, `"b1"`) || strings.Contains(without, `"b2"`) || !strings.Contains(with, `"b2"`) {
		t.Errorf("without:\n%s\nwith:\n%s", without, with)
	}
	if names := SuspectResults(s, Options{}); len(names) != 1 || !strings.Contains(names[0], "job j2") || !strings.Contains(names[0], "swapped") {
		t.Errorf("%q", names)
	}
}

// A warning about the machine is told once, not for each job.
func TestAMachineWithoutHugePagesIsToldOnce(t *testing.T) {
	s := sixRounds(measuredJob("j1", "A 1B", "b1", 1e9), measuredJob("j2", "B 1B", "b1", 1e9))
	s.Machine.HugePages = "madvise"
	for _, j := range s.Jobs {
		j.Build.Backends = []string{"CPU"}
	}
	for _, form := range []string{"report.md", "report.txt"} {
		text := written(t, form, s, Options{})
		if n := strings.Count(text, "gives engines no huge pages"); n != 1 {
			t.Errorf("%s tells it %d times:\n%s", form, n, text)
		}
	}
	for _, r := range Rows(s) {
		if len(r.Doubts) != 1 || r.Doubts[0].Code != "huge_pages" || r.Grade != bench.GradeClean {
			t.Errorf("%s: %+v", r.Job.ID, r.Doubts)
		}
	}
}

// A warning that was read back from a report has no text. An empty line used to
// be written for it.
func TestAWarningWithoutATextIsToldByItsCode(t *testing.T) {
	s := sixRounds(measuredJob("j1", "Some 1B", "b1", 1e9))
	s.Warnings = []bench.SessionWarning{{Job: "j1", Warned: bench.Warned{Warning: bench.Warning{Code: "slow_first"}, Test: s.Jobs[0].Tests[0].Test}}}
	for _, d := range Doubts(s) {
		if d.Text == codesSaid["slow_first"] && d.Remedy != "" {
			return
		}
	}
	t.Errorf("%+v", Doubts(s))
}

// A report keeps only the codes of warnings. A report that was read back used to
// show such a code ("other load") where a sentence should be.
func TestEveryCodeThatLowersAGradeIsSaidInWords(t *testing.T) {
	for _, k := range bench.WarningKinds {
		if k.Grade != bench.GradeClean && codesSaid[k.Code] == "" {
			t.Errorf("%s has no words", k.Code)
		}
	}
	for code := range codesSaid {
		if bench.KindOf(code).Remedy == "" {
			t.Errorf("%s is no kind of warning", code)
		}
	}
}

// The report used to leave out what was measured on a device while the machine
// was busy.
func TestADoubtfulDeviceIsReportedWithItsDoubt(t *testing.T) {
	s := full(true)
	s.Machine.DeviceBandwidth = []bench.DeviceBandwidth{{Device: "Vulkan0", Description: "Radeon 8060S (RADV)", Slope: bench.Slope{MedianGBps: 177}, Doubts: []string{"it was busy"}}}
	text := written(t, "report.md", s, Options{})
	for _, want := range []string{"177 GB/s ?", "uncertain: it was busy"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, around(text, "177 GB/s"))
		}
	}
}

// A job that differs only in its tests used to be named by all of them, before
// the test with the warning: "pp16, tg4 · tg4".
func TestTheTestsOfAWarningStandOnce(t *testing.T) {
	job := func(id string, tests ...bench.Test) bench.Job {
		return bench.Job{ID: id, Model: bench.Model{Name: "Tiny", Quant: "Q8_0"}, Build: bench.EngineBuild{Engine: "llama.cpp"}, Tests: tests, Repetitions: 1}
	}
	prompt, generation := bench.Test{Prompt: 16}, bench.Test{Generation: 4}
	s := bench.Replay([]bench.Event{{Seq: 1, Fact: bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{job("j1", prompt, generation), job("j2", generation)}}}}})
	got := newGrouper(s, asIs).where([]note{{job: "j1", tests: []bench.Test{generation}}})
	if !strings.HasSuffix(got, "j1 · tg4") || strings.Contains(got, "pp16") {
		t.Errorf("%q", got)
	}
}
