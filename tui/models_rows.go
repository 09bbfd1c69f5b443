package tui

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// fill makes the table again from what is known. The cursor stays on its model.
// But while somebody types a filter, the cursor is on the best match.
func (s *modelsScreen) fill() {
	at := ""
	if m, ok := s.selected(); ok && !s.filter.on {
		at = m.Key()
	}
	s.listed = nil
	own := apart(s.models)
	for _, i := range s.ordered(own) {
		s.listed = append(s.listed, s.models[i])
	}
	rows := make([]widget.Row, len(s.listed))
	cursor := 0
	for r, m := range s.listed {
		rows[r].Marked = s.marked[m.Key()]
		for _, c := range modelColumns {
			cell := c.cell(s.desk, m)
			if c.Title == nameColumn {
				cell.Text = s.dotted(own[m.Key()], cell.Text) // what differs comes first, because the end may be cut
			}
			if s.refused(m) != "" {
				cell.Tone = theme.Muted
			}
			rows[r].Cells = append(rows[r].Cells, cell)
		}
		if m.Key() == at {
			cursor = r
		}
	}
	s.table.Cursor = cursor
	s.table.Set(rows)
	s.kept = keptOutlook{}
}

// ordered are the positions of the models to list, in their order. own is what
// tells alike models apart, such as the names of their files.
func (s *modelsScreen) ordered(own map[string]string) []int {
	var order []int
	if want := s.filter.Value(); want != "" {
		texts := make([]string, len(s.models))
		for i, m := range s.models {
			texts[i] = bench.Clean(strings.Join(slices.Concat([]string{m.Name, m.Quant, m.Place, own[m.Key()]}, m.engines(), m.OtherNames), " "))
		}
		order = matching(want, texts)
		if s.best {
			return order
		}
	} else {
		for i := range s.models {
			order = append(order, i)
		}
	}
	less := modelColumns[s.sortBy].less
	slices.SortStableFunc(order, func(a, b int) int {
		if s.turned {
			a, b = b, a
		}
		return less(s.models[a], s.models[b])
	})
	return order
}
