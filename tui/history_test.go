package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
)

// historyRoot is a program at History with this list.
func historyRoot(t testing.TB, o theme.Options, past []Past, err error) *root {
	t.Helper()
	h := testHouse()
	h.Sessions.List = func(context.Context) ([]Past, error) { return past, err }
	h.Sessions.Open = func(_ context.Context, name string) (*bench.Session, error) {
		return resultsSession(name, 256, 1, "Vulkan"), nil
	}
	m := New(context.Background(), h, Options{Theme: theme.New(o)}).(*root)
	drain(t, m, m.Init())
	press(t, m, "7")
	m.notice = notify{}
	return m
}

func TestHistoryAtEveryWidth(t *testing.T) {
	for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 30}} {
		for name, o := range map[string]theme.Options{"utf8": {}, "ascii": {ASCII: true}} {
			t.Run(fmt.Sprintf("%d_%s", size[0], name), func(t *testing.T) {
				m := historyRoot(t, o, resultsPast(), nil)
				press(t, m, "down", "m")
				golden.RequireEqual(t, []byte(seen(m, size[0], size[1])))
			})
		}
	}
}

func TestHistoryInItsOtherStates(t *testing.T) {
	t.Run("empty", func(t *testing.T) {
		golden.RequireEqual(t, []byte(seen(historyRoot(t, theme.Options{}, nil, nil), 60, 12)))
	})
	t.Run("error", func(t *testing.T) {
		m := historyRoot(t, theme.Options{}, nil, errors.New("list the sessions: permission denied"))
		golden.RequireEqual(t, []byte(seen(m, 60, 12)))
		m.Sessions.List = func(context.Context) ([]Past, error) { return resultsPast(), nil }
		press(t, m, "enter")
		if s := m.screens[atHistory].(*historyScreen); s.problem != "" || len(s.past) != 5 {
			t.Errorf("read again: %q, %d sessions", s.problem, len(s.past))
		}
	})
	t.Run("loading", func(t *testing.T) {
		m := historyRoot(t, theme.Options{}, nil, nil)
		m.screens[atHistory] = newHistoryScreen(m.desk)
		golden.RequireEqual(t, []byte(seen(m, 60, 12)))
	})
	t.Run("nothing_fits", func(t *testing.T) {
		m := historyRoot(t, theme.Options{}, resultsPast(), nil)
		press(t, m, "/", "z", "q", "z", "enter")
		golden.RequireEqual(t, []byte(seen(m, 60, 12)))
		press(t, m, "esc")
		if s := m.screens[atHistory].(*historyScreen); len(s.order) != 5 || m.at != atHistory {
			t.Errorf("after esc %d rows at %s", len(s.order), screenNames[m.at])
		}
	})
}

// If many lines were known about a session, the line that explains "perhaps"
// used to be cut off.
func TestAnUnsureStepIsAlwaysExplained(t *testing.T) {
	past := resultsPast()
	past[0].Since = []report.Since{{Model: "M", Build: "b2", Before: "b1", Verdict: bench.Slower, Unsure: true, Tests: []report.SinceTest{{Test: "tg128", Ratio: 0.92}}}}
	past[0].What, past[0].Note = strings.Repeat("model ", 40), strings.Repeat("note ", 40)
	s := historyRoot(t, theme.Options{}, past, nil).screens[atHistory].(*historyScreen)
	for _, width := range []int{40, 80, 160} {
		lines := s.detail(width)
		if text := strings.Join(strings.Fields(strings.Join(lines, " ")), " "); len(lines) > mostDetail || !strings.Contains(text, report.UnsureMeans+".") {
			t.Errorf("%d: %d lines: %s", width, len(lines), text)
		}
	}
}

func TestHistorySaysWhatAnUpdateDid(t *testing.T) {
	past := resultsPast()
	past[2].Since = []report.Since{{Model: hostile, Build: hostile, Before: hostile, Verdict: bench.Slower, Tests: []report.SinceTest{{Test: hostile}}}}
	past[0].Since = []report.Since{
		{Model: "M", Build: "b11700", Before: "b11669", Verdict: bench.Slower, Unsure: true, Tests: []report.SinceTest{{Test: "tg128", Ratio: 0.92}}},
		{Model: "M", Build: "b11700", Before: "b11669", Verdict: bench.Faster, Tests: []report.SinceTest{{Test: "pp512", Ratio: 1.2}}},
	}
	for _, o := range []theme.Options{{}, {ASCII: true}} {
		m := historyRoot(t, o, past, nil)
		for _, size := range [][2]int{{40, 12}, {60, 14}, {80, 24}, {120, 40}} {
			press(t, m, "down", "down")
			fits(t, seen(m, size[0], size[1]), size[0], size[1])
			press(t, m, "up", "up")
			fits(t, seen(m, size[0], size[1]), size[0], size[1])
		}
		screen := seen(m, 160, 40)
		for _, part := range []string{"perhaps slower since b11700", "faster since b11700, M: pp512 +20.0 % against b11669", "tg128 -8.0 % against b11669", "Measure both in one session"} {
			if !strings.Contains(screen, part) {
				t.Errorf("no %q in\n%s", part, screen)
			}
		}
		press(t, m, "/", "s", "l", "o", "w", "e", "r", "enter")
		if s := m.screens[atHistory].(*historyScreen); len(s.order) != 2 {
			t.Errorf("the filter finds %d sessions that became slower", len(s.order))
		}
	}
}

func TestMarkedSessionsStandBesideTheOneThatIsOpened(t *testing.T) {
	m := historyRoot(t, theme.Options{}, resultsPast(), nil)
	press(t, m, "down", "down", "m", "up", "up", "enter") // marking moves the cursor down
	s := m.screens[atResults].(*resultsScreen)
	if m.at != atResults || m.name != "20261123-110000-aa" || len(s.more) != 1 || s.more[0].name != "20260801-090000-bb" || len(s.sheet.Columns) != 2 {
		t.Errorf("at %s, %s with %d more, %d panes", screenNames[m.at], m.name, len(s.more), len(s.sheet.Columns))
	}
	press(t, m, "7", "down", "m", "up", "up", "enter") // the mark is removed
	if len(s.more) != 0 {
		t.Errorf("columns of an earlier comparison stay: %v", s.more)
	}
}

func TestHistoryKeys(t *testing.T) {
	m := historyRoot(t, theme.Options{}, resultsPast(), nil)
	var did []string
	m.Sessions.Resume = func(name string) error { did = append(did, "resume "+name); return nil }
	m.Sessions.Delete = func(name string) error { did = append(did, "delete "+name); return nil }
	m.Sessions.Note = func(name, text string) error { did = append(did, "note "+name+" "+text); return nil }
	m.Sessions.Follow = func(name string) Feed { did = append(did, "follow "+name); return &openFeed{} }
	off := func(key string) bool {
		for _, k := range m.screens[atHistory].keys() {
			if k.Help().Key == key {
				return !k.Enabled()
			}
		}
		return true
	}
	if !off("r") || !off("d") {
		t.Error("a session that is being measured can be resumed or deleted")
	}
	press(t, m, "d")
	if len(m.dialogs) > 0 || !strings.Contains(m.notice.text, "cannot be deleted") {
		t.Errorf("notice %q", m.notice.text)
	}
	press(t, m, "enter", "7", "down", "r")
	if !strings.Contains(m.notice.text, "--retry-failed") {
		t.Errorf("notice %q", m.notice.text)
	}
	press(t, m, "n", "!", "enter", "d", "esc", "d", "y", "down", "down", "r")
	want := []string{
		"follow 20261123-120000-cc", "note 20261123-110000-aa before the new fan!", "delete 20261123-110000-aa",
		"resume 20260701-090000-dd", "follow 20260701-090000-dd",
	}
	if !slices.Equal(did, want) {
		t.Errorf("did\n%s\nwant\n%s", strings.Join(did, "\n"), strings.Join(want, "\n"))
	}
	press(t, m, "7", "G")
	if !off("enter") || !off("m") || !off("e") || off("d") || off("n") {
		t.Error("what cannot be read can be opened, or cannot be deleted")
	}
}

func TestAThousandSessionsFilterAndFit(t *testing.T) {
	var past []Past
	for i := range 1000 {
		past = append(past, Past{Name: fmt.Sprint("s", i), When: clock, State: "done", What: fmt.Sprint("Model ", i), Note: hostile, Done: 1, Tests: 1})
	}
	m := historyRoot(t, theme.Options{Color: true}, past, nil)
	press(t, m, "G")
	fits(t, seen(m, 80, 24), 80, 24)
	press(t, m, "/", "9", "9", "9")
	s := m.screens[atHistory].(*historyScreen)
	if p, ok := s.selected(); !ok || p.Name != "s999" {
		t.Errorf("999 finds %+v", p)
	}
}

// BenchmarkHistoryView prints how long it takes to draw 1,000 sessions with
// names in wide letters. Budget: 0.2 ms at 120×40.
func BenchmarkHistoryView(b *testing.B) {
	past := make([]Past, 1000)
	for i := range past {
		past[i] = Past{Name: fmt.Sprint(i), When: clock, State: "done", What: hostile, BestTest: "tg128", BestTPS: 23.1, Done: 1, Tests: 1}
	}
	m := historyRoot(b, theme.Options{Color: true}, past, nil)
	seen(m, 120, 40)
	for b.Loop() {
		_ = m.View()
	}
}

// Doubtful figures used to stand here without the sign that they have elsewhere.
func TestTheSelectedSessionShowsItsResults(t *testing.T) {
	past := Past{Name: "s", When: clock, State: "done", What: "M", Done: 3, Tests: 4, BestTest: "tg128", BestTPS: 23.1, BestGrade: bench.GradeNoisy, Figures: []PastFigure{
		{"fa on", "pp512", 321, 320, 322, ""}, {"fa on", "tg128", 23.1, 0, 0, bench.GradeNoisy}, {"fa off", "pp512", 298, 0, 0, ""},
	}}
	m := historyRoot(t, theme.Options{}, []Past{past}, nil)
	view := seen(m, 100, 30)
	for _, want := range []string{"  t/s        pp512    tg128", "  fa on    321 ± 1   23.1 ▲", "  fa off       298        –", "best tg128 23.1 ▲"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q:\n%s", want, view)
		}
	}
	past.Figures = nil
	for i := range 64 {
		past.Figures = append(past.Figures, PastFigure{Job: fmt.Sprint("job ", i), Test: "tg128", TPS: 1})
	}
	if view := seen(historyRoot(t, theme.Options{}, []Past{past}, nil), 60, 20); !strings.Contains(view, "more jobs") {
		t.Errorf("jobs without room are not counted:\n%s", view)
	}
}

func TestALowScreenUsesTheLinesBelowAShortList(t *testing.T) {
	past := Past{Name: "only", When: clock, State: "done", What: "M", BestTest: "tg128", BestTPS: 23.1, Done: 1, Tests: 1}
	view := seen(historyRoot(t, theme.Options{}, []Past{past}, nil), 40, 12)
	if !strings.Contains(view, "1 of 1 test measured") {
		t.Errorf("the details are left out:\n%s", view)
	}
	many := slices.Repeat([]Past{past}, 9)
	if view := seen(historyRoot(t, theme.Options{}, many, nil), 40, 12); strings.Contains(view, "1 of 1 test measured") {
		t.Errorf("the details take lines of the list:\n%s", view)
	}
}

// A session that waits for another one used to be of machine "?".
func TestAWaitingSessionIsOfThisMachine(t *testing.T) {
	d := &desk{Theme: theme.New(theme.Options{})}
	for live, want := range map[bool]string{true: "here", false: bench.NotKnown} {
		if got := d.machineText(Past{Live: live}); got != want {
			t.Errorf("live %v: %q, want %q", live, got, want)
		}
	}
}

// Rows of imported results used to lose their machine on a narrow screen, and said
// only from which file they came.
func TestImportedRowsKeepTheirMachine(t *testing.T) {
	past := resultsPast()
	past = append(past, Past{Name: "i", When: clock, State: "imported", What: "Tiny Q8_0 · from other.csv", Source: "from other.csv", Note: "a note", Machine: "RTX 4090", Done: 2, Tests: 2})
	lines := strings.Split(seen(historyRoot(t, theme.Options{}, past, nil), 100, 30), "\n")
	if !slices.ContainsFunc(lines, func(line string) bool {
		return strings.Contains(line, "RTX 4090") && strings.Contains(line, "Tiny Q8_0")
	}) {
		t.Errorf("%s", strings.Join(lines, "\n"))
	}
}
