package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
)

var (
	resultsPP = bench.Test{Prompt: 512}
	resultsTG = bench.Test{Generation: 128}
)

// resultsSession is a session on a machine with this bandwidth in GB/s. It has
// two models on each of the backends; the first backend is faster by the factor
// faster.
func resultsSession(id string, gbps, faster float64, backends ...string) *bench.Session {
	s, seq := bench.NewSession(), int64(0)
	tell := func(job string, fact bench.Fact) {
		seq++
		s.Apply(bench.Event{Seq: seq, Time: clock.Add(time.Duration(seq) * time.Second), Job: job, Fact: fact})
	}
	models := []bench.Model{
		{Name: "Llama 3.2 3B", Quant: "Q4_K_M", Path: "/m/a.gguf", ReadBytesPerToken: 2_020_000_000},
		{Name: "Qwen2.5 14B", Quant: "Q4_K_M", Path: "/m/b.gguf", ReadBytesPerToken: 8_571_453_440},
	}
	plan := bench.Plan{Rounds: 6}
	for _, m := range models {
		for _, b := range backends {
			plan.Jobs = append(plan.Jobs, bench.Job{
				ID: fmt.Sprintf("j%d", len(plan.Jobs)+1), Model: m, Repetitions: 6, Tests: []bench.Test{resultsPP, resultsTG},
				Build: bench.EngineBuild{ID: b, Engine: "llama.cpp", Version: "b11669", Backends: []string{b}},
			})
		}
	}
	tell("", bench.SessionStarted{Session: id, Plan: plan})
	tell("", bench.MachineDescribed{Machine: bench.Machine{Line: id + "'s machine", SpecifiedGBps: gbps, GPUs: []bench.GPU{{Name: "Radeon 8060S", Shared: true}}}})
	speeds := map[string]map[bench.Test]float64{"Llama 3.2 3B": {resultsPP: 1581, resultsTG: 88.1}, "Qwen2.5 14B": {resultsPP: 321, resultsTG: 23.1}}
	for i, j := range plan.Jobs {
		if i == 3 {
			tell(j.ID, bench.TestFailed{Test: resultsPP, Failure: bench.Failure{Code: bench.FailOutOfMemory, Reason: "the model does not fit into the device's memory", Remedy: "use a smaller quantization or -ngl", Tail: []string{"ggml: out of memory\x1b[31m"}}})
		}
		for _, test := range j.Tests {
			if i == 3 && test == resultsPP {
				continue
			}
			tps := speeds[j.Model.Name][test]
			if j.Build.ID == backends[0] {
				tps *= faster
			}
			for r := range 6 {
				ns := int64(float64(test.Tokens()) * 1e9 / tps * (1 + float64(r%3)/400))
				tell(j.ID, bench.TestFinished{Result: bench.Result{Test: test, Round: r, SamplesNS: []int64{ns}, Backend: j.Build.ID}})
			}
		}
	}
	tell("j1", bench.Warned{Test: resultsPP, Warning: bench.Warning{Code: "slow_first", Text: "the first repetition is 6 % slower", Remedy: "look at the samples"}})
	tell("", bench.SessionFinished{Outcome: bench.OutcomePartly})
	return s
}

// resultsRoot is a program at Results with a session of two engine builds, and
// another session in the history.
func resultsRoot(t testing.TB, o theme.Options) *root {
	t.Helper()
	h := testHouse()
	sessions := map[string]*bench.Session{
		"20261123-110000-aa": resultsSession("20261123-110000-aa", 256, 1.1, "Vulkan", "ROCm"),
		"20260801-090000-bb": resultsSession("20260801-090000-bb", 800, 1.4, "Metal"),
	}
	h.Sessions.Open = func(_ context.Context, name string) (*bench.Session, error) {
		if s := sessions[name]; s != nil {
			return s, nil
		}
		return nil, errors.New("no such session")
	}
	h.Sessions.List = func(context.Context) ([]Past, error) { return resultsPast(), nil }
	m := New(context.Background(), h, Options{Theme: theme.New(o)}).(*root)
	drain(t, m, m.Init())
	drain(t, m, m.do(show{name: "20261123-110000-aa"}))
	m.notice = notify{}
	return m
}

func resultsPast() []Past {
	at := time.Date(2026, 11, 23, 11, 0, 0, 0, time.Local)
	return []Past{
		{Name: "20261123-120000-cc", When: at.Add(time.Hour), State: "measuring", Live: true, Machine: "Ryzen AI Max+ 395 · Radeon 8060S · 128 GiB LPDDR5X-8000", What: "Qwen2.5 14B Q4_K_M · Vulkan", BestTest: "pp512", BestTPS: 321, Done: 1, Tests: 4},
		{Name: "20261123-110000-aa", When: at, State: "partly failed", Machine: "Ryzen AI Max+ 395 · Radeon 8060S · 128 GiB LPDDR5X-8000", What: "Vulkan, ROCm · fa on/off · Llama 3.2 3B Q4_K_M, Qwen2.5 14B Q4_K_M", BestTest: "tg128", BestTPS: 96.7, Done: 7, Tests: 8, Note: "before the new fan"},
		{Name: "20260801-090000-bb", When: at.AddDate(0, -3, 0), State: "done", Machine: "M1 Ultra · 48 GPU cores", What: "Metal · Llama 3.2 3B Q4_K_M, Qwen2.5 14B Q4_K_M", BestTest: "tg128", BestTPS: 123, Done: 4, Tests: 4},
		{Name: "20260701-090000-dd", When: at.AddDate(0, -4, 0), State: "unfinished", What: hostile, BestTest: "tg128", BestTPS: 23.1, Done: 1, Tests: 2},
		{Name: "20260601-090000-ee", State: "unreadable", Problem: "read the plan: permission denied"},
	}
}

// seen is the screen at a given size, in the form that golden files have.
func seen(m *root, width, height int) string {
	m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	return m.View()
}

func TestResultsAtEveryWidth(t *testing.T) {
	for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 30}} {
		for name, o := range map[string]theme.Options{"utf8": {}, "ascii": {ASCII: true}} {
			t.Run(fmt.Sprintf("%d_%s", size[0], name), func(t *testing.T) {
				golden.RequireEqual(t, []byte(seen(resultsRoot(t, o), size[0], size[1])))
			})
		}
	}
}

func TestResultsInOtherForms(t *testing.T) {
	for name, keys := range map[string][]string{
		"bars": {"v"}, "third_column": {"a", "down", "enter"}, "found": {"/", "q", "w", "e", "n", "enter"}, "warnings": {"w"}, "samples": {"s"}, "details": {"enter"},
	} {
		t.Run(name, func(t *testing.T) {
			m := resultsRoot(t, theme.Options{})
			press(t, m, keys...)
			m.notice = notify{}
			golden.RequireEqual(t, []byte(seen(m, 105, 30)))
		})
	}
}

func TestResultsKeys(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	s := m.screens[atResults].(*resultsScreen)
	if m.at != atResults || len(s.sheet.Columns) != 2 || s.sheet.Baseline != 0 {
		t.Fatalf("at %s with %d panes", screenNames[m.at], len(s.sheet.Columns))
	}
	press(t, m, "right", "b")
	if s.sheet.Baseline != 1 || !s.sheet.Rows[0].Cells[0].Compared {
		t.Errorf("b makes %d the baseline", s.sheet.Baseline)
	}
	press(t, m, "x")
	if len(s.shownColumns()) != 2 || !strings.Contains(m.notice.text, "press b to make that the baseline") {
		t.Errorf("the baseline was taken away: %q", m.notice.text)
	}
	press(t, m, "left", "x")
	if got := s.shownColumns(); len(got) != 1 || got[0] != 1 {
		t.Errorf("x leaves %v", got)
	}
	press(t, m, "x")
	if len(s.shownColumns()) != 1 {
		t.Error("the last column was taken away")
	}
	press(t, m, "a", "enter") // the column that was removed
	if len(s.shownColumns()) != 2 {
		t.Error("it did not come back")
	}
	press(t, m, "a", "down", "enter")
	if len(s.sheet.Columns) != 3 || s.sheet.Baseline != 1 {
		t.Errorf("%d panes, baseline %d", len(s.sheet.Columns), s.sheet.Baseline)
	}
	press(t, m, "e", "down", "enter")
	if view := seen(m, 100, 30); !strings.Contains(view, "comparison-of-2.md") {
		t.Errorf("the export is not of what is shown:\n%s", view)
	}
	press(t, m, "esc", "right", "right", "right", "x")
	if len(s.sheet.Columns) != 2 || len(s.more) != 0 {
		t.Errorf("the other session's column stays: %d panes", len(s.sheet.Columns))
	}
	press(t, m, "o")
	if first := s.sheet.Rows[s.rows[0]]; first.Model != "Llama 3.2 3B Q4_K_M" || first.Test != resultsPP {
		t.Errorf("sorted by speed, first is %s %s", first.Model, first.Test)
	}
	press(t, m, "/", "1", "4", "b")
	if len(s.rows) != 2 || !s.typing() {
		t.Errorf("14b finds %d rows", len(s.rows))
	}
	press(t, m, "esc")
	if len(s.rows) != 4 || s.typing() || m.at != atResults {
		t.Errorf("after esc %d rows", len(s.rows))
	}
}

// TestAListForHistoryDoesNotOpenAMenuInResults: both screens ask for the list
// of sessions, and an answer may come after the screen was left.
func TestAListForHistoryDoesNotOpenAMenuInResults(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	m.Update(forScreenMsg{atHistory, pastMsg{past: resultsPast()}})
	if len(m.dialogs) != 0 {
		t.Error("a menu came up")
	}
}

// A list that was asked for while no session was shown used to come as a menu
// over the session that had been opened in between.
func TestOnlyTheKeyOffersColumns(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	s := m.screens[atResults].(*resultsScreen)
	for _, c := range []struct {
		asked, beside string
		at            screenNumber
		dialogs       int
	}{
		{"", "", atResults, 0},
		{s.name, "", atResults, 0},
		{"another", "another", atResults, 0},
		{s.name, s.name, atHistory, 0},
		{s.name, s.name, atResults, 1},
		{"", s.name, atResults, 1}, // the second answer to a key that was pressed twice
	} {
		m.at, s.asked = c.at, c.asked
		m.Update(forScreenMsg{atResults, pastMsg{past: resultsPast(), beside: c.beside}})
		if len(m.dialogs) != c.dialogs {
			t.Errorf("%+v: %d menus", c, len(m.dialogs))
		}
	}
}

func TestAColumnThatCannotBeReadSaysWhy(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	press(t, m, "a", "enter")
	if !strings.Contains(m.notice.text, "no such session") {
		t.Errorf("notice %q", m.notice.text)
	}
}

// "exporting…" used to stay beside the result for some seconds.
func TestWhatWasBeingDoneIsNoLongerSaidWhenItIsDone(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	m.do(m.doing("exporting"))
	if view := seen(m, 100, 30); !strings.Contains(view, "exporting…") {
		t.Fatal(view)
	}
	m.do(open{&pager{title: "The file is written"}})
	if strings.Contains(m.View(), "exporting") {
		t.Error(m.View())
	}
	m.do(good("kept"))
	if m.do(open{&pager{title: "more"}}); m.notice.text != "kept" {
		t.Error("a result must stay")
	}
}

// The first line of Results names this machine. So a report of another machine,
// opened alone, used to look like one of this machine.
func TestResultsOfAnotherMachineSayWhereAndWhen(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	if view := seen(m, 100, 30); strings.Contains(view, "measured on") {
		t.Errorf("of this machine:\n%s", view)
	}
	far := resultsSession("far", 256, 1.1, "Vulkan", "ROCm")
	far.Machine.CPU = "Apple M1 Ultra"
	far.Started = time.Date(2026, 11, 23, 23, 30, 0, 0, time.FixedZone("", -12*3600)) // on another day in this machine's time zone
	here := m.machine
	m.described = false
	m.Update(openedMsg{name: "far.json", session: far})
	if view := seen(m, 100, 30); strings.Contains(view, "measured on") {
		t.Errorf("this machine is not known yet:\n%s", view)
	}
	m.Update(describedMsg{machine: here})
	for _, width := range []int{60, 100, 160} {
		if view := seen(m, width, 30); !strings.Contains(view, "t/s · measured on far's machine, "+far.Started.Local().Format("2006-01-02")) {
			t.Errorf("%d:\n%s", width, view)
		}
	}
}

// Imported results were not measured here either, and their source often names no
// machine and no date.
func TestImportedResultsSayWhereTheyAreFrom(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	theirs := resultsSession("theirs", 256, 1.1, "Vulkan")
	read := time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)
	theirs.Machine, theirs.Started = bench.Machine{}, read
	theirs.Imported = &bench.SessionImported{From: "post.md", Read: read}
	m.Update(openedMsg{name: "theirs", session: theirs})
	if view := seen(m, 100, 30); !strings.Contains(view, "t/s · measured on an unknown machine, imported from post.md") {
		t.Errorf("%s", view)
	}
}

func TestADeadSessionIsResumedFromItsResults(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	m.died = true
	resumed := ""
	m.Sessions.Resume = func(name string) error { resumed = name; return nil }
	m.Sessions.Follow = func(string) Feed { return &openFeed{} }
	press(t, m, "r")
	if resumed != m.name || m.at != atLive {
		t.Errorf("resumed %q, at %s", resumed, screenNames[m.at])
	}
}

// A session that was stopped after its last test used to show "Press r to
// measure the rest" below "8 of 8 measured".
func TestOnlyWhatIsLeftOfAStoppedSessionIsOffered(t *testing.T) {
	test := bench.Test{Generation: 128}
	for want, c := range map[string]struct {
		sentinel  bool
		finished  int // jobs that were measured
		died, can bool
	}{
		"": {false, 2, false, false},
		"The session was stopped; r measures the rest.":                             {true, 1, false, true},
		"The session was stopped; r does the drift check.":                          {true, 2, false, true},
		"The bench process died. Finished tests are safe; r measures the rest.":     {false, 1, true, true},
		"The bench process died. Finished tests are safe; r does the drift check.":  {true, 2, true, true},
		"The bench process died. Finished tests are safe; r completes the session.": {false, 2, true, true},
	} {
		s := bench.NewSession()
		say := func(job string, f bench.Fact) {
			s.Apply(bench.Event{Seq: s.LastSeq + 1, Time: clock, Job: job, Fact: f})
		}
		say("", bench.SessionStarted{Plan: bench.Plan{Sentinel: c.sentinel, Jobs: []bench.Job{{ID: "a", Tests: []bench.Test{test}}, {ID: "b", Tests: []bench.Test{test}}}}})
		for i, id := range []string{"a", "b"} {
			outcome := bench.OutcomeStopped
			if i < c.finished {
				outcome = bench.OutcomeDone
				say(id, bench.EngineStarted{Invocation: 1})
				say(id, bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{1e9, 1e9}}})
			}
			if outcome == bench.OutcomeDone || !c.died {
				say(id, bench.JobFinished{Outcome: outcome})
			}
		}
		if !c.died {
			say("", bench.SessionFinished{Outcome: bench.OutcomeStopped})
		}
		m, _ := started(t, nil)
		drain(t, m, m.answer(openedMsg{name: "X", session: s}))
		results := m.screens[atResults].(*resultsScreen)
		if got := results.ending(); got != want || results.canResume() != c.can {
			t.Errorf("%q, want %q; it can be resumed: %v", got, want, results.canResume())
		}
	}
}

func TestResultsWithoutASessionSayWhatToDo(t *testing.T) {
	m := New(context.Background(), testHouse(), Options{Theme: theme.New(theme.Options{})}).(*root)
	drain(t, m, m.Init())
	m.Sessions.List = func(context.Context) ([]Past, error) { return nil, nil }
	press(t, m, "5")
	golden.RequireEqual(t, []byte(seen(m, 60, 20)))
	// If there are only earlier sessions, Results used to say that there are no
	// results yet.
	m.Sessions.List = func(context.Context) ([]Past, error) { return resultsPast(), nil }
	press(t, m, "4")
	press(t, m, "5")
	if view := seen(m, 60, 20); !strings.Contains(view, "No results are open.") || !strings.Contains(view, "open one of the 5 sessions in History") {
		t.Errorf("%s", view)
	}
	press(t, m, "enter")
	if m.at != atModels {
		t.Errorf("enter leads to %s", screenNames[m.at])
	}
}

func TestResultsFitEverySizeWithManyColumns(t *testing.T) {
	m := resultsRoot(t, theme.Options{Color: true})
	s := m.screens[atResults].(*resultsScreen)
	for i := range 4 {
		s.addColumn(columnMsg{name: fmt.Sprint(i), sessions: []*bench.Session{resultsSession(hostile+fmt.Sprint(i), 100*float64(i), 1+float64(i)/3, "CPU", "Vulkan")}})
	}
	for _, keys := range [][]string{nil, {"v"}, {"right", "right", "right", "G"}, {"/", "z", "z"}} {
		press(t, m, keys...)
		for width := 40; width <= 200; width += 7 {
			for height := 12; height <= 60; height += 5 {
				fits(t, seen(m, width, height), width, height)
			}
		}
	}
}

// A session that is shown used to become another column, read from its report.
func TestAColumnIsNotAddedTwice(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	s := m.screens[atResults].(*resultsScreen)
	again := resultsSession(s.session.ID, 256, 1.1, "Vulkan", "ROCm")
	before := len(s.sheet.Columns)
	drain(t, m, m.do(s.addColumn(columnMsg{name: "/x/report.md", sessions: []*bench.Session{again}})))
	if len(s.sheet.Columns) != before || m.notice.text != "not added: /x/report.md is the same measurement as columns A and B" {
		t.Errorf("%d columns: %q", len(s.sheet.Columns), m.notice.text)
	}
}

// The command for added columns used to be the report of the first session alone.
func TestTheCommandHasTheAddedColumns(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	s := m.screens[atResults].(*resultsScreen)
	if got := s.command(); got != "dragstrip report "+s.name {
		t.Error(got)
	}
	drain(t, m, m.do(s.addColumn(columnMsg{name: "/x/my report.md", sessions: []*bench.Session{resultsSession("other", 256, 1.1, "Vulkan")}})))
	published := resultsSession("", 256, 1.2, "Metal")
	published.Imported = &bench.SessionImported{From: "somewhere"}
	drain(t, m, m.do(s.addColumn(columnMsg{name: "M1 Ultra", sessions: []*bench.Session{published}, chip: true})))
	if got, want := s.command(), "dragstrip compare "+s.name+" '/x/my report.md' --with 'M1 Ultra'"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	// Columns of sessions stand before those of chips, whatever was added first:
	// their letters are those of the command.
	third := resultsSession("third", 256, 1.3, "CUDA")
	drain(t, m, m.do(s.addColumn(columnMsg{name: "third", sessions: []*bench.Session{third}})))
	if at := slices.Index(s.sessions(), third); at != 2 {
		t.Errorf("the session stands at %d", at)
	}
	s.byModel, s.suspect, s.sheet.Baseline = true, true, 1
	if got, want := s.command(), "dragstrip compare "+s.name+" '/x/my report.md' third --with 'M1 Ultra' --by model --baseline B --include-suspect"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// The warnings of an added column used to be named by its session's ID.
func TestWarningsOfSeveralSessionsAreNamedByTheirColumns(t *testing.T) {
	s := resultsRoot(t, theme.Options{}).screens[atResults].(*resultsScreen)
	added := resultsSession("M", 100, 1, "CPU", "Vulkan")
	added.Warnings = append(added.Warnings, bench.SessionWarning{Job: "j1", Warned: bench.Warned{Warning: bench.Warning{Code: "other_load"}, Test: added.Jobs[0].Tests[0].Test}})
	s.addColumn(columnMsg{name: "more", sessions: []*bench.Session{added}})
	last := s.sheet.Columns[len(s.sheet.Columns)-1].Name
	for _, d := range s.doubted {
		if strings.HasSuffix(strings.SplitN(d.Where, ",", 2)[0], " and "+last) && d.Text == "other programs kept cores busy" {
			return
		}
	}
	t.Errorf("%+v", s.doubted)
}

// Details show both ends of an interval. They used to show only half its width,
// as "± > 100 %" for example.
func TestDetailsHaveBothEndsOfAnInterval(t *testing.T) {
	s := resultsRoot(t, theme.Options{}).screens[atResults].(*resultsScreen)
	for want, ends := range map[string][2]float64{
		"88.1 t/s ± 28.1 (95 % interval: 60.0 to 89.0)": {60, 89},
		"88.1 t/s, " + bench.UncertainMeans:             {1, 900},
	} {
		r := &report.Row{Test: &bench.TestState{}, Summary: bench.Summary{N: 6, Median: 88.1, Low: ends[0], High: ends[1], HasInterval: true}}
		if got := s.speedDetails(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAFigureWithoutSamplesIsDrawn: a column of published figures belongs to no
// measured test.
func TestAFigureWithoutSamplesIsDrawn(t *testing.T) {
	s := resultsRoot(t, theme.Options{}).screens[atResults].(*resultsScreen)
	cell := report.SheetCell{Row: &report.Row{Summary: bench.Summary{Median: 88.1}}}
	if text := s.cellText(tableCell{SheetCell: cell, medians: 4, width: 30}); !strings.Contains(text, "88.1") {
		t.Errorf("%q", text)
	}
	cell.Elsewhere = "settings not stated"
	if text := s.cellText(tableCell{SheetCell: cell, medians: 4, width: 30}); !strings.Contains(text, "88.1 "+s.Glyphs.Elsewhere) {
		t.Errorf("nothing says that it is of another configuration: %q", text)
	}
	if list := figuresOf(cell.Row); len(list) > 0 {
		t.Errorf("samples %q", list)
	}
}

// BenchmarkResultsView prints what drawing takes. Budget: 1 ms at 120×40.
func BenchmarkResultsView(b *testing.B) {
	m := resultsRoot(b, theme.Options{Color: true})
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	for b.Loop() {
		_ = m.View()
	}
}

// Which model is fastest? The key m shows it: each model becomes one column, as
// with compare --by model, and the builds become rows. Each build used to make a
// column of its own.
func TestModelsBecomeColumns(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	s := m.screens[atResults].(*resultsScreen)
	press(t, m, "m")
	if !s.sheet.ByModel || len(s.sheet.Columns) != 2 || len(s.sheet.Rows) != 4 || !strings.Contains(m.notice.text, "each model is a column") {
		t.Fatalf("%d columns, %d rows: %q", len(s.sheet.Columns), len(s.sheet.Rows), m.notice.text)
	}
	if head := s.headLine(100); !strings.Contains(head, "models as columns (m)") {
		t.Errorf("only a toast said it: %q", head)
	}
	if c := s.sheet.Rows[0].Cells[1]; !c.Compared || !c.HasRatio() {
		t.Errorf("the other model has no ratio: %+v", c)
	}
	if view := seen(m, 100, 30); !strings.Contains(view, "Llama 3.2 3B") || !strings.Contains(view, "\n Vulkan") || !strings.Contains(view, "\n ROCm") {
		t.Errorf("rows do not name their build:\n%s", view)
	}
	press(t, m, "m")
	if s.sheet.ByModel || len(s.sheet.Columns) != 2 || len(s.sheet.Rows) != 4 {
		t.Errorf("back: %d columns, %d rows", len(s.sheet.Columns), len(s.sheet.Rows))
	}
}

// Where the head had no room for everything that the columns have in common, it
// used to name nothing of it: no model, no engine, no machine.
func TestTheHeadLeavesOutWhatStandsLastAndNamesTheModel(t *testing.T) {
	s := resultsRoot(t, theme.Options{}).screens[atResults].(*resultsScreen)
	s.where, s.how, s.byModel = "", "6 starts", true
	s.names.Shared = "Tiny (stand-in) · llama.cpp 0.7.0 b11669 · CPU · AMD EPYC · 24 GiB"
	for width, want := range map[int]string{
		200: "m) · Tiny (stand-in) · llama.cpp 0.7.0 b11669 · CPU · AMD EPYC · 24 GiB · 6 starts",
		140: "m) · Tiny (stand-in) · llama.cpp 0.7.0 b11669 · CPU · AMD EPYC · 24 GiB",
		100: "m) · Tiny (stand-in) · llama.cpp 0.7.0 b11669 · CPU · AMD EPYC · 24 GiB",
		80:  "m) · Tiny (stand-in) · llama.cpp 0.7.0 b11669 · CPU",
		60:  "m) · Tiny (stand-in)",
	} {
		if head := s.headLine(width); !strings.Contains(head, want+"  ") && !strings.HasSuffix(strings.TrimSpace(head), want) {
			t.Errorf("%d: %q without %q", width, head, want)
		}
	}
	s.where = "Strix Halo, measured elsewhere on 30 Nov"
	if head := s.headLine(60); !strings.Contains(head, "Tiny (stand-in)") {
		t.Errorf("without the model: %q", head)
	}
}

// Results used to leave out the sign of a doubtful probe, which Live and the
// report write.
func TestAShareOfADoubtfulProbeIsMarked(t *testing.T) {
	s := resultsRoot(t, theme.Options{}).screens[atResults].(*resultsScreen)
	for doubtful, want := range map[bool]string{true: "50 % of 200 measured ?", false: "50 % of 200 measured"} {
		cell := report.SheetCell{Row: &report.Row{MovedGBps: 100, Ceiling: bench.Ceiling{MeasuredGBps: 200, Doubtful: doubtful}}}
		if text := s.readText(cell, "measured", shareBar); !strings.HasSuffix(text, want) {
			t.Errorf("%q without %q", text, want)
		}
	}
}

// A figure that somebody published has no range, and often no number of
// repetitions. Its details used to say "– to –, n 0".
func TestDetailsOfAPublishedFigureSayWhatIsKnown(t *testing.T) {
	job := bench.Job{ID: "j1", Model: bench.Model{Name: "llama 7B"}, Tests: []bench.Test{{Prompt: 512}, {Generation: 128}}}
	s := bench.Replay([]bench.Event{
		{Seq: 1, Time: clock, Fact: bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{job}}}},
		{Seq: 2, Time: clock, Fact: bench.SessionImported{From: "post.md"}},
		{Seq: 3, Time: clock, Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: job.Tests[0], Published: &bench.Published{TPS: 9000, StdDev: 10}}}},
		{Seq: 4, Time: clock, Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: job.Tests[1], Published: &bench.Published{TPS: 90, N: 5}}}},
	})
	m := resultsRoot(t, theme.Options{})
	m.Update(openedMsg{name: "theirs", session: s})
	text := strings.Join(m.screens[atResults].(*resultsScreen).samples(), "\n")
	for _, want := range []string{"mean 9000 ± 10, as published", "mean 90.0, n 5, as published"} {
		if !strings.Contains(ansi.Strip(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "n 0") {
		t.Error(text)
	}
}
