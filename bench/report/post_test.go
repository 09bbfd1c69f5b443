package report

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"dragstrip/bench"
)

// sweep is a session of models × builds × flash attention, in six rounds. `-fa
// on` with the first build is fastest. All jobs have similar warnings.
func sweep(models, builds int) *bench.Session {
	t := newTeller()
	var jobs []bench.Job
	for m := range models {
		name := fmt.Sprintf("Llama 3.%d %dB", m, m+1)
		model := bench.Model{
			Name: name, Quant: "Q4_K_M", Format: "gguf", Arch: "llama", Path: fmt.Sprintf("/models/llama-%d.gguf", m), SizeBytes: 2 << 30, ParamCount: 3e9,
			ReadBytesPerToken: 2 << 30, Files: []bench.ModelFile{{Name: fmt.Sprintf("llama-%d.gguf", m), SizeBytes: 2 << 30, SHA256: fmt.Sprintf("%064x", m+1)}},
		}
		for b := range builds {
			build := bench.EngineBuild{
				ID: fmt.Sprint("llama-", b), Engine: "llama.cpp", Version: "0.7.0", Number: 11669, Commit: "abcdef0", Backends: []string{"Vulkan"},
				Prefix: []string{fmt.Sprintf("/opt/build-%d/bin/llama-bench", b)}, Origin: fmt.Sprintf("/opt/build-%d/bin", b),
				Traits: bench.Traits{Formats: []string{"gguf"}, Lines: "llama-bench"},
			}
			for _, fa := range []string{"on", "off"} {
				jobs = append(jobs, bench.Job{
					ID: fmt.Sprint("j", len(jobs)+1), Model: model, Build: build, Params: bench.Params{"flash_attn": fa},
					Tests: []bench.Test{pp512, tg128}, Repetitions: 6,
				})
			}
		}
	}
	t.tell("", bench.SessionStarted{Session: "20261123-165003-ab12", DragstripVersion: "0.1.0", Plan: bench.Plan{Rounds: 6, Jobs: jobs}})
	t.tell("", bench.MachineDescribed{Machine: framework()})
	for round := range 6 {
		for i, j := range jobs {
			t.tell(j.ID, bench.EngineStarted{
				Invocation: i, Build: j.Build, Env: []string{"GGML_NO_BACKTRACE=1", "LC_ALL=C"},
				Argv: append(append([]string{}, j.Build.Prefix...), "-m", j.Model.Path, "-r", "1", "-o", "jsonl", "--progress", "-fa", j.Params["flash_attn"], "-p", "512", "-n", "128"),
			})
			speed := 1 + 0.1*float64(i%2*-1) - 0.01*float64(i%(2*builds)/2)
			for _, test := range []bench.Test{pp512, tg128} {
				ns := samples(test, 90*speed+float64(round)/100)
				t.tell(j.ID, bench.TestFinished{Result: bench.Result{
					Test: test, Round: round, SamplesNS: ns, Backend: "Vulkan", GPU: "Radeon 8060S", BuildNumber: 11669, BuildCommit: "abcdef0", Threads: 8,
					Raw: rawLine("abcdef0", 11669, j.Model.Path, test, ns),
				}})
			}
		}
	}
	for i, j := range jobs {
		t.tell(j.ID, bench.Warned{Test: tg128, Warning: bench.Warning{Code: "huge_pages", Text: fmt.Sprintf("%d of 99 pages are small", i+1), Remedy: "make them large"}})
		t.tell(j.ID, bench.JobFinished{Outcome: bench.OutcomeDone})
	}
	t.tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return t.s
}

// A report of eight jobs used to have 80 kB and 740 lines. A forum accepts
// 65,536 letters.
func TestAReportCanBePosted(t *testing.T) {
	for _, c := range []struct{ models, builds, most int }{{2, 2, 30_000}, {10, 2, mostPosted}, {1, 20, mostPosted}, {8, 6, mostPosted}} {
		s := sweep(c.models, c.builds)
		name := fmt.Sprintf("%d jobs", len(s.Jobs))
		p := NewPost(s, Options{})
		if len(p.Text) > c.most {
			t.Errorf("%s: %d bytes", name, len(p.Text))
		}
		top, _, _ := strings.Cut(p.Text, "<details>")
		if n := strings.Count(top, "\n"); n > topLines {
			t.Errorf("%s: the top has %d lines:\n%s", name, n, top)
		}
		if strings.Contains(p.Text, "…") {
			t.Errorf("%s: cut at %q", name, around(p.Text, "…"))
		}
		// What was measured can be read back from the report, or from the file
		// beside it.
		back, err := Read([]byte(orText(p.Recipe, p.Text)))
		if err != nil || len(back.Jobs) != len(s.Jobs) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, j := range s.Jobs {
			for k, test := range j.Tests {
				if got := back.Jobs[i].Tests[k].StartsTPS(); !reflect.DeepEqual(got, test.StartsTPS()) {
					t.Errorf("%s: %s %s comes back as %v", name, j.ID, test.Test, got)
				}
			}
		}
		if len(s.Jobs) <= 40 && p.Recipe != "" {
			t.Errorf("%s: a file beside it is needed", name)
		}
		if p.Recipe != "" && !strings.Contains(p.Text, "--format rerun") {
			t.Errorf("%s does not say where the plan is", name)
		}
	}
}

func TestTheTopSaysWhatIsFastestByHowMuchAndWhy(t *testing.T) {
	top, folded, _ := strings.Cut(NewPost(sweep(2, 2), Options{}).Text, "<details>")
	for _, want := range []string{
		"**Generation (tg128) on Ryzen AI Max+ 395, fastest with fa on · build-0, next fa on · build-1. Llama 3.0 1B Q4\\_K\\_M: 90.0 against 89.1 t/s, 1.0 % faster (1.0 % to 1.0 %); Llama 3.1 2B",
		"Prompt processing (pp512), fastest with", "of the 256 GB/s specified",
		"| t/s                             | fa on · build-0 | fa off · build-0 | fa on · build-1 | fa off · build-1 |",
		"| Llama 3.1 2B Q4\\_K\\_M · tg128 | **90.0** ± 0.02  |     81.0 -10.0 %  |",
		"llama.cpp 0.7.0 b11669 · Vulkan · 6 repetitions in 6 rounds",
		"**tg128 of 8 jobs**: 1 to 8 of 99 pages are small. *What to do:* make them large.",
		"llama-bench -m llama-1.gguf -p 512 -n 128 -fa on -r 6  # fa on · build-0; fa on · build-1\n",
	} {
		if !strings.Contains(spaced(top), spaced(want)) {
			t.Errorf("%q is not in\n%s", want, top)
		}
	}
	if strings.Count(top, "pages are small") != 1 {
		t.Errorf("a warning stands more than once:\n%s", top)
	}
	if strings.Contains(folded, "## ") {
		t.Errorf("not folded:\n%s", around(folded, "## "))
	}
}

// Eight jobs used to repeat "no difference shown" for each model.
func TestTheHeadlineSaysOnceWhatAllModelsShare(t *testing.T) {
	s := sweep(2, 2)
	for i, j := range s.Jobs {
		j.Tests[1].Results = s.Jobs[i/4*4].Tests[1].Results
		for _, test := range j.Tests {
			test.Warnings = nil
		}
	}
	top := NewPost(s, Options{}).Text
	want := "Generation (tg128) on Ryzen AI Max+ 395, no difference shown. Llama 3.0 1B Q4\\_K\\_M: 90.0 t/s; Llama 3.1 2B Q4\\_K\\_M: 90.0 t/s."
	if !strings.Contains(top, want) {
		t.Errorf("%q is not in\n%.600s", want, top)
	}
}

// The headline names three rows. What only these three share used to be said
// before them, as if it were true of the fourth row, too.
func TestTheHeadlineSaysOnceOnlyWhatAllRowsShare(t *testing.T) {
	s := sweep(4, 2)
	for i, j := range s.Jobs {
		if i < 12 {
			j.Tests[1].Results = s.Jobs[i/4*4].Tests[1].Results
		}
		for _, test := range j.Tests {
			test.Warnings = nil
		}
	}
	top, _, _ := strings.Cut(NewPost(s, Options{}).Text, "<details>")
	want := "Generation (tg128) on Ryzen AI Max+ 395. Llama 3.0 1B Q4\\_K\\_M: 90.0 t/s, no difference shown; "
	if !strings.Contains(top, want) || !strings.Contains(top, "no difference shown; 1 model more in the table.") {
		t.Errorf("%q is not in\n%.600s", want, top)
	}
}

// With eight jobs the text for a terminal names each job by what differs from
// the other jobs, and lists the comparisons as a table.
func TestEightJobsAreNamedByWhatDiffersOnATerminal(t *testing.T) {
	text := written(t, "report.txt", sweep(2, 2), Options{Width: 100})
	for _, want := range []string{
		"all jobs: llama.cpp 0.7.0 b11669 · Vulkan\nj1, j5: fa on · build-0\nj2, j6: fa off · build-0\n",
		"\ntest   baseline  candidate   change",
		"\ntg128        j5         j6",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

// Two or three starts that lie far apart used to give "-93.3 % to +627.4 %".
func TestTheEndsOfAnIntervalThatTellsNothingAreNotWritten(t *testing.T) {
	for want, c := range map[string][3]float64{
		"-2.7 % to -2.3 %":        {0.975, 0.973, 0.977},
		bench.TooUncertain:        {0.7, 0.067, 7.274},
		"-78.0 % to +20.0 %":      {0.65, 0.22, 1.2},
		"+20.0 % to over +1000 %": {3, 1.2, 40},
		"+150 % to +700 %":        {3.5, 2.5, 8},
		"+1900 % to over +5900 %": {30, 20, 1000}, // used to be "+1900 % to over +1000 %"
		"-99.0 % to -20.0 %":      {0.09, 0.01, 0.8},
	} {
		if got := intervalOf(c[0], c[1], c[2], bench.FormatChange); got != want {
			t.Errorf("%v: %s, not %s", c, got, want)
		}
	}
}

// One table used to mix "± 0.2", "[272 – 299]" and "± > 100 %" behind t/s.
func TestTheIntervalsOfATableHaveOneForm(t *testing.T) {
	var rows []Row
	for _, ends := range [][2]float64{{87.9, 88.3}, {60, 89}, {1, 900}} {
		row := Row{Test: &bench.TestState{}, Summary: bench.Summary{N: 6, Starts: 2, Median: 88.1, Low: ends[0], High: ends[1], HasInterval: true}}
		rows = append(rows, row)
	}
	for i, want := range []string{"88.1 ± 0.2", "88.1 ± 28.1", "88.1 uncertain"} {
		if got := medianCell(rows[i]); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if notes := strings.Join(IntervalNotes(rows), "\n"); !strings.Contains(notes, bench.UncertainMeans) {
		t.Errorf("nothing explains it: %s", notes)
	}
	if notes := strings.Join(IntervalNotes(rows[:2]), "\n"); strings.Contains(notes, bench.TooUncertain) {
		t.Errorf("it explains what is not there: %s", notes)
	}
}

// spaced is a text in which several spaces become one.
func spaced(s string) string { return regexp.MustCompile(` +`).ReplaceAllString(s, " ") }

// The headline must not name a winner unless the verdicts show one.
func TestTheHeadlineClaimsNoMoreThanTheVerdicts(t *testing.T) {
	for name, c := range map[string]struct {
		change    func(*bench.Session)
		says, not string
	}{
		"one start": {func(s *bench.Session) {
			for _, j := range s.Jobs {
				for _, test := range j.Tests {
					dealInto(test, 1)
				}
			}
		}, "no verdict, highest 90.0 t/s with fa on · build-0, lowest 80.1.", "faster"},
		"a noisy side": {func(s *bench.Session) {
			s.Jobs[0].Tests[1].Warnings = []bench.Warning{{Code: "other_load", Text: "others were busy"}}
		}, "no clear winner, highest 90.0 t/s with fa on · build-0, lowest 80.1.", "% faster"},
		"a noisy column": {func(s *bench.Session) {
			s.Jobs[2].Tests[1].Warnings = []bench.Warning{{Code: "other_load", Text: "others were busy"}}
		}, "11 % faster (11 % to 11 %) than fa off · build-0 (81.0), no verdict on fa on · build-1", "no difference shown"},
		"the same": {func(s *bench.Session) {
			for _, j := range s.Jobs[1:] {
				j.Tests[1].Results = s.Jobs[0].Tests[1].Results
			}
		}, "90.0 t/s, no difference shown", "% faster"},
		"two alike": {func(s *bench.Session) { s.Jobs[2].Tests[1].Results = s.Jobs[0].Tests[1].Results }, "90.0 t/s with fa on, 11 % faster (11 % to 11 %) than fa off · build-0 (81.0)", "build-0, 1.0 %"},
		"a suspect one": {func(s *bench.Session) {
			s.Jobs[0].Tests[1].Warnings = []bench.Warning{{Code: "swapping", Text: "memory is being swapped"}}
		}, "89.1 t/s with fa on · build-1", "90.0 t/s"},
		"nothing yet": {func(s *bench.Session) {
			for _, j := range s.Jobs {
				for _, test := range j.Tests {
					test.Results = nil
				}
			}
		}, "Nothing was measured", "faster"},
	} {
		s := sweep(1, 2)
		c.change(s)
		first, _, _ := strings.Cut(strings.SplitN(NewPost(s, Options{}).Text, "\n", 4)[2], "** ")
		if !strings.Contains(first, c.says) || strings.Contains(first, c.not) {
			t.Errorf("%s: %s", name, first)
		}
	}
}

// The reason used to stand before the figures, and "1.73 to 388 t/s" did not
// say which configuration was at which end.
func TestWhyThereIsNoWinnerStandsBehindTheFigures(t *testing.T) {
	s := sweep(2, 2)
	for _, j := range s.Jobs {
		for _, test := range j.Tests {
			test.Warnings = []bench.Warning{{Code: "other_load", Text: "others were busy"}}
		}
	}
	said := strings.SplitN(NewPost(s, Options{}).Text, "\n", 4)[2]
	want := `**Generation (tg128) on Ryzen AI Max+ 395, no clear winner, highest with fa on · build-0. Llama 3.0 1B Q4\_K\_M: 90.0 t/s, lowest 80.1; Llama 3.1 2B Q4\_K\_M: 90.0 t/s, lowest 80.1.** Prompt`
	if !strings.HasPrefix(said, want) || strings.Count(said, "Differences are doubtful: a side is noisy or throttled.") != 1 {
		t.Errorf("%s\nwant %s", said, want)
	}
}

// Somebody else's figure used to be the end of a range of "uncertain figures".
func TestAPublishedFigureIsNamedAsOne(t *testing.T) {
	s := sweep(1, 1)
	for want, tps := range map[string]float64{
		"no verdict, highest 99.0 t/s with fa off, published, measured 90.0 with fa on.": 99,
		"no verdict, highest 90.0 t/s with fa on, published 80.0 with fa off.":           80,
	} {
		theirs := s.Jobs[1].Tests[1].Results[0]
		theirs.SamplesNS, theirs.Published = nil, &bench.Published{TPS: tps}
		s.Jobs[1].Tests[1].Results = []bench.Result{theirs}
		first, after, _ := strings.Cut(strings.SplitN(NewPost(s, Options{}).Text, "\n", 4)[2], "** ")
		if !strings.HasSuffix(first, want) || !strings.Contains(after, "There is no verdict on published figures") {
			t.Errorf("%s\n%s\nwant %s", first, after, want)
		}
	}
}

// Columns are told apart by the model's file if two models have one name, and
// by its quantization if two engines have one model.
func TestColumnsOfCopiesAreToldByTheirFiles(t *testing.T) {
	s := sweep(2, 1)
	for i, j := range s.Jobs {
		j.Model = s.Jobs[0].Model
		j.Model.Path = fmt.Sprintf("/models/copy-%d.gguf", i/2)
	}
	if got := strings.Join(byConfiguration(s, false).ColumnNames(Options{}).Full, ", "); got != "fa on · copy-0.gguf, fa off · copy-0.gguf, fa on · copy-1.gguf, fa off · copy-1.gguf" {
		t.Error(got)
	}
}

func TestALackOfASettingIsSaidWithoutWith(t *testing.T) {
	for name, want := range map[string]string{"without X": "184 t/s without X", "X=1": "184 t/s with X=1"} {
		if got := (clause{figure: "184", with: name}).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		once, _ := common([]clause{{figure: "1", with: name}, {figure: "2", with: name}})
		if once != strings.TrimPrefix(want, "184 t/s ") {
			t.Errorf("said once: %q", once)
		}
	}
}

// A report of eight jobs with many warnings had 32 kB. What is repeated in it is
// left out first: the samples stand in the part for programs.
func TestAReportOfAFewJobsLeavesOutWhatItRepeats(t *testing.T) {
	for _, c := range []struct {
		jobs, figures int
		want          string
	}{
		{8, 20_000, "figures printed"},
		{8, 29_000, "figures"},
		{8, 31_000, "figures printed samples"}, // leaving them out would not make it short
		{8, 50_000, "figures printed"},
		{9, 20_000, "figures printed samples"},
	} {
		parts := []folded{{"figures", strings.Repeat("f", c.figures), 1}, {"printed", strings.Repeat("p", 4_000), 8}, {"samples", strings.Repeat("s", 7_000), 9}}
		text := fitted("top\n", parts, "end\n", "last", c.jobs)
		var has []string
		for _, part := range parts {
			if strings.Contains(text, part.body) {
				has = append(has, part.title)
			}
		}
		if got := strings.Join(has, " "); got != c.want || strings.Contains(text, "Left out") != (len(has) < len(parts)) {
			t.Errorf("%d jobs, %d bytes of figures: %s, %d bytes", c.jobs, c.figures, got, len(text))
		}
	}
}
