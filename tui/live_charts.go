package tui

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/tui/widget"
)

// chart is one kind of reading over time: its name, its values, the value at
// the top of the chart, and the newest value as text.
type chart struct {
	name   string
	values []float64
	top    float64
	text   string
}

// charts shows the readings as small charts. most is the largest number of
// rows. Readings that may explain a slow figure come first. The charts change
// only every two seconds, because each change sends the whole row over the
// connection.
func (s *liveScreen) charts(width, most int) []string {
	if len(s.readings) == 0 {
		return nil
	}
	rows := []string{""}
	add := func(text string) {
		row := &rows[len(rows)-1]
		switch used := widget.Width(*row); {
		case used == 0:
			*row = text
		case used+3+widget.Width(text) <= width:
			*row += "   " + text
		case len(rows) < most:
			rows = append(rows, text)
		}
	}
	for _, c := range s.chartsOf() {
		cells := min(chartCells, len(s.readings))
		add(c.name + " " + widget.Left(widget.Spark(s.Theme, c.values, c.top, cells), chartCells) + " " + c.text)
	}
	if rows[0] == "" {
		return nil
	}
	return rows
}

func (s *liveScreen) chartsOf() []chart {
	var out []chart
	last := s.readings[len(s.readings)-1]
	add := func(name, format string, top, unit float64, of func(bench.Reading) *float64) {
		newest := of(last)
		if newest == nil {
			return
		}
		c := chart{name: name, top: top, text: fmt.Sprintf(format, unit**newest)}
		for _, r := range s.readings {
			if v := of(r); v != nil {
				c.values = append(c.values, *v)
			}
		}
		out = append(out, c)
	}
	whole := func(of func(bench.Reading) *int64) func(bench.Reading) *float64 {
		return func(r bench.Reading) *float64 {
			v := of(r)
			if v == nil {
				return nil
			}
			f := float64(*v)
			return &f
		}
	}
	add("CPU", "%3.0f %%", 1, 100, func(r bench.Reading) *float64 { return r.CPUBusy })
	add("GPU", "%3.0f %%", 1, 100, func(r bench.Reading) *float64 { return r.GPUBusy })
	if all := s.session.Machine.MemoryBytes; all > 0 {
		format := "%.1f of " + fmt.Sprintf("%.0f GiB", float64(all)/(1<<30))
		add("memory", format, float64(all), 1.0/(1<<30), whole(func(r bench.Reading) *int64 { return r.MemoryBytes }))
	}
	// Most machines throttle at 90 to 105 °C.
	add("heat", "%.0f °C", 100, 1, func(r bench.Reading) *float64 { return r.Celsius })
	add("power", "%.0f W", 0, 1, func(r bench.Reading) *float64 { return r.Watts })
	add("GPU heat", "%.0f °C", 100, 1, func(r bench.Reading) *float64 { return r.GPUCelsius })
	add("GPU power", "%.0f W", 0, 1, func(r bench.Reading) *float64 { return r.GPUWatts })
	add("GPU memory", "%.1f GiB", float64(gpuMemory(s.session.Machine)), 1.0/(1<<30), whole(func(r bench.Reading) *int64 { return r.GPUBytes }))
	add("clock", "%.0f MHz", float64(s.session.Machine.MaxMHz), 1, func(r bench.Reading) *float64 { return r.MHz })
	return out
}

// gpuMemory is the memory that the machine's only GPU may use. 0 means not
// known.
func gpuMemory(m bench.Machine) int64 {
	if len(m.GPUs) != 1 {
		return 0
	}
	return max(m.GPUs[0].MemoryBytes, m.GPUs[0].UsableBytes)
}
