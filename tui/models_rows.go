package tui

import (
	"slices"

	"github.com/sahilm/fuzzy"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// fill makes the table again from what is known.
func (s *modelsScreen) fill() {
	at := ""
	if m, ok := s.selected(); ok {
		at = m.Path
	}
	s.order = s.ordered()
	rows := make([]widget.Row, len(s.order))
	own := apart(s.models)
	cursor := 0
	for r, i := range s.order {
		m := s.models[i]
		rows[r].Marked = s.marked[m.Path]
		for _, c := range modelColumns {
			cell := c.cell(s.desk, m)
			if c.Title == nameColumn {
				cell.Text = s.dotted(own[m.Path], cell.Text) // what differs comes first, because the end may be cut
			}
			if s.refused(m) != "" {
				cell.Tone = theme.Muted
			}
			rows[r].Cells = append(rows[r].Cells, cell)
		}
		if m.Path == at {
			cursor = r
		}
	}
	s.table.Cursor = cursor
	s.table.Set(rows)
	s.kept = keptOutlook{}
}

func (s *modelsScreen) ordered() []int {
	order := make([]int, 0, len(s.models))
	if want := s.filter.Value(); want != "" {
		names := make([]string, len(s.models))
		for i, m := range s.models {
			names[i] = bench.Clean(m.Name + " " + m.Quant + " " + m.Engine + " " + m.Place)
		}
		for _, match := range fuzzy.Find(want, names) {
			order = append(order, match.Index)
		}
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
