package report

import (
	"dragstrip/bench"
	"dragstrip/bench/report/chart"
)

// maps are the heat maps of all goals that have one.
func (f Found) maps() (goals []FoundGoal) {
	for _, g := range f.Goals {
		if g.Map != nil {
			goals = append(goals, g)
		}
	}
	return goals
}

// mapTitle says what a heat map shows.
func (g FoundGoal) mapTitle() string {
	return g.Tests() + ", t/s by " + g.Map.RowAxis + " and " + g.Map.ColumnAxis
}

// heatPictures draws the heat maps for a page.
func (f Found) heatPictures() (out []picture) {
	for _, g := range f.maps() {
		m := g.Map
		var cells [][]chart.HeatCell
		figures := htmlTable{Heads: m.table().heads}
		for at, row := range m.Cells {
			var drawn []chart.HeatCell
			said := []htmlCell{{Text: m.Rows[at], Words: true}}
			for column, c := range row {
				name := m.RowAxis + " " + m.Rows[at] + ", " + m.ColumnAxis + " " + m.Columns[column]
				drawn = append(drawn, chart.HeatCell{Value: c.TPS, Text: c.Text(), Title: name + ": " + f.cellWords(c), Best: c.Best, Failed: c.IsLost()})
				said = append(said, htmlCell{Text: c.Text(), Best: c.Best})
			}
			cells, figures.Rows = append(cells, drawn), append(figures.Rows, said)
		}
		svg := chart.Heat(g.mapTitle(), chart.HeatAxis{Title: m.RowAxis, Names: m.Rows}, chart.HeatAxis{Title: m.ColumnAxis, Names: m.Columns}, cells)
		out = append(out, newPicture(g.mapTitle(), "Each cell has the best over all other values. The darker, the faster; "+
			bench.NotMeasured+" was not tried, and an empty cell cannot be tried.", svg, figures))
	}
	return out
}

// cellWords says in words what a cell shows.
func (f Found) cellWords(c HeatCell) string {
	for _, of := range f.Configurations {
		switch {
		case of.Job != c.Job:
		case c.TPS > 0:
			return c.Text() + " t/s with " + of.Name
		default:
			return of.Became
		}
	}
	return "cannot be tried"
}
