package widget

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dragstrip/tui/theme"
)

// oddTable has rows with every kind of text, a heading, a row with too few
// cells and one with too many.
func oddTable() *Table {
	t := &Table{Columns: []Column{
		{Title: "name", Priority: 9, Shrink: true, Min: 12},
		{Title: "quant", Priority: 8, Max: 10},
		{Title: "GiB", Right: true, Priority: 7},
		{Title: "模型", Right: true, Priority: 5},
		{Title: "note", Priority: 2, Shrink: true, Min: 8, Max: 30},
	}}
	var rows []Row
	for i, text := range oddTexts(20) {
		rows = append(rows, Row{Marked: i%3 == 0, Cells: []Cell{{Text: text, Tone: theme.Plain}, {Text: "Q4_K_M"}, {Text: fmt.Sprint(i, ".0")}, {Text: text, Tone: theme.Bad}, {Text: "é模"}}})
	}
	rows = append(rows, Row{Heading: "模 a heading"}, Row{Cells: []Cell{{Text: "few"}}}, Row{Cells: make([]Cell, 9)}, Row{})
	t.Set(rows)
	return t
}

func TestTablesFitExactly(t *testing.T) {
	for name, th := range themes {
		table := oddTable()
		for width := 1; width <= 200; width++ {
			for _, height := range []int{0, 1, 2, 5, 30} {
				table.Move(3 * height)
				exactly(t, fmt.Sprintf("%s, %d × %d", name, width, height), table.View(th, width%2 == 0, width, height), width, height)
			}
			table.Move(-len(table.Rows))
		}
	}
}

func TestWithoutRowsOrColumnsThereIsStillATable(t *testing.T) {
	for width := 1; width <= 200; width++ {
		for name, table := range map[string]*Table{
			"nothing": {}, "columns": {Columns: []Column{{Title: "name"}, {Title: "模"}}}, "rows": {Rows: []Row{{}, {Heading: "h"}}},
		} {
			table.Set(table.Rows)
			table.Move(1)
			exactly(t, name, table.View(themes["plain"], true, width, 4), width, 4)
		}
	}
}

// TestTheLeastImportantColumnGoesFirst: first the Shrink columns shrink, then the
// least important column is left out.
func TestTheLeastImportantColumnGoesFirst(t *testing.T) {
	table := &Table{Columns: []Column{{Title: "name", Priority: 9, Shrink: true, Min: 6}, {Title: "one", Priority: 1}, {Title: "two", Priority: 2}}}
	table.Set([]Row{{Cells: []Cell{{Text: "a name of some length"}, {Text: "1"}, {Text: "2"}}}})
	for width, want := range map[int]string{40: "name one two", 22: "name one two", 18: "name one two", 14: "name two", 8: "name"} {
		head := table.View(themes["plain"], true, width, 2)[0]
		if got := strings.Join(strings.Fields(head), " "); got != want {
			t.Errorf("%d cells: %q, want %q", width, got, want)
		}
	}
}

func TestFiguresStandAtTheRight(t *testing.T) {
	table := &Table{Columns: []Column{{Title: "GiB", Right: true}}}
	table.Set([]Row{{Cells: []Cell{{Text: "1234.5"}}}, {Cells: []Cell{{Text: "0.9"}}}})
	if got, want := table.View(themes["plain"], false, 8, 3).String(), "     GiB\n▌ 1234.5\n     0.9"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestTheCursorStaysInSight: the cursor stays visible, however far it moves and
// however few rows are shown. It is never on a heading.
func TestTheCursorStaysInSight(t *testing.T) {
	table := oddTable()
	for height := 2; height <= 30; height++ {
		for _, by := range []int{1, 1, 1, 7, 100, -1, -5, -100} {
			table.Move(by)
			view := table.View(themes["plain"], true, 60, height)
			if !strings.Contains(view.String(), "▌") {
				t.Fatalf("after a move by %d of %d rows the cursor is out of sight:\n%s", by, height, view)
			}
			if table.Rows[table.Cursor].Heading != "" {
				t.Fatalf("the cursor stands on the heading of row %d", table.Cursor)
			}
		}
	}
}

// Cutting a cell of wide letters takes most of the time of a drawing, so what
// was cut is kept. It must not outlive its width or its row.
func TestCutCellsAreKeptForTheirWidthOnly(t *testing.T) {
	th := theme.New(theme.Options{})
	table := func() *Table {
		return &Table{Columns: []Column{{Title: "name", Shrink: true, Min: 4}, {Title: "t/s", Right: true, Priority: 1}}}
	}
	rows := func(name string) []Row { return []Row{{Cells: []Cell{{Text: name}, {Text: "23.1"}}}} }
	kept := table()
	kept.Set(rows("一二三四五六七八九十"))
	for _, step := range []struct {
		name  string
		width int
	}{{"", 16}, {"", 20}, {"", 16}, {"十九八七六五四三二一", 16}, {"", 30}} {
		name := step.name
		if name != "" {
			kept.Set(rows(name))
		} else {
			name = kept.Rows[0].Cells[0].Text
		}
		fresh := table()
		fresh.Set(rows(name))
		if got, want := kept.View(th, true, step.width, 3), fresh.View(th, true, step.width, 3); !slices.Equal(got, want) {
			t.Errorf("%d cells:\n%q\nwant\n%q", step.width, got, want)
		}
	}
}

// A column without any text used to take room while the names were cut.
func TestAnEmptyColumnGoesBeforeATextIsCut(t *testing.T) {
	table := &Table{Columns: []Column{{Title: "name", Shrink: true, Min: 4, Priority: 2}, {Title: "active", Priority: 1}}}
	table.Set([]Row{{Cells: []Cell{{Text: "a long name"}, {}}}})
	th := theme.New(theme.Options{})
	if view := table.View(th, true, 16, 2).String(); !strings.Contains(view, "a long name") || strings.Contains(view, "active") {
		t.Errorf("%q", view)
	}
	if view := table.View(th, true, 40, 2).String(); !strings.Contains(view, "active") {
		t.Errorf("left out although there is room: %q", view)
	}
}

func TestATableOfItsWantedWidthCutsNothing(t *testing.T) {
	table := &Table{Columns: []Column{{Title: "name", Shrink: true, Min: 4, Priority: 2}, {Title: "active", Priority: 1}, {Title: "GiB", Right: true, Priority: 1}}}
	table.Set([]Row{{Cells: []Cell{{Text: "a long name"}, {}, {Text: "12345.6"}}}})
	th := theme.New(theme.Options{})
	cursor := 2
	if view := table.View(th, true, table.Wanted()+cursor, 2).String(); !strings.Contains(view, "a long name") || !strings.Contains(view, "12345.6") {
		t.Errorf("%q", view)
	}
	if view := table.View(th, true, table.Wanted()+cursor-1, 2).String(); strings.Contains(view, "a long name") && strings.Contains(view, "12345.6") {
		t.Errorf("less is enough: %q", view)
	}
}

// A column's own way to cut used to be impossible, so names that differ at
// their ends looked alike.
func TestAColumnMayCutItsTextsItself(t *testing.T) {
	th := theme.New(theme.Options{})
	calls := 0
	table := &Table{Columns: []Column{{Title: "name", Shrink: true, Min: 4, Priority: 2, Cut: func(texts []string, width int) []string {
		calls++
		out := make([]string, len(texts))
		for i, text := range texts {
			out[i] = text[max(len(text)-width, 0):]
		}
		return out
	}}, {Title: "t/s", Right: true, Priority: 1}}}
	table.Set([]Row{{Heading: "heading"}, {Cells: []Cell{{Text: "a name one"}, {Text: "1"}}}, {Cells: []Cell{{Text: "a name two"}, {Text: "2"}}}})
	for width, want := range map[int][2]string{14: {"me one    1", "me two    2"}, 30: {"a name one    1", "a name two    2"}} {
		calls = 0
		for range 3 {
			if view := table.View(th, true, width, 4).String(); !strings.Contains(view, want[0]) || !strings.Contains(view, want[1]) {
				t.Errorf("%d cells:\n%s", width, view)
			}
		}
		if calls > 1 {
			t.Errorf("%d cells: cut %d times", width, calls)
		}
	}
}
