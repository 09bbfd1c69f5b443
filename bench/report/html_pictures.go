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
	out = append(out, depthOf(m, sheet, names)...)
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
			Label: names[at], Value: sum.Median, Text: c.tps(), Doubtful: c.Row.Grade == bench.GradeSuspect,
			Best: leaders.Clear() && slices.Contains(leaders.Columns, at),
		}
		interval := bench.NotMeasured
		if sum.HasInterval {
			interval = bench.FormatEnds(sum.Median, sum.Low, sum.High)
		}
		if b.Low, b.High = drawnInterval(sum); sum.HasInterval && b.High == 0 {
			b.Text += " (uncertain)"
		}
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

// drawnInterval is the interval of a median. An interval that is wider than the
// median itself is not drawn, because it would squeeze everything else. Tables
// call it uncertain.
func drawnInterval(s bench.Summary) (low, high float64) {
	if !s.HasInterval || s.High > 2*s.Median {
		return 0, 0
	}
	return s.Low, s.High
}

// depthOf draws the speed of generation over the tokens in the context, one line
// for each configuration and model, if there are at least two depths.
func depthOf(m *markdown, sheet Sheet, names []string) []picture {
	lines := map[string]*chart.Series{}
	var order []string
	depths := map[int]bool{}
	table := htmlTable{Heads: []string{"configuration", "tokens in the context", "t/s"}}
	for _, row := range sheet.Rows {
		if !row.Test.IsDecode() {
			continue
		}
		for at, c := range row.Cells {
			if !c.Measured() || c.Row.Grade == bench.GradeSuspect {
				continue
			}
			name := joinNonEmpty(partsBy, row.measured(m.r.path), names[at])
			if lines[name] == nil {
				lines[name] = &chart.Series{Name: name}
				order = append(order, name)
			}
			depths[row.Test.Depth] = true
			sum := c.Row.Summary
			p := chart.Point{X: float64(row.Test.Depth), Y: sum.Median, Text: fmt.Sprintf("%s, %s: %s t/s", name, row.Test, c.tps())}
			p.Low, p.High = drawnInterval(sum)
			lines[name].Points = append(lines[name].Points, p)
			table.Rows = append(table.Rows, []htmlCell{{Text: name, Words: true}, {Text: fmt.Sprint(row.Test.Depth)}, {Text: c.tps()}})
		}
	}
	if len(depths) < 2 {
		return nil
	}
	var series []chart.Series
	for _, name := range order {
		slices.SortFunc(lines[name].Points, func(a, b chart.Point) int { return int(a.X - b.X) })
		series = append(series, *lines[name])
	}
	svg := chart.Plot("Generation over the tokens in the context", chart.Axis{Name: "tokens in the context"}, chart.Axis{Name: "t/s"}, series, nil)
	return []picture{newPicture("Speed over depth", "How generation slows down while the context fills: each token reads the KV cache of all earlier ones.", svg, table)}
}

// rooflineOf draws each result of generation over the bytes that a token reads,
// below what the memory allows.
func rooflineOf(m *markdown, sheet Sheet, names []string) []picture {
	byName := map[string]*chart.Series{}
	var order []string
	table := htmlTable{Heads: []string{"configuration", "bytes a token reads", "t/s", "GB/s"}}
	var specified, measured float64
	for _, row := range sheet.Rows {
		for at, c := range row.Cells {
			if !c.Measured() || c.Row.MovedGBps <= 0 || c.Row.Grade == bench.GradeSuspect {
				continue
			}
			sum := c.Row.Summary
			bytes := c.Row.MovedGBps * 1e9 / sum.Median
			name := names[at]
			if byName[name] == nil {
				byName[name] = &chart.Series{Name: name}
				order = append(order, name)
			}
			label := joinNonEmpty(partsBy, row.measured(m.r.path), row.Test.String())
			byName[name].Points = append(byName[name].Points, chart.Point{
				X: bytes / 1e9, Y: sum.Median, Text: fmt.Sprintf("%s, %s: %s t/s, %s", label, name, c.tps(), bench.FormatGBps(c.Row.MovedGBps)),
			})
			table.Rows = append(table.Rows, []htmlCell{
				{Text: joinNonEmpty(partsBy, label, name), Words: true}, {Text: bench.FormatBytes(int64(bytes))}, {Text: c.tps()}, {Text: bench.FormatGBps(c.Row.MovedGBps)},
			})
			specified, measured = max(specified, c.Row.Ceiling.SpecifiedGBps), max(measured, c.Row.Ceiling.MeasuredGBps)
		}
	}
	if len(order) == 0 {
		return nil
	}
	var series []chart.Series
	for _, name := range order {
		byName[name].Loose = true
		series = append(series, *byName[name])
	}
	var roofs []chart.Roof
	if measured > 0 {
		roofs = append(roofs, chart.Roof{Name: "measured: " + bench.FormatGBps(measured), Height: measured})
	}
	if specified > 0 {
		roofs = append(roofs, chart.Roof{Name: "specified: " + bench.FormatGBps(specified), Height: specified})
	}
	svg := chart.Plot("Generation speed by bytes read for each token, with the highest speed that the memory allows",
		chart.Axis{Name: "GB read for each token", Log: true}, chart.Axis{Name: "t/s", Log: true}, series, roofs)
	return []picture{newPicture("What the memory allows", "Each token reads the weights once, so the bandwidth of the memory sets the highest speed. The lines show it. The closer a dot, the better the bandwidth is used.", svg, table)}
}
