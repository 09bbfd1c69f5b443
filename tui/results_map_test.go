package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench/report"
	"dragstrip/bench/tuning"
	"dragstrip/tui/theme"
)

// mapped is a search with a heat map of 3 by n cells.
func mapped(t *testing.T, o theme.Options, n int) (*root, *resultsScreen) {
	t.Helper()
	m := found(t)
	m.Theme = theme.New(o)
	press(t, m, "5")
	s := m.screens[atResults].(*resultsScreen)
	h := &report.HeatMap{RowAxis: "build", ColumnAxis: "ub", Rows: []string{"llama.cpp Vulkan", "llama.cpp ROCm", "HIP"}}
	for row := range 3 {
		var cells []report.HeatCell
		for c := range n {
			cells = append(cells, report.HeatCell{Job: "j1", State: tuning.StateMeasured, TPS: float64(1000*(row+1) + c), Best: row == 2 && c == n-1})
		}
		cells[0] = []report.HeatCell{{Job: "j1", State: tuning.StateFailed}, {Job: "j2", State: tuning.StateNotTried}, {}}[row]
		h.Cells = append(h.Cells, cells)
	}
	for c := range n {
		h.Columns = append(h.Columns, []string{"16", "32", "64", "128", "256"}[c%5])
	}
	s.found.Goals[0].Map = h
	return m, s
}

// A heat map shows its figures if they have room, else only signs; it fits every
// size, and without colours and UTF-8 the signs still tell the levels apart.
func TestHeatMapsFit(t *testing.T) {
	for _, o := range []theme.Options{{}, {ASCII: true}, {Color: true}} {
		for _, n := range []int{2, 5, 16, 40} {
			m, s := mapped(t, o, n)
			for _, size := range []struct{ width, height int }{{160, 45}, {100, 30}, {60, 20}, {40, 12}} {
				m.Update(tea.WindowSizeMsg{Width: size.width, Height: size.height})
				press(t, m, "v")
				fits(t, m.View(), size.width, size.height)
				press(t, m, "esc")
				text := strings.Join(s.heatMaps(size.width-4), "\n")
				wanted := []string{"pp512", s.No, s.Best, s.Heights[0], s.Heights[len(s.Heights)-1]}
				if n == 2 {
					wanted = append(wanted, "3001 "+s.Heights[len(s.Heights)-1])
				}
				for _, want := range wanted {
					if !strings.Contains(text, want) {
						t.Errorf("%+v, %d columns at %d: no %q in\n%s", o, n, size.width, want, text)
					}
				}
			}
		}
	}
}

// A search along one axis has no map, and the key says why.
func TestOneAxisHasNoHeatMap(t *testing.T) {
	m := found(t)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	press(t, m, "5", "v")
	if strings.Contains(m.View(), "Heat map") {
		t.Error("a heat map of one axis")
	}
	press(t, m, "?")
	if view := strings.Join(strings.Fields(m.View()), " "); !strings.Contains(view, "not now: fewer than") {
		t.Errorf("the help does not say why:\n%s", m.View())
	}
}

// Two builds used to have the same name in a narrow heat map.
func TestRowsOfANarrowHeatMapDiffer(t *testing.T) {
	m, s := mapped(t, theme.Options{}, 2)
	s.found.Goals[0].Map.Rows = []string{"CPU · F16 default", "Vulkan,CPU · F16 default", "Vulkan,CPU · F16 off"}
	for _, width := range []int{96, 56, 36} {
		m.Update(tea.WindowSizeMsg{Width: width + 4, Height: 30})
		seen := map[string]bool{}
		for _, line := range s.heatMaps(width) {
			if strings.Contains(line, "F16") || strings.Contains(line, "CPU") || strings.Contains(line, "Vulk") {
				name, _, _ := strings.Cut(strings.TrimSpace(line), "  ")
				if seen[name] {
					t.Errorf("two rows are called %q at %d", name, width)
				}
				seen[name] = true
			}
		}
	}
}

// Long names used to take the room of the memory.
func TestABoardOf100CellsHasTheMemory(t *testing.T) {
	m := found(t)
	press(t, m, "5")
	s := m.screens[atResults].(*resultsScreen)
	for i := range s.found.Configurations {
		c := &s.found.Configurations[i]
		c.Name, c.MemoryBytes = "Vulkan,CPU · F16 default, on Vulkan0, "+c.Name, 1<<20
	}
	board := searchBoard{desk: s.desk, found: *s.found, called: &s.called}
	if text := strings.Join(board.lines(100, 20, 0, 0), "\n"); !strings.Contains(text, "memory") || !strings.Contains(text, "1.00 MiB") {
		t.Error(text)
	}
}
