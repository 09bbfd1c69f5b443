package tui

import (
	"context"

	"dragstrip/tui/widget"
)

// modelsScreen lists every model found, as they come.
type modelsScreen struct {
	*desk
	table  widget.Table
	order  []int // of the rows into desk.models
	sortBy int   // index into modelColumns
	turned bool  // the other way round
	filter filter
	best   bool // what fits the filter best stands first, not what the sorting says
	kept   keptOutlook

	writing *writing
}

// keptOutlook is what is known of a model, drawn for a width. The table's next
// filling, when something may have changed, lets it go.
type keptOutlook struct {
	path  string
	width int
	lines []string
}

// writing is a stand-in on its way to the disk.
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
	if m, ok := s.selected(); ok {
		return "dragstrip models " + m.Path
	}
	return "dragstrip models"
}

func (s *modelsScreen) selected() (Model, bool) {
	if s.table.Cursor < len(s.order) && s.order[s.table.Cursor] < len(s.models) {
		return s.models[s.order[s.table.Cursor]], true
	}
	return Model{}, false
}
