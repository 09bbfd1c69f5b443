package tui

import (
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// A figure that somebody else published has a sign of its own. It is not the
// sign of a doubt.
func TestPublishedFiguresHaveTheirOwnSign(t *testing.T) {
	d := &desk{Theme: theme.New(theme.Options{})}
	if got := d.gradeSign(bench.GradePublished); strings.Contains(got, d.Doubt) || !strings.Contains(got, d.Published) || d.Published == d.Unknown {
		t.Errorf("%q", got)
	}
	if got := doneText(Past{State: "imported", Done: 3, Tests: 3}); got != "3 imported results" {
		t.Errorf("%q", got)
	}
	for want, p := range map[string]Past{
		"":                            {State: "done", When: clock},
		"imported " + timeText(clock): {State: "imported", When: clock},
		"measured 2025-08, imported " + timeText(clock): {State: "imported", When: clock, Measured: "2025-08"},
	} {
		if got := measuredText(p); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	// Imported results used to stand under the time of the import, as if they had
	// been measured then.
	for want, p := range map[string]Past{
		timeText(clock): {State: "done", When: clock},
		"imported " + clock.Local().Format(time.DateOnly): {State: "imported", When: clock},
		"2025-08": {State: "imported", When: clock, Measured: "2025-08"},
	} {
		if got := whenText(p); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := doneText(Past{State: "done", Done: 2, Tests: 3}); got != "2 of 3 tests measured" {
		t.Errorf("%q", got)
	}
}

// A search used to be counted by its tests, "8/32", though it never measures
// most of them.
func TestASearchIsCountedByItsConfigurations(t *testing.T) {
	p := Past{State: "done", Done: 8, Tests: 32, Configurations: 16, Tried: 5}
	if short, long := testsText(p), doneText(p); short != "5/16 tried" || long != "5 of 16 configurations tried" {
		t.Errorf("%q, %q", short, long)
	}
}

// The source of imported results used to end the name of what was measured, and
// to be cut there: "llama 1B Q4_0 · Vulkan · fro…".
func TestTheSourceOfImportedResultsIsNotCutFromTheirName(t *testing.T) {
	source := "from other.md (J. Doe, 2026-10-01)"
	past := []Past{
		{Name: "b", When: clock, State: "imported", What: "llama 1B Q4_0 · Vulkan · " + source, Source: source, Done: 2, Tests: 2, Machine: "Framework Desktop"},
		{Name: "a", When: clock, State: "done", What: "Qwen3 8B Q4_K_M · CPU · fa on/off", Done: 2, Tests: 2},
	}
	for width, want := range map[int]string{160: "from other.md", 100: "llama 1B Q4_0 · Vulkan", 60: "llama 1B Q4_0 · Vulkan"} {
		row := ""
		for line := range strings.Lines(seen(historyRoot(t, theme.Options{}, past, nil), width, 30)) {
			if row == "" && strings.Contains(line, "llama 1B") {
				row = line
			}
		}
		if !strings.Contains(row, want) || strings.Contains(row, "Vulkan · ") {
			t.Errorf("%d cells: %q", width, row)
		}
	}
}
