package report

import (
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// measuredJob is a job with one test in six rounds, each with one sample of
// about ns nanoseconds.
func measuredJob(id, model, build string, ns int64) *bench.JobState {
	job := bench.Job{
		ID: id, Model: bench.Model{Name: model, Path: "/m/" + model}, Build: bench.EngineBuild{ID: build, Engine: "llama.cpp", Version: build},
		Tests: []bench.Test{{Generation: 128}}, Repetitions: 6,
	}
	t := &bench.TestState{Test: job.Tests[0], State: bench.StateFinished, Outcome: bench.OutcomeDone}
	for i := range int64(6) {
		t.Results = append(t.Results, bench.Result{Test: job.Tests[0], Round: int(i), SamplesNS: []int64{ns + i*ns/1000}})
	}
	return &bench.JobState{Job: job, Tests: []*bench.TestState{t}}
}

// sixRounds is a session of such jobs.
func sixRounds(jobs ...*bench.JobState) *bench.Session {
	return &bench.Session{Plan: bench.Plan{Rounds: 6}, Jobs: jobs}
}

func TestBuildsStandSideBySideOverTheirModels(t *testing.T) {
	s := sixRounds(
		measuredJob("j1", "small", "b1", 1e9), measuredJob("j2", "small", "b2", 2e9),
		measuredJob("j3", "large", "b1", 4e9), measuredJob("j4", "large", "b2", 4e9),
	)
	sheet := SideBySide([]*bench.Session{s}, 0, false)
	if len(sheet.Columns) != 2 || len(sheet.Rows) != 2 || sheet.ByModel {
		t.Fatalf("%d panes, %d rows, by model %v", len(sheet.Columns), len(sheet.Rows), sheet.ByModel)
	}
	if c := sheet.Rows[0].Cells[1]; !c.Compared || c.Verdict != bench.Slower || VerdictSign(c.Verdict) != "↓" {
		t.Errorf("half the speed is %+v", c.Comparison)
	}
	if c := sheet.Rows[1].Cells[1]; c.Verdict != bench.NoDiff {
		t.Errorf("the same speed is %q", c.Verdict)
	}
	if len(sheet.Differs()) != 1 || !strings.Contains(sheet.Differs()[0], "engine build (") {
		t.Errorf("%q", sheet.Differs())
	}
	turned := SideBySide([]*bench.Session{s}, 1, false)
	if c := turned.Rows[0].Cells[0]; c.Verdict != bench.Faster || turned.Rows[0].Cells[1].Compared {
		t.Errorf("with the other baseline: %+v", c.Comparison)
	}
}

func TestOneBuildSetsItsModelsSideBySide(t *testing.T) {
	s := sixRounds(measuredJob("j1", "small", "b1", 1e9), measuredJob("j2", "large", "b1", 4e9))
	sheet := SideBySide([]*bench.Session{s}, 0, false)
	if !sheet.ByModel || len(sheet.Columns) != 2 || len(sheet.Rows) != 1 || sheet.Columns[1].Title != "large" {
		t.Errorf("%+v", sheet)
	}
}

func TestManyModelsStandOneBelowTheOther(t *testing.T) {
	s := sixRounds()
	for i := range mostModels + 1 {
		s.Jobs = append(s.Jobs, measuredJob("j"+letter(i), "model "+letter(i), "b1", 1e9))
	}
	if sheet := SideBySide([]*bench.Session{s}, 0, false); sheet.ByModel || len(sheet.Columns) != 1 || len(sheet.Rows) != mostModels+1 {
		t.Errorf("%d panes, %d rows", len(sheet.Columns), len(sheet.Rows))
	}
}

// TestAModelMeasuredTwiceStandsInTwoColumns: the second measurement used to
// vanish.
func TestAModelMeasuredTwiceStandsInTwoColumns(t *testing.T) {
	s := sixRounds(measuredJob("j1", "small", "b1", 1e9), measuredJob("j2", "small", "b1", 2e9))
	sheet := SideBySide([]*bench.Session{s}, 0, false)
	if len(sheet.Columns) != 2 || len(sheet.Rows) != 1 || sheet.Rows[0].Cells[1].Verdict != bench.Slower {
		t.Errorf("%+v", sheet)
	}
	if want := "A and B have the same settings"; sheet.Differs()[0] != want {
		t.Errorf("%q, want %q", sheet.Differs()[0], want)
	}
}

func TestFilesOfOneNameThatDifferAreNamed(t *testing.T) {
	now := &bench.Session{ID: "now", Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 1e9)}}
	then := &bench.Session{ID: "then", Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 1e9)}}
	now.Jobs[0].Model.SizeBytes, then.Jobs[0].Model.SizeBytes = 1<<30, 2<<30
	sheet := SideBySide([]*bench.Session{now, then}, 0, false)
	if !strings.Contains(sheet.Differs()[0], "the file of small") {
		t.Errorf("%q", sheet.Differs())
	}
}

func TestColumnsSayWhatTheirPercentagesAreOf(t *testing.T) {
	here := &bench.Session{Machine: bench.Machine{SpecifiedGBps: 256}, Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 1e9), measuredJob("j2", "small", "b2", 1e9)}}
	there := &bench.Session{Machine: bench.Machine{SpecifiedGBps: 800}, Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 1e9)}}
	for _, s := range []*bench.Session{here, there} {
		for _, j := range s.Jobs {
			j.Model.ReadBytesPerToken = 1 << 30
		}
	}
	sheet := SideBySide([]*bench.Session{here, there}, 0, false)
	got := strings.Join(sheet.ceilings(), "; ")
	if want := "A, B: 256 GB/s specified; C: 800 GB/s specified"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	text, share, measured := sheet.Rows[0].Cells[0].Row.Moved()
	if text != "137 GB/s" || share < 0.53 || share > 0.54 || measured {
		t.Errorf("%q %v %v", text, share, measured)
	}
}

func TestAnEarlierSessionIsAColumnOfItsOwn(t *testing.T) {
	now := &bench.Session{ID: "now", Machine: bench.Machine{Line: "this"}, Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 1e9)}}
	then := &bench.Session{ID: "then", Machine: bench.Machine{Line: "that"}, Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 2e9)}}
	sheet := SideBySide([]*bench.Session{now, then}, 0, false)
	if len(sheet.Columns) != 2 || len(sheet.Rows) != 1 || !strings.Contains(sheet.Differs()[0], "session and machine (this, that)") {
		t.Errorf("%d panes, %d rows, %q", len(sheet.Columns), len(sheet.Rows), sheet.Differs())
	}
	empty := SideBySide(nil, 3, false)
	if len(empty.Columns)+len(empty.Rows) != 0 {
		t.Errorf("nothing gives %+v", empty)
	}
}

// A single column used to be compared with itself, and the last paragraph began
// with a full stop.
func TestASheetOfOneColumnSaysThatNothingIsCompared(t *testing.T) {
	one := &bench.Session{ID: "now", Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 1e9)}}
	var text strings.Builder
	if err := SheetMarkdown(&text, SideBySide([]*bench.Session{one}, 0, false), Options{}); err != nil {
		t.Fatal(err)
	}
	if got := text.String(); !strings.Contains(got, "There is only one column, so nothing is compared.") || strings.Contains(got, "\n. ") || strings.Contains(got, "against A") || strings.Contains(got, "Holm") {
		t.Error(got)
	}
}

// TestASheetOfSeveralSessionsIsWritten: the export of Results, with columns
// from History.
func TestASheetOfSeveralSessionsIsWritten(t *testing.T) {
	now := &bench.Session{ID: "now", Machine: bench.Machine{Line: "this | one", HostName: "secrethost"}, Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 1e9)}}
	then := &bench.Session{ID: "then", Machine: bench.Machine{Line: "that"}, Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 2e9)}}
	sheet := SideBySide([]*bench.Session{now, then}, 1, false)
	var text strings.Builder
	if err := SheetMarkdown(&text, sheet, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"B (baseline)", "<summary>A against B</summary>", `| this \| one`, "| now", "| then", "session and machine", "Holm"} {
		if !strings.Contains(text.String(), part) {
			t.Errorf("no %q in\n%s", part, text.String())
		}
	}
	for line := range strings.SplitSeq(text.String(), "\n") {
		if strings.HasPrefix(line, "|") && len([]rune(line)) > tableWidth {
			t.Errorf("a table of %d: %s", len([]rune(line)), line)
		}
	}
	if strings.Contains(text.String(), "secrethost") {
		t.Error("it names the host")
	}
	if err := SheetMarkdown(&text, Sheet{}, Options{}); err == nil {
		t.Error("nothing was compared, and that is no error")
	}
}

// withSuspect is a session in which the second build has a suspect result.
func withSuspect() *bench.Session {
	s := sixRounds(measuredJob("j1", "small", "b1", 1e9), measuredJob("j2", "small", "b2", 2e9), measuredJob("j3", "small", "b3", 3e9))
	s.Jobs[1].Tests[0].Warnings = []bench.Warning{{Code: "swapping", Text: "memory is being swapped"}}
	return s
}

func TestSuspectResultsAreComparedWithNothingUnlessAsked(t *testing.T) {
	s := withSuspect()
	sheet := SideBySide([]*bench.Session{s}, 0, false)
	cells := sheet.Rows[0].Cells
	if cells[1].Compared || cells[1].Why != whySuspect || cells[1].Row.Grade != bench.GradeSuspect || !cells[2].Compared {
		t.Errorf("suspect candidate: %+v", cells)
	}
	if len(sheet.LeftOut) != 1 || !strings.Contains(sheet.LeftOut[0], "memory is being swapped") {
		t.Errorf("%q", sheet.LeftOut)
	}
	base := SideBySide([]*bench.Session{s}, 1, false)
	for _, c := range base.Rows[0].Cells {
		if c.Compared {
			t.Errorf("compared with a suspect baseline: %+v", c)
		}
	}
	asked := SideBySide([]*bench.Session{s}, 1, true)
	if !asked.Rows[0].Cells[0].Compared || !asked.Rows[0].Cells[2].Compared || len(asked.LeftOut) > 0 {
		t.Errorf("asked for: %+v, left out %q", asked.Rows[0].Cells, asked.LeftOut)
	}
	for include, want := range map[bool]int{false: 1, true: 2} {
		sheet := within(s, include)[0]
		list := slices.DeleteFunc(sheet.allPairs(), func(p pair) bool { return !p.is.Compared })
		if len(list) != want || len(sheet.LeftOut) != 2-want {
			t.Errorf("include %v: %d comparisons, left out %q", include, len(list), sheet.LeftOut)
		}
		for format, text := range map[string]string{
			"markdown": written(t, "report.md", s, Options{IncludeSuspect: include}),
			"plain":    written(t, "report.txt", s, Options{IncludeSuspect: include}),
		} {
			if strings.Contains(strings.ToLower(text), "not compared") == include || !strings.Contains(text, "suspect") {
				t.Errorf("%s, include %v:\n%s", format, include, text)
			}
		}
	}
}

func TestSettingsOfMachinesAreNamedAmongTheDifferences(t *testing.T) {
	a, b := sixRounds(measuredJob("j1", "small", "b1", 1e9)), sixRounds(measuredJob("j1", "small", "b1", 2e9))
	a.Machine, b.Machine = bench.Machine{Line: "one", HugePages: "always"}, bench.Machine{Line: "two", HugePages: "madvise", PowerMode: map[string]string{"governor": "powersave"}}
	sheet := SideBySide([]*bench.Session{a, b}, 0, false)
	for _, want := range []string{"machine (one, two)", "huge pages (always, madvise)", "CPU governor (not known, powersave)"} {
		if !strings.Contains(sheet.Differs()[0], want) {
			t.Errorf("%q lacks %q", sheet.Differs()[0], want)
		}
	}
	b.Jobs[0].Build.ID, b.Jobs[0].Build.Version = "b2", "b2"
	sheet = SideBySide([]*bench.Session{a, b}, 0, false)
	if !strings.Contains(sheet.Differs()[0], "engine build (") || !strings.Contains(sheet.Differs()[0], "may come from the build") {
		t.Errorf("different builds: %q", sheet.Differs()[0])
	}
}

// TestAColumnMayHaveFiguresWithoutSamples: a published figure has a median, but
// no session and no jobs. It is shown without a verdict.
func TestAColumnMayHaveFiguresWithoutSamples(t *testing.T) {
	session := &bench.Session{ID: "now", Jobs: []*bench.JobState{measuredJob("j1", "small", "b1", 1e9)}}
	sheet := Sheet{Columns: []SheetColumn{
		{Name: "A", Title: "published"},
		{Name: "B", Title: "here", Session: session, Jobs: session.Jobs, Differs: []Difference{{What: "machine"}}},
	}}
	row := SheetRow{Model: "small", Test: tg128}
	sheet.put(0, row, Row{Summary: bench.Summary{Median: 88.1}})
	sheet.put(1, row, rowOf(session, session.Jobs[0], session.Jobs[0].Tests[0]))
	sheet.judge(false)
	if c := sheet.Rows[0].Cells[1]; c.Verdict != bench.TooFew || c.HasRatio() {
		t.Errorf("a verdict on a figure without samples: %+v", c.Comparison)
	}
	limits, err := ParseLimits("slower:3%")
	if err != nil {
		t.Fatal(err)
	}
	if g := sheet.Gate(limits, false); g.Judged != 0 || len(g.Unjudged) != 1 {
		t.Errorf("%+v", g)
	}
	var text strings.Builder
	if err := SheetMarkdown(&text, sheet, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"| A (baseline) | published |", " 88.1 |", "too few samples", "B differs from A in machine."} {
		if !strings.Contains(text.String(), part) {
			t.Errorf("no %q in\n%s", part, text.String())
		}
	}
}

// A rerun a few minutes later under other load used to be "faster" in most
// rows.
func TestADisturbedSideMakesTheVerdictDoubtful(t *testing.T) {
	for _, c := range []struct {
		code string
		by   float64
		want bench.Verdict
	}{
		{"other_load", 0.9, bench.Doubtful},
		{"throttled", 1.1, bench.Doubtful},
		{"wide", 0.9, bench.Doubtful},
		{"other_load", 1, bench.NoDiff},
		{"virtual", 0.9, bench.Slower},
		{"", 0.9, bench.Slower},
	} {
		for side := range 2 {
			sessions := []*bench.Session{measured("old", around100(1), nil), measured("new", around100(c.by), nil)}
			if c.code != "" {
				sessions[side].Jobs[0].Tests[0].Warnings = []bench.Warning{{Code: c.code}}
			}
			for name, sheet := range map[string]Sheet{"rerun": OldAgainstNew(sessions[0], sessions[1], false), "side by side": SideBySide(sessions, 0, false)} {
				got := sheet.Rows[0].Cells[1]
				if got.Verdict != c.want || !got.HasRatio() {
					t.Errorf("%s, %s on side %d: %+v", name, c.code, side, got.Comparison)
				}
				if said := slices.Contains(verdictNotes(sheet), doubtfulMeans); said != (c.want == bench.Doubtful) {
					t.Errorf("%s, %s on side %d: it is said: %v", name, c.code, side, said)
				}
			}
		}
	}
}

// Fastest are results of which a table says so, and no noisy ones.
func TestFastestIsWhatIsShownToBe(t *testing.T) {
	for code, want := range map[string]bool{"": true, "other_load": false} {
		slow, fast := measured("old", around100(1), nil), measured("new", around100(1.2), nil)
		if code != "" {
			fast.Jobs[0].Tests[0].Warnings = []bench.Warning{{Code: code}}
		}
		fastest := Fastest([]*bench.Session{slow, fast}, false)
		if fastest[slow.Jobs[0].Tests[0]] || fastest[fast.Jobs[0].Tests[0]] != want {
			t.Errorf("%q: %v", code, fastest)
		}
	}
}

// A side whose repetitions lie far apart used to be called disturbed, though
// nothing disturbed it.
func TestADoubtfulVerdictNamesTheGradesAndNoOtherCause(t *testing.T) {
	signs := pivot{signs: map[string]bool{"?": true}}.legend("A")
	_, reason := unclear([]bench.Verdict{bench.Doubtful})
	for _, said := range []string{VerdictWord(bench.Doubtful), reason, signs[0], doubtfulMeans} {
		if !strings.Contains(said, "noisy or throttled") || strings.Contains(said, "disturb") {
			t.Errorf("%q", said)
		}
	}
}

// A session measured wholly in power-saving mode used to be doubtful in every
// cell, so no winner was ever named.
func TestASettingOfBothSidesHidesNoDifference(t *testing.T) {
	saving, quiet := bench.Warning{Code: "power_save", Text: "power saving is on: CPU governor powersave"}, bench.Warning{Code: "power_save", Text: "power saving is on: platform profile quiet"}
	battery, load := bench.Warning{Code: "battery", Text: "the machine runs on battery"}, bench.Warning{Code: "other_load", Text: "other programs keep 1 of 2 cores busy"}
	plugged := false
	for name, c := range map[string]struct {
		old, new []bench.Warning
		change   func(now *bench.Session)
		want     bench.Verdict
	}{
		"both save power":              {[]bench.Warning{saving}, []bench.Warning{saving}, nil, bench.Slower},
		"one saves power":              {[]bench.Warning{saving}, nil, nil, bench.Doubtful},
		"they save in different ways":  {[]bench.Warning{saving}, []bench.Warning{quiet}, nil, bench.Doubtful},
		"one was disturbed, too":       {[]bench.Warning{saving}, []bench.Warning{saving, load}, nil, bench.Doubtful},
		"both were disturbed":          {[]bench.Warning{load}, []bench.Warning{load}, nil, bench.Doubtful},
		"both on battery":              {[]bench.Warning{battery}, []bench.Warning{battery}, nil, bench.Slower},
		"one was plugged in meanwhile": {[]bench.Warning{battery}, []bench.Warning{battery}, func(s *bench.Session) { s.Readings = []bench.Reading{{OnBattery: &plugged}} }, bench.Doubtful},
		"two machines that save power": {[]bench.Warning{saving}, []bench.Warning{saving}, func(s *bench.Session) { s.Machine.Line = "another" }, bench.Doubtful},
	} {
		then, now := measured("old", around100(1), nil), measured("new", around100(0.9), nil)
		then.Jobs[0].Tests[0].Warnings, now.Jobs[0].Tests[0].Warnings = c.old, c.new
		if c.change != nil {
			c.change(now)
		}
		sheet := SideBySide([]*bench.Session{then, now}, 0, false)
		if got := sheet.Rows[0].Cells[1]; got.Verdict != c.want {
			t.Errorf("%s: %s", name, got.Verdict)
		}
		if got := sheet.Rows[0].Cells[0].Row.Grade; len(c.old) > 0 && got == bench.GradeClean {
			t.Errorf("%s: the figure has lost its doubt", name)
		}
	}
}

// A curve is what one column has at several lengths or depths; suspect results and
// columns with one of them have none.
func TestCurvesAreOfOneColumnAndSeveralLengths(t *testing.T) {
	row := func(depth int, generation int, speeds ...float64) SheetRow {
		r := SheetRow{Model: "m", Test: bench.Test{Generation: generation, Depth: depth}}
		for _, tps := range speeds {
			cell := SheetCell{}
			if tps > 0 {
				cell.Row = &Row{Summary: bench.Summary{Median: tps, N: 2}}
			}
			r.Cells = append(r.Cells, cell)
		}
		return r
	}
	bad := row(8192, 128, 9, 9)
	bad.Cells[0].Row.Grade = bench.GradeSuspect
	sheet := Sheet{Rows: []SheetRow{row(4096, 128, 60, 0), row(0, 128, 80, 70), bad, row(0, 64, 81, 71)}}
	sheet.Rows[2].Cells[1] = SheetCell{}
	sheet.Rows[0].Cells[0].Row.Grade = bench.GradeNoisy
	got := sheet.Curves("m", []int{0, 1})
	if len(got) != 2 || got[1].Title != "tg128 over depth" || got[0].Title != "Generation over its length" || len(got[1].Lines) != 1 || len(got[0].Lines) != 2 {
		t.Fatalf("%+v", got)
	}
	if line := got[1].Lines[0]; line.Column != 0 || !slices.Equal(line.Points, []CurvePoint{{Length: 0, TPS: 80}, {Length: 4096, TPS: 60, Grade: bench.GradeNoisy, Marks: "▲"}}) {
		t.Errorf("%+v", line)
	}
	if lengths := got[0].Lengths(); !slices.Equal(lengths, []int{64, 128}) {
		t.Errorf("%v", lengths)
	}
}
