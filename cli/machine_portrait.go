package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/hwinfo"
)

// portrait is everything that `dragstrip machine` prints.
type portrait struct {
	Machine   bench.Machine    `json:"machine"`
	Bandwidth *bench.Bandwidth `json:"bandwidth,omitempty"`
	// Problem says why there is no bandwidth.
	Problem  string           `json:"problem,omitempty"`
	Findings []hwinfo.Finding `json:"findings"`
}

// look describes the machine, watches its load for a moment and finds the
// bandwidth of its memory.
func (e *env) look(ctx context.Context, probe, fresh bool) portrait {
	p := portrait{Machine: e.describe(ctx), Findings: []hwinfo.Finding{}}
	p.Findings = append(p.Findings, e.judgeNow(ctx, p.Machine)...)
	if !probe || ctx.Err() != nil {
		return p
	}
	seen, _, err := e.readMemory(ctx, p.Machine, fresh)
	if err != nil {
		p.Problem = bench.Clean(err.Error())
		return p
	}
	p.Bandwidth = &seen
	return p
}

func (e *env) print(p portrait) {
	const left = 12 // the longest name is "huge pages"
	for _, row := range append(machineRows(p.Machine), bandwidthRows(p)...) {
		if row[1] != "" {
			e.row(left, row[0], bench.Clean(row[1]))
		}
	}
	for _, f := range p.Findings {
		e.row(left, severityWord(f.Severity), bench.Clean(f.Text))
		if f.Remedy != "" {
			e.row(left, "", bench.Clean(f.Remedy))
		}
	}
	if len(p.Findings) == 0 {
		e.row(left, "fit", "no problem found: ready to measure")
	}
}

// severityWord is the word that people read for a severity. Reports call a doubt
// a warning, too.
func severityWord(s hwinfo.Severity) string {
	if s == hwinfo.Doubt {
		return "warning"
	}
	return s.String()
}

// bandwidthRows gives the measured memory bandwidth for each number of threads.
func bandwidthRows(p portrait) [][2]string {
	if p.Bandwidth == nil {
		return append([][2]string{{"measured", p.Problem}}, deviceRows(p)...)
	}
	var rows [][2]string
	head := "measured"
	for _, t := range p.Bandwidth.ByThreads {
		doubt := ""
		if p.Bandwidth.Doubted(t) {
			doubt = " " + bench.NotKnown
		}
		text := fmt.Sprintf("%s%s read by %s, spread %s", bench.FormatGBps(t.GBps), doubt, bench.Plural(t.Threads, "thread"), bench.FormatPercent(t.SpreadFraction))
		if p.Machine.SpecifiedGBps > 0 {
			text += ", " + bench.FormatPercent(t.GBps/p.Machine.SpecifiedGBps) + " of specified"
		}
		rows = append(rows, [2]string{head, text})
		head = ""
	}
	for _, doubt := range p.Bandwidth.Doubts {
		rows = append(rows, [2]string{"", "warning: " + doubt})
	}
	if at := p.Bandwidth.Measured; !at.IsZero() {
		rows = append(rows, [2]string{"", "measured " + bench.FormatAgo(time.Since(at)) + ", undisturbed; --fresh measures again"})
	}
	return append(rows, deviceRows(p)...)
}

// deviceRows gives what engines read from each device's memory, and when that
// was measured.
func deviceRows(p portrait) [][2]string {
	var rows [][2]string
	for _, d := range p.Machine.DeviceBandwidth {
		text := d.Figure()
		if d.HasInterval {
			text += fmt.Sprintf(" [%s – %s]", bench.FormatFigure(d.LowGBps), bench.FormatFigure(d.HighGBps))
		}
		text += " read by the engine on " + d.Name()
		if d.Threads > 0 {
			text += ", " + bench.Plural(d.Threads, "thread")
		}
		text += fmt.Sprintf(": best %s, spread %s", bench.FormatFigure(d.BestGBps), bench.FormatPercent(d.SpreadFraction))
		if of := ofProbe(p.Bandwidth, d); of > 0 {
			text += ", " + bench.FormatPercent(of) + " of what the probe read"
		}
		rows = append(rows, [2]string{"device", text},
			[2]string{"", strings.Join(nonEmpty(d.BuildName, d.Quant+" stand-ins", "measured "+d.Measured.UTC().Format("2006-01-02 15:04 UTC")), " · ")})
		for _, doubt := range d.Doubts {
			rows = append(rows, [2]string{"", "warning: " + doubt})
		}
	}
	return rows
}

// ofProbe compares a CPU's figure with the probe of the memory at the same
// number of threads. It gives a fraction, or 0 if there is no such probe.
func ofProbe(b *bench.Bandwidth, d bench.DeviceBandwidth) float64 {
	if b == nil || d.Device != bench.DeviceCPU {
		return 0
	}
	for _, t := range b.ByThreads {
		if t.Threads == d.Threads && t.GBps > 0 {
			return d.MedianGBps / t.GBps
		}
	}
	return 0
}
