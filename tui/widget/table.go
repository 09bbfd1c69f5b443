package widget

import (
	"slices"
	"strings"

	"dragstrip/tui/theme"
)

// Column is one column of a table.
type Column struct {
	Title string
	Right bool // cells are aligned right, as figures are
	// Priority decides which column is left out first if there is no room: the
	// column with the lowest number.
	Priority int
	// Shrink lets a column shrink to Min before other columns are left out.
	Shrink bool
	Min    int
	// Max is the largest width of a cell. Wider cells are cut. 0 means no limit.
	Max int
	// Cut cuts all texts of the column to a width. It is nil if the end of each
	// text is cut. People tell rows apart by a name, so names need more care.
	Cut func(texts []string, width int) []string
}

// Cell is one field of a row.
type Cell struct {
	Text string
	Tone theme.Tone
}

// Row is one line of a table. A heading spans all columns.
type Row struct {
	Cells   []Cell
	Heading string
	Marked  bool

	// widths holds the width of each cell, and shown holds each cell as it was
	// drawn last. So a drawing need not measure or cut the cells again; see Set.
	widths []int
	shown  []shownCell
}

// shownCell is a cell in exactly the width in which it was drawn last.
type shownCell struct {
	text  string
	width int
}

// Table has rows under headings. It draws as many rows as there is room for.
// Column widths are computed once, when the rows change.
type Table struct {
	Columns []Column
	Rows    []Row
	// Cursor is the row that has the focus. Top is the first row that is drawn.
	Cursor, Top int
	widths      []int  // width of each column's widest cell
	filled      []bool // columns in which any cell has a text
	cut         []int  // width to which Cut has cut each column; 0 if it has not
}

// gap is the room between columns.
const gap = 2

// Set replaces the rows and keeps the cursor's position if possible.
func (t *Table) Set(rows []Row) {
	t.Rows = rows
	t.widths, t.filled, t.cut = make([]int, len(t.Columns)), make([]bool, len(t.Columns)), make([]int, len(t.Columns))
	for i, c := range t.Columns {
		t.widths[i] = Width(c.Title)
	}
	widths, shown := make([]int, len(rows)*len(t.Columns)), make([]shownCell, len(rows)*len(t.Columns))
	for at := range rows {
		r := &rows[at]
		begin, count := at*len(t.Columns), min(len(r.Cells), len(t.Columns))
		r.widths, r.shown = widths[begin:][:count], shown[begin:][:count]
		for i := range r.widths {
			r.widths[i] = Width(r.Cells[i].Text)
			t.widths[i] = max(t.widths[i], r.widths[i])
			t.filled[i] = t.filled[i] || r.widths[i] > 0
		}
	}
	for i, c := range t.Columns {
		if c.Max > 0 {
			t.widths[i] = min(t.widths[i], c.Max)
		}
	}
	t.Move(0)
}

// Move moves the cursor down by this number of rows, or up if by is negative.
// It skips headings.
func (t *Table) Move(by int) {
	if len(t.Rows) == 0 {
		t.Cursor, t.Top = 0, 0
		return
	}
	at := min(max(t.Cursor+by, 0), len(t.Rows)-1)
	step := 1
	if by < 0 {
		step = -1
	}
	for try := at; try >= 0 && try < len(t.Rows); try += step {
		if t.Rows[try].Heading == "" {
			t.Cursor = try
			return
		}
	}
	for try := at; try >= 0 && try < len(t.Rows); try -= step {
		if t.Rows[try].Heading == "" {
			t.Cursor = try
			return
		}
	}
}

// View draws headings and rows, exactly width × height cells.
func (t *Table) View(th *theme.Theme, focused bool, width, height int) Block {
	shown := t.fit(width - 2)
	t.cutTo(shown)
	lines := make(Block, 0, height)
	head := "  " + th.Paint(theme.Muted, t.line(shown, func(i int) string { return t.Columns[i].Title }))
	lines = append(lines, Left(head, width))
	t.scroll(height - 1)
	// The width of a row follows from its columns. Measuring the finished line
	// again would take most of the time of a drawing.
	used := 2 + max(t.needed(shown, false), 0)
	for i := t.Top; i < len(t.Rows) && len(lines) < height; i++ {
		line := t.row(th, i, shown, focused)
		if used > width || t.Rows[i].Heading != "" {
			line = Left(line, width)
		} else {
			line += spaces(width - used)
		}
		lines = append(lines, line)
	}
	for len(lines) < height {
		lines = append(lines, spaces(width))
	}
	return lines[:max(height, 0)]
}

func (t *Table) scroll(height int) {
	if height <= 0 {
		return
	}
	t.Top = min(t.Top, t.Cursor)
	t.Top = max(t.Top, t.Cursor-height+1, 0)
	t.Top = min(t.Top, max(len(t.Rows)-height, 0))
	// A heading is shown together with its first row.
	if t.Top > 0 && t.Top == t.Cursor && t.Rows[t.Top-1].Heading != "" {
		t.Top--
	}
}

func (t *Table) row(th *theme.Theme, i int, shown map[int]int, focused bool) string {
	r := t.Rows[i]
	lead := " "
	if i == t.Cursor && r.Heading == "" {
		tone := theme.Muted
		if focused {
			tone = theme.Accent
		}
		lead = th.Paint(tone, th.Cursor)
	}
	mark := " "
	if r.Marked {
		mark = th.Paint(theme.Accent, th.Mark)
	}
	if r.Heading != "" {
		return lead + mark + th.Paint(theme.Strong, r.Heading)
	}
	var b strings.Builder
	b.WriteString(lead + mark)
	first := true
	for c := range t.Columns {
		w, ok := shown[c]
		if !ok {
			continue
		}
		if !first {
			b.WriteString(spaces(gap))
		}
		first = false
		if c >= len(r.Cells) {
			b.WriteString(spaces(w))
			continue
		}
		cell := r.Cells[c]
		text := r.padded(c, w, t.Columns[c].Right)
		if i == t.Cursor && focused && cell.Tone == theme.Plain {
			cell.Tone = theme.Strong
		}
		b.WriteString(th.Paint(cell.Tone, text))
	}
	return b.String()
}

// cutTo cuts the columns that have a Cut to the widths in which they are shown.
func (t *Table) cutTo(shown map[int]int) {
	for c, width := range shown {
		cut := t.Columns[c].Cut
		if cut == nil || t.cut[c] == width || !t.hasWider(c, width) {
			continue
		}
		t.cut[c] = width
		texts, rows := make([]string, 0, len(t.Rows)), make([]Row, 0, len(t.Rows))
		for _, r := range t.Rows {
			if c < len(r.Cells) {
				texts, rows = append(texts, r.Cells[c].Text), append(rows, r)
			}
		}
		align := Left
		if t.Columns[c].Right {
			align = Right
		}
		for i, text := range cut(texts, width) {
			rows[i].shown[c] = shownCell{align(text, width), width}
		}
	}
}

func (t *Table) hasWider(c, width int) bool {
	return slices.ContainsFunc(t.Rows, func(r Row) bool { return c < len(r.widths) && r.widths[c] > width })
}

// padded writes a cell of the row in exactly width cells of the screen.
func (r Row) padded(c, width int, right bool) string {
	text := r.Cells[c].Text
	known := c < len(r.widths)
	if known && r.widths[c] <= width {
		if right {
			return spaces(width-r.widths[c]) + text
		}
		return text + spaces(width-r.widths[c])
	}
	if known && r.shown[c].width == width {
		return r.shown[c].text
	}
	align := Left
	if right {
		align = Right
	}
	text = align(text, width)
	if known {
		r.shown[c] = shownCell{text, width}
	}
	return text
}

func (t *Table) line(shown map[int]int, cell func(int) string) string {
	var parts []string
	for c := range t.Columns {
		if w, ok := shown[c]; ok {
			if t.Columns[c].Right {
				parts = append(parts, Right(cell(c), w))
			} else {
				parts = append(parts, Left(cell(c), w))
			}
		}
	}
	return strings.Join(parts, spaces(gap))
}

// fit chooses the columns that have room, and their widths. If necessary, it
// leaves out the least important columns, and then makes the Shrink columns
// narrower.
func (t *Table) fit(width int) map[int]int {
	shown := map[int]int{}
	for i := range t.Columns {
		if i < len(t.widths) {
			shown[i] = t.widths[i]
		}
	}
	order := make([]int, 0, len(shown))
	for i := range shown {
		order = append(order, i)
	}
	slices.SortFunc(order, func(a, b int) int {
		if t.filled[a] != t.filled[b] { // nobody misses an empty column
			if t.filled[b] {
				return -1
			}
			return 1
		}
		if d := t.Columns[a].Priority - t.Columns[b].Priority; d != 0 {
			return d
		}
		return b - a
	})
	for _, i := range order {
		if len(shown) == 1 || t.needed(shown, true) <= width {
			break
		}
		delete(shown, i)
	}
	for i, filled := range t.filled { // leave out empty columns rather than cut a text beside them
		if !filled && len(shown) > 1 && t.needed(shown, false) > width {
			delete(shown, i)
		}
	}
	if over := t.needed(shown, false) - width; over > 0 {
		t.shrink(shown, over)
	}
	return shown
}

// Wanted is the width at which no column is left out and no cell is cut.
// Columns without any text do not count.
func (t *Table) Wanted() int {
	shown := map[int]int{}
	for i, filled := range t.filled {
		if filled {
			shown[i] = t.widths[i]
		}
	}
	return t.needed(shown, false)
}

// needed gives the width of all columns together, with the gaps. If least is
// set, it gives the smallest width to which they can shrink.
func (t *Table) needed(shown map[int]int, least bool) int {
	sum := gap * (len(shown) - 1)
	for i, w := range shown {
		if least && t.Columns[i].Shrink {
			w = min(w, max(t.Columns[i].Min, 4))
		}
		sum += w
	}
	return sum
}

// shrink makes the Shrink columns narrower. by is the number of cells for all
// of them together.
func (t *Table) shrink(shown map[int]int, by int) {
	for i := range t.Columns {
		if w, ok := shown[i]; ok && t.Columns[i].Shrink {
			least := min(w, max(t.Columns[i].Min, 4))
			shown[i] = max(w-by, least)
			by -= w - shown[i]
		}
	}
	if by > 0 && len(shown) == 1 {
		for i := range shown {
			shown[i] = max(shown[i]-by, 1)
		}
	}
}
