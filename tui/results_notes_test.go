package tui

import (
	"strings"
	"testing"

	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// A note used to be cut although lines below it were empty, and nothing said
// where its rest is.
func TestNotesTakeTheLinesThatAreLeft(t *testing.T) {
	const long = "C differs from A in engine build (llama.cpp b11669 Vulkan, llama.cpp b11669 Metal), session and machine"
	s := &resultsScreen{desk: &desk{Theme: theme.New(theme.Options{})}, notes: []tonedText{{theme.Plain, "one"}, {theme.Plain, long}, {theme.Plain, "three"}, {theme.Plain, long}}}
	for most, want := range map[int][]string{
		0: nil,
		1: {"w 4 notes"},
		2: {"one", "w 3 more notes"},
		4: {"one", "C differs from A in engine build (llama.…", "three", "C differs from A in engine b… w shows all"},
		6: {"one", "C differs from A in engine build", "  (llama.cpp b11669 Vulkan, llama.cpp", "  b11669 Metal), session and machine", "three", "C differs from A in engine b… w shows all"},
		8: {"one", "C differs from A in engine build", "  (llama.cpp b11669 Vulkan, llama.cpp", "  b11669 Metal), session and machine", "three", "C differs from A in engine build", "  (llama.cpp b11669 Vulkan, llama.cpp", "  b11669 Metal), session and machine"},
	} {
		lines := s.noteLines(43, most)
		for i := range lines {
			if widget.Width(lines[i]) > 43 {
				t.Errorf("%q is too wide", lines[i])
			}
			lines[i] = strings.Trim(strings.TrimPrefix(lines[i], " "), "\n")
			lines[i] = strings.TrimRight(lines[i], " ")
		}
		if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
			t.Errorf("in %d lines:\n%s\nwant:\n%s", most, got, strings.Join(want, "\n"))
		}
	}
}
