package widget

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// exactly fails if a block does not have exactly height lines of exactly width
// cells.
func exactly(t *testing.T, what string, b Block, width, height int) {
	t.Helper()
	if len(b) != max(height, 0) {
		t.Fatalf("%s: %d lines, not %d", what, len(b), height)
	}
	for i, line := range b {
		if Width(line) != max(width, 0) {
			t.Fatalf("%s: line %d is %d wide, not %d: %q", what, i, Width(line), width, line)
		}
	}
}

func TestBlocksAndPanesFitExactly(t *testing.T) {
	lines := oddTexts(8)
	for name, th := range themes {
		for width := 1; width <= 200; width++ {
			for _, height := range []int{0, 1, 2, 3, 4, 7, 12} {
				exactly(t, name+" Fit", Fit(lines, width, height), width, height)
				for _, title := range []string{"", "Queue", lines[5], lines[6]} {
					exactly(t, name+" Pane", Pane(th, title, true, lines, width, height), width, height)
				}
			}
		}
	}
}

// TestAPaneLeavesTheRoomItSays: lines that fit into this room must not be cut.
func TestAPaneLeavesTheRoomItSays(t *testing.T) {
	for width := 1; width <= 80; width++ {
		for height := 1; height <= 8; height++ {
			w, h := PaneInside(width, height)
			lines := slices.Repeat([]string{strings.Repeat("x", w)}, h)
			pane := Pane(themes["plain"], "", false, lines, width, height)
			if got := strings.Count(pane.String(), "x"); got != w*h {
				t.Fatalf("%d × %d leaves %d × %d, but shows %d of %d", width, height, w, h, got, w*h)
			}
		}
	}
}

func TestBlocksStandBesideAndAbove(t *testing.T) {
	a, b := Fit([]string{"模", "b"}, 3, 2), Fit([]string{"1", "2"}, 2, 2)
	if got, want := Beside(a, b).String(), "模 1 \nb  2 "; got != want {
		t.Errorf("beside: %q, want %q", got, want)
	}
	if got := Above(a, a); len(got) != 4 {
		t.Errorf("above: %d lines", len(got))
	}
	if Beside() != nil || Above() != nil {
		t.Error("nothing is something")
	}
}

// TestOverKeepsTheWidth: the upper block may begin or end inside a wide
// character of the lower one. Half a character becomes a space.
func TestOverKeepsTheWidth(t *testing.T) {
	for width := 1; width <= 200; width++ {
		below := Fit(oddTexts(9), width, 9)
		for _, w := range []int{1, 2, 3, width / 2, width - 1, width} {
			if w < 1 || w > width {
				continue
			}
			above := Fit([]string{"模型模型", "dialog"}, w, 3)
			exactly(t, "over", Over(below, above, width), width, 9)
		}
	}
	if got := Over(Fit([]string{"模模模"}, 6, 1), Block{"xx"}, 6).String(); got != "模xx模" {
		t.Errorf("%q", got)
	}
	if got := ansi.Strip(Over(Fit([]string{"模模模模"}, 8, 1), Block{"xxx"}, 8).String()); got != "模xxx 模" {
		t.Errorf("%q", got)
	}
}

func TestADialogHigherThanTheScreenIsCut(t *testing.T) {
	exactly(t, "over", Over(Fit(nil, 10, 2), Fit([]string{"a", "b", "c", "d"}, 4, 4), 10), 10, 2)
	if got := Over(nil, Block{"x"}, 3); got != nil {
		t.Errorf("over nothing: %q", got)
	}
}
