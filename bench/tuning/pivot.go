package tuning

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"dragstrip/bench"
)

// Pivot lays the configurations of a search on the two axes that matter most
// for a goal.
type Pivot struct {
	// Row and Column are indices of axes.
	Row, Column int
	// Cells has a list for each value of the row's axis, with a cell for each value
	// of the column's axis.
	Cells [][]PivotCell
}

// PivotCell is the best configuration of those that have the two values of the
// cell.
type PivotCell struct {
	// Configuration is the fastest one. If none was measured, it is one that failed,
	// or else one that was not tried; -1 if no configuration has these values.
	Configuration int
	State         ConfigurationState
	// Speed is in tokens per second; 0 if none was measured.
	Speed float64
}

// IsLost tells whether all that was tried of the cell failed, or must fail.
func (c PivotCell) IsLost() bool { return c.State == StateFailed || c.State == StateSkipped }

// Pivot lays the rows of a goal on two axes; false if fewer than two axes have
// several values, or if fewer than two cells would have a speed.
func (s *Search) Pivot(b Best) (p Pivot, ok bool) {
	var axes []int
	for a := range s.space.Axes {
		if len(s.space.Axes[a].Values) > 1 {
			axes = append(axes, a)
		}
	}
	if len(axes) < 2 {
		return p, false
	}
	slices.SortStableFunc(axes, func(x, y int) int { return cmp.Compare(s.spread(b.Rows, y), s.spread(b.Rows, x)) })
	p.Row, p.Column = axes[0], axes[1]
	if s.textOf(p.Row) < s.textOf(p.Column) { // long names have room before the rows
		p.Row, p.Column = p.Column, p.Row
	}
	for range s.space.Axes[p.Row].Values {
		p.Cells = append(p.Cells, slices.Repeat([]PivotCell{{Configuration: -1}}, len(s.space.Axes[p.Column].Values)))
	}
	measured := 0
	for _, row := range b.Rows {
		c := s.space.Configurations[row.Configuration]
		at := &p.Cells[c[p.Row]][c[p.Column]]
		if fresh := cellOf(row); at.isWorse(fresh) {
			if at.Speed == 0 && fresh.Speed > 0 {
				measured++
			}
			*at = fresh
		}
	}
	return p, measured > 1
}

func cellOf(r Row) PivotCell {
	c := PivotCell{Configuration: r.Configuration, State: r.State, Speed: r.Speed}
	if c.IsLost() {
		c.Speed = 0
	}
	return c
}

// isWorse tells whether another configuration says more about the cell: a faster
// one, or one that failed instead of one that was not tried.
func (c PivotCell) isWorse(o PivotCell) bool {
	if c.Configuration < 0 || c.Speed > 0 || o.Speed > 0 {
		return c.Configuration < 0 || o.Speed > c.Speed
	}
	return o.IsLost() && !c.IsLost()
}

// spread is how much the speed depends on an axis, as a logarithm: the best that
// was measured with the best value, against the best with the worst value.
func (s *Search) spread(rows []Row, axis int) float64 {
	best := map[int]float64{}
	for _, r := range rows {
		if c := cellOf(r); c.Speed > 0 {
			value := s.space.Configurations[r.Configuration][axis]
			best[value] = max(best[value], math.Log(c.Speed))
		}
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range best {
		low, high = min(low, v), max(high, v)
	}
	return max(high-low, 0)
}

// textOf is how long the names of an axis's values are together.
func (s *Search) textOf(axis int) (letters int) {
	for v := range s.space.Axes[axis].Values {
		letters += utf8.RuneCountInString(s.space.Axes[axis].Short(v))
	}
	return letters
}

// Axis is an axis of the search.
func (s *Search) Axis(i int) Axis { return s.space.Axes[i] }

// Title names the axis above its values.
func (a Axis) Title() string {
	def, known := bench.ParameterByKey(a.Name)
	switch {
	case a.Name == "n_threads":
		return "threads"
	case a.Name == "devices" || !known:
		return a.Name
	}
	return def.Flag
}

// Short is a value as it is called below the title of its axis: "4", "off".
func (a Axis) Short(value int) string {
	if text := a.Values[value]; a.Name != "devices" || text != "none" && text != Auto {
		return text
	}
	return a.Said(value)
}
