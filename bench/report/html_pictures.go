package report

import (
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/report/chart"
)

// mostPictured is how many rows of a sheet get a picture of bars.
const mostPictured = 24

// pictures draws what the sheet of a session shows.
func pictures(m *markdown, sheet Sheet, names []string) (out []picture) {
	for _, row := range sheet.Rows[:min(len(sheet.Rows), mostPictured)] {
		out = append(out, barsOf(m, sheet, row, names)...)
	}
	out = append(out, curvesIn(m, sheet, names)...)
	return append(out, rooflineOf(m, sheet, names)...)
}

// barsOf draws the columns of one row as bars with their intervals.
func barsOf(m *markdown, sheet Sheet, row SheetRow, names []string) []picture {
	leaders := sheet.Leaders(row)
	var bars []chart.Bar
	table := htmlTable{Heads: []string{"configuration", "t/s", "95 % interval"}}
	for at, c := range row.Cells {
		if !c.Measured() {
			continue
		}
		sum := c.Row.Summary
		b := chart.Bar{
			Label: names[at], Value: sum.Median, Text: c.marked(), Doubtful: c.Row.Grade == bench.GradeSuspect,
			Best: leaders.Clear() && slices.Contains(leaders.Columns, at),
		}
		interval := bench.NotMeasured
		if sum.HasInterval {
			interval = bench.FormatEnds(sum.Median, sum.Low, sum.High)
		}
		b.Low, b.High = drawnInterval(sum)
		bars = append(bars, b)
		table.Rows = append(table.Rows, []htmlCell{{Text: b.Label, Words: true}, {Text: b.Text, Best: b.Best}, {Text: interval}})
	}
	title := joinNonEmpty(partsBy, row.measured(m.r.path), row.Test.String())
	svg := chart.Bars(title+", tokens a second", bars)
	if svg == "" {
		return nil
	}
	return []picture{newPicture(title, "Tokens a second with the 95 % interval of the median.", svg, table)}
}

// plotted collects the loose points of a plot by the name of their series, in the
// order in which the names come.
type plotted struct {
	order []string
	of    map[string][]chart.Point
}

func (l *plotted) add(name string, p chart.Point) {
	if l.of == nil {
		l.of = map[string][]chart.Point{}
	}
	if l.of[name] == nil {
		l.order = append(l.order, name)
	}
	l.of[name] = append(l.of[name], p)
}

// series are the points of each name.
func (l *plotted) series() (out []chart.Series) {
	for _, name := range l.order {
		out = append(out, chart.Series{Name: name, Points: l.of[name], Loose: true})
	}
	return out
}

// rooflineOf draws each result of generation over the bytes that a token reads,
// below what the memory allows.
func rooflineOf(m *markdown, sheet Sheet, names []string) []picture {
	var all plotted
	var under roofs
	table := htmlTable{Heads: []string{"configuration", "bytes a token reads", "t/s", "GB/s"}}
	for _, row := range sheet.Rows {
		for at, c := range row.Cells {
			if !c.Measured() || c.Row.MovedGBps <= 0 || c.Row.Grade == bench.GradeSuspect {
				continue
			}
			bytes, name := c.Row.ReadBytes(), names[at]
			label := joinNonEmpty(partsBy, row.measured(m.r.path), row.Test.String())
			all.add(name, chart.Point{
				X: bytes / 1e9, Y: c.Row.Summary.Median, Text: fmt.Sprintf("%s, %s: %s t/s, %s", label, name, c.marked(), bench.FormatGBps(c.Row.MovedGBps)),
			})
			under.add(c.Row.Ceiling, name)
			table.Rows = append(table.Rows, []htmlCell{
				{Text: joinNonEmpty(partsBy, label, name), Words: true}, {Text: bench.FormatBytes(int64(bytes))}, {Text: c.marked()}, {Text: bench.FormatGBps(c.Row.MovedGBps)},
			})
		}
	}
	if len(all.order) == 0 {
		return nil
	}
	svg := chart.Plot("Generation speed by bytes read for each token, with the highest speed that the memory allows",
		chart.Axis{Name: "GB read for each token", Log: true}, chart.Axis{Name: "t/s", Log: true}, all.series(), under.drawn(len(all.order)))
	return []picture{newPicture("What the memory allows", "Each token reads the weights once, so the bandwidth of the memory sets the highest speed. The lines show it. The closer a dot, the better the bandwidth is used.", svg, table)}
}

// roofs are the limits of the memories in which the models of the results are.
// Each limit has the columns to which it applies.
type roofs struct {
	names  once
	height map[string]float64
}

func (r *roofs) add(c bench.Ceiling, column string) {
	if r.height == nil {
		r.height = map[string]float64{}
	}
	for _, limit := range []struct {
		gbps  float64
		named string
	}{
		{c.MeasuredGBps, "measured: " + bench.FormatGBps(c.MeasuredGBps) + c.Doubt()},
		{c.SpecifiedGBps, "specified: " + bench.FormatGBps(c.SpecifiedGBps)},
	} {
		if limit.gbps > 0 {
			r.names.add(limit.named, column)
			r.height[limit.named] = limit.gbps
		}
	}
}

// drawn gives the roofs for the chart. If a roof does not apply to all columns,
// its name lists its columns.
func (r *roofs) drawn(columns int) (out []chart.Roof) {
	for _, name := range r.names.order {
		of := r.names.of[name]
		if len(of) == columns {
			of = nil
		}
		out = append(out, chart.Roof{Name: joinNonEmpty(", ", append([]string{name}, of...)...), Height: r.height[name]})
	}
	return out
}
