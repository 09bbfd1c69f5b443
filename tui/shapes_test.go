package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// The dialog used to open only after the sizes of all stand-ins were computed.
// Until then the screen showed nothing.
func TestTheStandInsAreShownAsTheyAreWorkedOut(t *testing.T) {
	stopped := make(chan struct{})
	m, _ := started(t, func(h *House) {
		h.Models.Shapes = func(ctx context.Context, _ bench.Machine, _ bench.Bandwidth, _ func(Shape)) {
			<-ctx.Done()
			close(stopped)
		}
	})
	press(t, m, "2")
	m.Update(keyMsg("s")) // the answer does not come before esc
	if view := m.View(); !strings.Contains(view, "Write a stand-in · 0, working out sizes") {
		t.Fatalf("it does not open at once:\n%s", view)
	}
	m.Update(streamMsg[Shape]{items: []Shape{shape("Llama 3.2 1B", 1), shape("Qwen3 8B", 9)}})
	press(t, m, "down")
	m.Update(streamMsg[Shape]{items: []Shape{shape("Qwen3 32B", 33)}, ended: true})
	view := m.View()
	for _, want := range []string{"Write a stand-in · 3 ", "name", "engine", "quant", "GiB", "fits", "expect t/s", "▌ Qwen3 8B"} {
		if !strings.Contains(view, want) {
			t.Errorf("without %q:\n%s", want, view)
		}
	}
	press(t, m, "esc")
	if len(m.dialogs) != 0 {
		t.Errorf("esc leaves %d dialogs", len(m.dialogs))
	}
	<-stopped // esc ends the computation, too
}

func shape(name string, gib int64) Shape {
	return Shape{Name: name, Model: Model{Model: bench.Model{Name: name, Quant: "Q4_0", Format: "gguf", SizeBytes: gib << 30, StandIn: true}, Engine: "llama.cpp", Fit: "fits", CeilingMeasured: 200 / float64(gib)}}
}

// Only shapes for llama.cpp used to be marked as stand-ins.
func TestShapesAreNotMarkedAsStandIns(t *testing.T) {
	m, _ := started(t, nil)
	press(t, m, "2")
	m.Update(keyMsg("s"))
	gguf, mlx := shape("Llama 3.2 1B", 1), shape("Qwen3 8B", 9)
	gguf.Model.Path = "/models/standin.gguf" // where it would be written
	m.Update(streamMsg[Shape]{items: []Shape{gguf, mlx}, ended: true})
	for _, row := range strings.Split(m.View(), "\n") {
		if strings.Contains(row, "│") && strings.Contains(row, "(stand-in)") {
			t.Errorf("%s", row)
		}
	}
}

func TestAStandInIsFilteredForAndWritten(t *testing.T) {
	var written []string
	m, _ := started(t, func(h *House) {
		h.Models.WriteStandIn = func(_ context.Context, s Shape, _ func(done, total int64)) error {
			written = append(written, s.Model.Name)
			return nil
		}
	})
	press(t, m, "2", "s", "/", "3", "2", "b", "enter")
	if view := m.View(); !strings.Contains(view, "/32b  1 of 3") || strings.Contains(view, "Qwen3 8B") {
		t.Fatalf("the filter:\n%s", view)
	}
	press(t, m, "enter")
	if len(m.dialogs) != 0 || len(written) != 1 || written[0] != "Qwen3 32B" {
		t.Errorf("%v, %d dialogs", written, len(m.dialogs))
	}
	press(t, m, "s", "/", "x", "x", "enter")
	if view := m.View(); !strings.Contains(view, "Nothing fits the filter") || strings.Contains(view, "enter write it") {
		t.Errorf("nothing fits:\n%s", view)
	}
	if press(t, m, "esc"); len(m.dialogs) != 1 {
		t.Error("the first esc clears the filter, and does not close")
	}
	for _, size := range [][2]int{{40, 12}, {60, 20}, {160, 45}} {
		m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		if !strings.Contains(m.View(), "Llama 3.2 1B") {
			t.Errorf("%v:\n%s", size, m.View())
		}
	}
}

// New and deleted files used to be noticed only at the next start of the
// program.
func TestModelsThatComeAndGoAreSeen(t *testing.T) {
	var there []string
	m, _ := started(t, func(h *House) {
		h.Models.Find = func(_ context.Context, _ bench.Machine, _ bench.Bandwidth, each func(Model)) []string {
			for _, name := range there {
				each(Model{Model: bench.Model{Name: name, Path: "/m/" + name, Format: "gguf"}, Engine: "llama.cpp"})
			}
			return nil
		}
	})
	list := func() string {
		var names []string
		for _, model := range m.models {
			names = append(names, model.Name)
		}
		return fmt.Sprint(names, len(m.marked))
	}
	lookAfter := func(search int) tea.Cmd {
		return func() tea.Msg {
			m.looks.found.Store(int64(search))
			return streamMsg[bench.Reading]{}
		}
	}
	for _, c := range []struct {
		there []string
		look  func() tea.Cmd
		want  string
	}{
		{[]string{"a", "b"}, func() tea.Cmd { return m.do(goTo{atModels}) }, "[a b] 0"},
		{[]string{"a", "b", "c"}, func() tea.Cmd { return lookAfter(m.modelAsk) }, "[a b c] 1"},
		{[]string{"b", "c"}, func() tea.Cmd { return lookAfter(m.modelAsk) }, "[b c] 0"},
		{[]string{"d"}, func() tea.Cmd { return lookAfter(m.modelAsk - 1) }, "[b c] 0"}, // from a search that is no longer the present one
	} {
		there = c.there
		if drain(t, m, c.look()); list() != c.want {
			t.Errorf("%v: %s, want %s", c.there, list(), c.want)
		}
		if len(m.marked) == 0 && len(there) == 2 && there[0] == "a" {
			press(t, m, "g", "space")
		}
	}
}

// The screen used to search again every few seconds although nothing had
// changed. Later it woke up at moments of its own to look.
func TestModelsAreSearchedOnlyAfterAChange(t *testing.T) {
	changed, searches, looked, at, takes := false, 0, 0, clock, time.Duration(0)
	m, _ := started(t, func(h *House) {
		find := h.Models.Find
		h.Models.Find = func(ctx context.Context, machine bench.Machine, best bench.Bandwidth, each func(Model)) []string {
			searches++
			return find(ctx, machine, best, each)
		}
		h.Models.Changed = func(context.Context) bool { looked++; at = at.Add(takes); return changed }
	})
	press(t, m, "2")
	before := searches
	for _, c := range []struct {
		what   string
		after  time.Duration
		takes  time.Duration
		change bool
		looked int // how often it has looked in all
		says   bool
	}{
		{"the search has just ended", 0, 0, false, 0, false},
		{"ten seconds later, nearly", 9900 * time.Millisecond, 0, false, 1, false},
		{"too early", 5 * time.Second, 0, false, 1, false},
		{"again, and it takes long", 5 * time.Second, time.Second, false, 2, false},
		{"too early after a long look", 25 * time.Second, 0, false, 2, false},
		{"a change", 5 * time.Second, 0, true, 3, true},
	} {
		at, takes, changed = at.Add(c.after), c.takes, c.change
		if says := m.looks.look(t.Context(), m.Models.Changed, func() time.Time { return at }); says != c.says || looked != c.looked || searches != before {
			t.Errorf("%s: %v after %d looks and %d searches", c.what, says, looked, searches-before)
		}
	}
	reading := func() tea.Msg { return streamMsg[bench.Reading]{} }
	for range 2 { // the second reading brings nothing new
		if drain(t, m, reading); searches != before+1 {
			t.Errorf("%d searches after a change", searches-before)
		}
	}
	for _, leave := range []func(){func() { press(t, m, "1") }, func() { m.live = true; press(t, m, "2") }} {
		leave()
		for range 2 {
			at = at.Add(time.Hour)
			if m.looks.look(t.Context(), m.Models.Changed, func() time.Time { return at }) || looked != 3 {
				t.Errorf("at %s, live %v: it looks although nobody wants to know", screenNames[m.at], m.live)
			}
		}
	}
}

// Two files used to look the same if every column had the same text.
func TestModelsThatLookAlikeAreToldApart(t *testing.T) {
	one := func(path string) Model {
		return Model{Model: bench.Model{Name: "Llama 3.2 1B", Quant: "Q4_0", Path: path}, Engine: "llama.cpp"}
	}
	own := apart([]Model{one("/here/a.gguf"), one("/there/a.gguf"), {Model: bench.Model{Name: "Other", Path: "/o"}}})
	if len(own) != 2 || !strings.Contains(own["/here/a.gguf"], "here") || !strings.Contains(own["/there/a.gguf"], "there") {
		t.Errorf("%q", own)
	}
}

// The list names the files of models that look alike, but the filter used not to
// know these names.
func TestTheFilterKnowsWhatTellsModelsApart(t *testing.T) {
	m, _ := started(t, func(h *House) {
		h.Models.Find = func(_ context.Context, _ bench.Machine, _ bench.Bandwidth, each func(Model)) []string {
			for _, path := range []string{"/m/first.gguf", "/m/second.gguf"} {
				each(Model{Model: bench.Model{Name: "Tiny", Quant: "Q4_0", Path: path, Format: "gguf"}, Engine: "llama.cpp"})
			}
			return nil
		}
	})
	drain(t, m, m.do(goTo{atModels}))
	press(t, m, "/", "s", "e", "c", "o")
	if s := m.screens[atModels].(*modelsScreen); len(s.listed) != 1 || s.listed[0].Path != "/m/second.gguf" {
		t.Errorf("%+v\n%s", s.listed, m.View())
	}
}

// The size of a small model used to be 0.0 GiB.
func TestASmallSizeIsNotZero(t *testing.T) {
	for want, bytes := range map[string]int64{"0.02": 20 << 20, "0.1": 110 << 20, "4.5": 9 << 29} {
		if got := gibibytes(bytes); got != want {
			t.Errorf("%d bytes: %s, want %s", bytes, got, want)
		}
	}
}

// A model that was written elsewhere used to stay unseen for up to 30 s. A key
// looks at the next reading of the load, once.
func TestAKeyLooksForModelsSoon(t *testing.T) {
	l, at := &modelLooks{}, clock
	looked := 0
	changed := func(context.Context) bool { looked++; return false }
	look := func(after time.Duration) int {
		at = at.Add(after)
		l.look(context.Background(), changed, func() time.Time { return at })
		return looked
	}
	l.ask.Store(1)
	if n := look(0) + look(time.Second); n != 0 {
		t.Fatalf("%d looks before it is time", n)
	}
	l.soon.Store(true)
	if n := look(time.Second); n != 1 {
		t.Errorf("%d looks after a key, want 1", n)
	}
	if n := look(time.Second); n != 1 {
		t.Errorf("%d looks without a further key, want 1", n)
	}
	m, _ := started(t, nil)
	m.looks.soon.Store(false)
	m.Update(keyMsg("2"))
	if !m.looks.soon.Load() {
		t.Error("a key does not ask for a look")
	}
}
