package tui

import (
	"context"

	"dragstrip/tui/widget"
)

// modelsScreen lists every model, as soon as it is found.
type modelsScreen struct {
	*desk
	table  widget.Table
	listed []Model // the models of the rows, in the order of the rows
	sortBy int     // index into modelColumns
	turned bool    // sorted in reverse
	filter filter
	best   bool // sorted by how well rows match the filter, not by a column
	kept   keptOutlook

	writing *writing
}

// keptOutlook is what is known about a model, drawn for a width. It is dropped
// when the table is filled again, because the facts may have changed.
type keptOutlook struct {
	key   string
	width int
	lines []string
}

// writing is a stand-in that is being written to the disk.
type writing struct {
	shape       Shape
	done, total int64
	stop        context.CancelFunc
}

func newModelsScreen(d *desk) *modelsScreen {
	s := &modelsScreen{desk: d, filter: newFilter(), sortBy: 0}
	for _, c := range modelColumns {
		s.table.Columns = append(s.table.Columns, c.Column)
	}
	return s
}

func (s *modelsScreen) typing() bool { return s.filter.on }

func (s *modelsScreen) command() string {
	if m, ok := s.selected(); ok && m.Path != "" {
		return "dragstrip models " + m.Path
	}
	return "dragstrip models"
}

func (s *modelsScreen) selected() (Model, bool) {
	if s.table.Cursor < len(s.listed) {
		return s.listed[s.table.Cursor], true
	}
	return Model{}, false
}
