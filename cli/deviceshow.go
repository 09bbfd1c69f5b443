package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"dragstrip/bench"
)

// showDevice measures a device and says on the error stream how far it is;
// the result stands among the machine's rows.
func (e *env) showDevice(ctx context.Context, ask deviceAsk) error {
	said := ""
	var written *progress
	d, err := e.measureDevice(ctx, ask, func(s deviceStep) {
		if s.Total > 0 {
			if written == nil || said != s.Text {
				written = e.progress(s.Text)
			}
			written.set(s.Done, s.Total)
		} else if written != nil {
			written.done()
			written = nil
		}
		// Repetitions come fast, rounds are worth a line.
		if text := s.Text; text != said {
			said = text
			fmt.Fprintln(e.err, bench.Clean(text))
		}
	})
	if written != nil {
		written.done()
	}
	if ctx.Err() != nil {
		if left, _ := filepath.Glob(filepath.Join(e.bandwidthFolder(), "*")); len(left) > 0 {
			fmt.Fprintf(e.err, "interrupted; what is written of the stand-ins stays in %s, and the same command goes on with it\n", e.bandwidthFolder())
		}
		return exitError(exitInterrupted)
	}
	if err != nil {
		return err
	}
	if d.Device == cpuDevice && ask.device == "" {
		fmt.Fprintln(e.err, "note: no engine build here offers a GPU; it is the CPU that was measured")
	}
	return nil
}

// deviceRows: what engines moved on each device, and when that was.
func deviceRows(p portrait) [][2]string {
	var rows [][2]string
	for _, d := range p.Machine.DeviceBandwidth {
		text := bench.FormatGBps(d.MedianGBps)
		if d.HasInterval {
			text += fmt.Sprintf(" [%s – %s]", bench.FormatFigure(d.LowGBps), bench.FormatFigure(d.HighGBps))
		}
		text += " by the engine on " + d.Name()
		if d.Threads > 0 {
			text += ", " + countOf(d.Threads, "thread")
		}
		text += fmt.Sprintf(": best %s, spread %s", bench.FormatFigure(d.BestGBps), bench.FormatPercent(d.SpreadFraction))
		if of := ofProbe(p.Bandwidth, d); of > 0 {
			text += ", " + bench.FormatPercent(of) + " of what the probe reads"
		}
		rows = append(rows, [2]string{"device", text},
			[2]string{"", strings.Join(nonEmpty(d.BuildName, d.Quant+" stand-ins", "measured "+d.Measured.Format("2006-01-02 15:04 UTC")), " · ")})
		for _, doubt := range d.Doubts {
			rows = append(rows, [2]string{"", "doubt: " + doubt})
		}
	}
	return rows
}

// ofProbe is a CPU's figure as a share of what a pure reader moves with as
// many threads; 0 where there is none to compare with.
func ofProbe(b *bench.Bandwidth, d bench.DeviceBandwidth) float64 {
	if b == nil || d.Device != cpuDevice {
		return 0
	}
	for _, t := range b.ByThreads {
		if t.Threads == d.Threads && t.GBps > 0 {
			return d.MedianGBps / t.GBps
		}
	}
	return 0
}
