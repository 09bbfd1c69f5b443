package cli

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"dragstrip/bench/article"
	"dragstrip/bench/linebreak"
	"dragstrip/bench/published"
	"dragstrip/bench/report"
	"dragstrip/tui/widget"
)

// articlePage gives the tables of compare --preset article for a screen, with
// figures of this machine. The result lays them out for a width.
func (r rooms) articlePage(own []report.Row) (func(width int) []string, error) {
	tables, err := article.Tables(published.Load())
	if err != nil {
		return nil, err
	}
	measured := measuredBy(own, false)
	expect := expectedOn(r.hereShown())
	here, marks := make([][]article.Here, len(tables)), ""
	for i := range tables {
		here[i] = tables[i].HereOf(measured, expect)
		marks += article.Marks(here[i])
	}
	return func(width int) (lines []string) {
		add := func(text string) { lines = append(lines, linebreak.Lines(text, width)...) }
		add(article.Title)
		add(article.About)
		for i := range tables {
			lines = append(lines, "")
			add(fmt.Sprintf("%d. %s", i+1, tables[i].Title))
			lines = append(lines, plainTable(&tables[i], here[i], width)...)
			for _, note := range tables[i].Notes {
				add("* " + note + ".")
			}
		}
		lines = append(lines, "")
		add(article.Why(tables))
		if legend := strings.TrimSpace(legendOf(marks)); legend != "" {
			lines = append(lines, "")
			add(legend)
		}
		return lines
	}, nil
}

// besideName is the room for a column beside the names of models.
const besideName = 20

// plainTable draws a table of the article. If it is too wide, the reasons stand
// below it. On a narrow screen its first columns go, so that the model and this
// machine stay.
func plainTable(t *article.Table, here []article.Here, width int) []string {
	heads, rows := t.Cells(here)
	for _, cells := range rows {
		cells[0] = widget.Cut(strings.Replace(cells[0], " - Medium", "_M", 1), max(width-besideName, 8), "…")
	}
	lines := linesOf(heads, rows, math.MaxInt32)
	if !slices.ContainsFunc(lines, func(line string) bool { return widget.Width(line) > width }) {
		return lines
	}
	var reasons []string
	at := 1 + len(t.Columns)
	for i, cells := range rows {
		reasons = append(reasons, cells[0]+": "+cells[at])
		rows[i] = slices.Delete(cells, at, at+1)
	}
	lines = linesOf(slices.Delete(heads, at, at+1), rows, width)
	return append(lines, linebreak.Lines("* "+article.Reason+": "+strings.Join(reasons, "; ")+".", width)...)
}

// linesOf draws a table in at most width cells.
func linesOf(heads []string, rows [][]string, width int) []string {
	var columns []report.PlainColumn
	for i, head := range heads {
		columns = append(columns, report.PlainColumn{Title: head, Right: i > 0, Rank: i})
	}
	columns[0].Rank = len(heads)
	return strings.Split(strings.TrimRight(report.PlainTable(width, columns, rows), "\n"), "\n")
}
