package report

import (
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report/chart"
)

// The pictures over time have at most so many dots, so that the page stays small.
const (
	mostSampleDots  = 600
	mostReadingDots = 100 // of each line
)

// overTime draws when each repetition was measured and how fast it was, and below
// it what the machine did at that time. All pictures have one axis of time, so
// that a slow repetition can be seen above its cause.
func overTime(m *markdown) []picture {
	begin, end := m.s.Started, m.s.Finished
	samples, table := m.samplesOverTime(begin)
	if len(samples) == 0 || begin.IsZero() {
		return nil
	}
	for _, s := range samples {
		for _, p := range s.Points {
			if at := begin.Add(time.Duration(p.X * float64(time.Minute))); at.After(end) {
				end = at
			}
		}
	}
	x := chart.Axis{Name: "minutes since the start", Reach: end.Sub(begin).Minutes()}
	out := []picture{newPicture("Repetitions over time",
		"Each repetition as a share of the median of its test. Repetitions that drift or jump together point to the machine, not to the engine.",
		chart.Plot("Repetitions over time, in percent of the median of their test", x, chart.Axis{Name: "% of the median", Near: true}, samples, nil), table)}
	for _, of := range readingLines {
		if p, ok := m.readingsOverTime(of.title, of.unit, of.lines, x, begin); ok {
			out = append(out, p)
		}
	}
	return out
}

// samplesOverTime are the repetitions of each test whose time is known.
func (m *markdown) samplesOverTime(begin time.Time) (out []chart.Series, table htmlTable) {
	table.Heads = []string{"test", "minutes", "t/s", "of the median"}
	left := mostSampleDots
	for _, row := range m.rows {
		if row.Summary.Median <= 0 || row.Test == nil {
			continue
		}
		name := joinNonEmpty(partsBy, row.Job.ID, m.r.path(row.Job.Model.Label()), row.Test.Test.String())
		s := chart.Series{Name: name, Loose: true}
		for _, r := range row.Test.Results {
			if r.Started.IsZero() || r.Started.Before(begin) {
				continue
			}
			at := r.Started
			for i, tps := range r.SamplesTPS() {
				at = at.Add(time.Duration(r.SamplesNS[i]))
				if left == 0 || tps <= 0 {
					continue
				}
				left--
				share, minutes := 100*tps/row.Summary.Median, at.Sub(begin).Minutes()
				s.Points = append(s.Points, chart.Point{X: minutes, Y: share, Text: fmt.Sprintf("%s: %s t/s", name, bench.FormatTPS(tps))})
				table.Rows = append(table.Rows, []htmlCell{{Text: name, Words: true}, {Text: fmt.Sprintf("%.1f", minutes)}, {Text: bench.FormatTPS(tps)}, {Text: fmt.Sprintf("%.1f %%", share)}})
			}
		}
		if len(s.Points) > 0 {
			out = append(out, s)
		}
	}
	return out, table
}

// readingLine is one line of a picture of readings.
type readingLine struct {
	name  string
	value func(bench.Reading) *float64
}

// readingLines are the pictures below the repetitions. Lines of one picture have
// one unit.
var readingLines = []struct {
	title, unit string
	lines       []readingLine
}{
	{"Load over time", "%", []readingLine{
		{"processor", func(r bench.Reading) *float64 { return times(r.CPUBusy, 100) }},
		{"GPU", func(r bench.Reading) *float64 { return times(r.GPUBusy, 100) }},
		{"taken by the host", func(r bench.Reading) *float64 { return times(r.Steal, 100) }},
	}},
	{"Other programs over time", "cores", []readingLine{{"other programs", func(r bench.Reading) *float64 { return r.OtherCores }}}},
	{"Temperature over time", "°C", []readingLine{
		{"processor", func(r bench.Reading) *float64 { return r.Celsius }},
		{"GPU", func(r bench.Reading) *float64 { return r.GPUCelsius }},
	}},
	{"Power over time", "W", []readingLine{
		{"processor", func(r bench.Reading) *float64 { return r.Watts }},
		{"GPU", func(r bench.Reading) *float64 { return r.GPUWatts }},
	}},
}

func times(v *float64, factor float64) *float64 {
	if v == nil {
		return nil
	}
	product := *v * factor
	return &product
}

// readingsOverTime draws lines of readings. ok is false if there are fewer than
// two readings.
func (m *markdown) readingsOverTime(title, unit string, lines []readingLine, x chart.Axis, begin time.Time) (p picture, ok bool) {
	table := htmlTable{Heads: []string{"reading", "minutes", unit}}
	var series []chart.Series
	step := max(1, (len(m.s.Readings)+mostReadingDots-1)/mostReadingDots)
	for _, line := range lines {
		s := chart.Series{Name: line.name}
		for i := 0; i < len(m.s.Readings) && i < len(m.s.ReadAt); i += step {
			v, minutes := line.value(m.s.Readings[i]), m.s.ReadAt[i].Sub(begin).Minutes()
			if v == nil || minutes < 0 {
				continue
			}
			text := bench.FormatFigure(*v) + " " + unit
			s.Points = append(s.Points, chart.Point{X: minutes, Y: *v, Text: line.name + ": " + text})
			table.Rows = append(table.Rows, []htmlCell{{Text: line.name, Words: true}, {Text: fmt.Sprintf("%.1f", minutes)}, {Text: text}})
		}
		if len(s.Points) > 1 {
			series = append(series, s)
		}
	}
	if series == nil {
		return p, false
	}
	svg := chart.Plot(title, x, chart.Axis{Name: unit}, series, nil)
	return newPicture(title, "What the machine did while the repetitions above were measured: at most the last 600 readings.", svg, table), true
}
