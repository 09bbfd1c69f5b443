package report

import (
	"dragstrip/bench"
	"dragstrip/bench/report/chart"
	"dragstrip/bench/tuning"
)

// HeatMap shows how the speed for a goal depends on the two axes that matter most
// for it. Each cell has the best over all values of the other axes.
type HeatMap struct {
	// RowAxis is the axis of the rows, such as "build".
	RowAxis string `json:"row_axis"`
	// ColumnAxis is the axis of the columns, such as "ub".
	ColumnAxis string `json:"column_axis"`
	// Rows are the values of RowAxis.
	Rows []string `json:"rows"`
	// Columns are the values of ColumnAxis.
	Columns []string `json:"columns"`
	// Cells has a list for each row, with a cell for each column.
	Cells [][]HeatCell `json:"cells"`
}

// HeatCell is the best of the configurations that have the two values of the
// cell.
type HeatCell struct {
	// TPS is its speed in tokens per second; absent if none was measured.
	TPS float64 `json:"tps,omitempty"`
	// Job is that configuration; absent if no configuration has the two values.
	// Without a speed it is one that failed, or one that was not tried.
	Job string `json:"job,omitempty"`
	// State is what became of that configuration.
	State tuning.ConfigurationState `json:"state,omitempty"`
	// Best is true in the cell of the highest speed.
	Best bool `json:"best,omitempty"`
}

// IsLost tells whether what was tried of the cell failed, or must fail.
func (c HeatCell) IsLost() bool {
	return tuning.PivotCell{State: c.State}.IsLost()
}

// Text is what the cell says: its speed, or why there is none.
func (c HeatCell) Text() string {
	switch {
	case c.TPS > 0:
		return bench.FormatTPS(c.TPS)
	case c.IsLost():
		return string(c.State)
	case c.Job != "":
		return bench.NotMeasured
	}
	return ""
}

// heatMap is the map of a goal; nil if there are not two axes.
func (r *redactor) heatMap(s *bench.Session, search *tuning.Search, b tuning.Best) *HeatMap {
	p, ok := search.Pivot(b)
	if !ok {
		return nil
	}
	m := &HeatMap{}
	names := func(axis int) (title string, names []string) {
		a := search.Axis(axis)
		for v := range a.Values {
			names = append(names, r.text(a.Short(v)))
		}
		return r.text(a.Title()), names
	}
	m.RowAxis, m.Rows = names(p.Row)
	m.ColumnAxis, m.Columns = names(p.Column)
	high := 0.0
	for _, row := range p.Cells {
		var cells []HeatCell
		for _, c := range row {
			cell := HeatCell{TPS: c.Speed, State: c.State}
			if c.Configuration >= 0 {
				cell.Job = s.Plan.Jobs[c.Configuration].ID
			}
			high = max(high, c.Speed)
			cells = append(cells, cell)
		}
		m.Cells = append(m.Cells, cells)
	}
	for _, row := range m.Cells {
		for at := range row {
			row[at].Best = row[at].TPS == high
		}
	}
	return m
}

// Level is how far a speed is on the way from the slowest cell to the fastest
// one, 0 to 1. Equal ratios are equal steps.
func (m *HeatMap) Level(tps float64) float64 {
	low, high := 0.0, 0.0
	for _, row := range m.Cells {
		for _, c := range row {
			if c.TPS > 0 && (low == 0 || c.TPS < low) {
				low = c.TPS
			}
			high = max(high, c.TPS)
		}
	}
	return chart.Level(tps, low, high)
}

// table is the heat map in figures.
func (m *HeatMap) table() *table {
	t := newTable(m.RowAxis + " / " + m.ColumnAxis)
	for _, name := range m.Columns {
		t.heads, t.right = append(t.heads, name), append(t.right, true)
	}
	for at, row := range m.Cells {
		cells := []string{m.Rows[at]}
		for _, c := range row {
			cells = append(cells, c.Text())
		}
		t.add(cells...)
	}
	return t
}
