package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench/report"
)

// offerSheet asks whether to copy the comparison or write it to a file.
func (s *resultsScreen) offerSheet() dialog {
	ctx, name, sheet, write := s.ctx, s.name, s.sheet, s.Sessions.ExportSheet
	list := exportMenu(s.markdownTable())
	list.add("write a file: the whole comparison, as markdown", func() (action, tea.Cmd) {
		return s.doing("exporting"), act(func() action {
			path, err := write(ctx, name, sheet)
			return exported([]string{path}, err)
		})
	})
	return list
}

// markdownTable writes the table for pasting. It has the rows in the order of
// the screen, and the names of the columns.
func (s *resultsScreen) markdownTable() string {
	var b strings.Builder
	shared := report.EscapeMarkdown(s.names.Shared)
	if shared != "" {
		b.WriteString(shared + "\n\n")
	}
	head, rule := "| t/s |", "| --- |"
	for _, at := range s.shownColumns() {
		name := report.EscapeMarkdown(s.names.Full[at])
		if s.isBaseline(at) && len(s.shownColumns()) > 1 {
			name += " (baseline)"
		}
		head, rule = head+" "+name+" |", rule+" ---: |"
	}
	b.WriteString(head + "\n" + rule + "\n")
	for _, i := range s.rows {
		r := s.sheet.Rows[i]
		b.WriteString("| " + report.EscapeMarkdown(r.Name()) + " |")
		for _, at := range s.shownColumns() {
			b.WriteString(" " + s.markdownCell(r.Cells[at], s.bestOf(i) == at) + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (s *resultsScreen) markdownCell(c report.SheetCell, best bool) string {
	if c.Row == nil {
		return ""
	}
	median, interval := c.Row.Median()
	if best {
		median = "**" + median + "**"
	}
	text := strings.Join(strings.Fields(median+" "+interval+" "+c.GradeSign()+" "+c.ElsewhereSign()), " ")
	if !c.Compared {
		return text
	}
	return text + " " + c.ShortChange()
}
