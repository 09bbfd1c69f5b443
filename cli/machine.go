package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"time"

	"dragstrip/bench"
	"dragstrip/cli/sitting/device"
	"dragstrip/hwinfo"
)

// portrait is everything `dragstrip machine` says.
type portrait struct {
	Machine   bench.Machine    `json:"machine"`
	Bandwidth *bench.Bandwidth `json:"bandwidth,omitempty"`
	// Problem says why there is no bandwidth.
	Problem  string           `json:"problem,omitempty"`
	Findings []hwinfo.Finding `json:"findings"`
}

// watchFor is how long the load is watched before it is judged.
const watchFor = 500 * time.Millisecond

func machineVerb(e *env, args []string) error {
	f := e.flags("machine", `[FLAGS]

Says what this machine is, what its memory moves when read (about two seconds), and whether
this is a fit moment to measure.

With --gpu the bandwidth of a GPU is measured first, with the engine itself, and remembered:
two stand-ins of random weights are written (2.8 GB; less where memory or disk are small, but
not below 0.7 GB), measured in turns, and kept for the next time where ten times their size
stays free. Where no build offers a GPU the CPU is measured, and that is said.`)
	var ask device.Ask
	var engines list
	gpu := f.Bool("gpu", false, "measure the bandwidth of the first device that an engine build offers")
	f.StringVar(&ask.Device, "device", "", "with --gpu: the `NAME` of the device, as dragstrip engines lists it, or CPU")
	f.StringVar(&ask.Size, "size", "", "with --gpu: the stand-ins, large, medium, small or (to try it) tiny")
	f.IntVar(&ask.Threads, "t", 0, "with --gpu: CPU `threads`")
	f.BoolVar(&ask.Drop, "drop", false, "with --gpu: remove the stand-ins afterwards")
	f.Var(&engines, "engine", "with --gpu: engine build, as dragstrip run takes it")
	asJSON := f.Bool("json", false, "print a JSON object, with the source of every value")
	noProbe := f.Bool("no-probe", false, "do not measure the memory's bandwidth")
	if rest, err := f.parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("machine takes no arguments")
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	if *gpu || ask.Device != "" || ask.Size != "" || ask.Drop || ask.Threads != 0 {
		if err := e.showDevice(ctx, ask, engines); err != nil {
			return err
		}
	}
	p := e.look(ctx, !*noProbe)
	if ctx.Err() != nil {
		return exitError(exitInterrupted)
	}
	if *asJSON {
		enc := json.NewEncoder(e.out)
		enc.SetIndent("", "  ")
		return enc.Encode(p)
	}
	p.print(e.out)
	return nil
}

// look describes the machine, watches its load for a moment and measures its
// memory.
func (e *env) look(ctx context.Context, probe bool) portrait {
	p := portrait{Machine: e.describe(ctx), Findings: []hwinfo.Finding{}}
	sampler := hwinfo.NewSampler(ctx, hwinfo.Root{})
	select {
	case <-time.After(watchFor):
	case <-ctx.Done():
		return p
	}
	p.Findings = append(p.Findings, hwinfo.Fitness(hwinfo.Question{Machine: p.Machine, Readings: []bench.Reading{sampler.Read()}})...)
	if !probe {
		return p
	}
	measured, err := hwinfo.MeasureBandwidth(ctx, hwinfo.Options{Machine: &p.Machine})
	if err != nil {
		p.Problem = bench.Clean(err.Error())
		return p
	}
	p.Bandwidth = &measured
	return p
}

func (p portrait) print(w io.Writer) {
	for _, row := range append(machineRows(p.Machine), bandwidthRows(p)...) {
		if row[1] != "" {
			fmt.Fprintf(w, "%-9s %s\n", row[0], bench.Clean(row[1]))
		}
	}
	for _, f := range p.Findings {
		fmt.Fprintf(w, "%-9s %s\n", f.Severity, bench.Clean(f.Text))
		if f.Remedy != "" {
			fmt.Fprintf(w, "%-9s %s\n", "", bench.Clean(f.Remedy))
		}
	}
	if len(p.Findings) == 0 {
		fmt.Fprintln(w, "fit       nothing speaks against measuring now")
	}
}

// bandwidthRows: what the memory moved, by number of threads.
func bandwidthRows(p portrait) [][2]string {
	if p.Bandwidth == nil {
		return append([][2]string{{"measured", p.Problem}}, deviceRows(p)...)
	}
	var rows [][2]string
	head := "measured"
	for _, t := range p.Bandwidth.ByThreads {
		text := fmt.Sprintf("%s read by %s, spread %s", bench.FormatGBps(t.GBps), countOf(t.Threads, "thread"), bench.FormatPercent(t.SpreadFraction))
		if p.Machine.SpecifiedGBps > 0 {
			text += ", " + bench.FormatPercent(t.GBps/p.Machine.SpecifiedGBps) + " of specified"
		}
		rows = append(rows, [2]string{head, text})
		head = ""
	}
	for _, doubt := range p.Bandwidth.Doubts {
		rows = append(rows, [2]string{"", "doubt: " + doubt})
	}
	return append(rows, deviceRows(p)...)
}

func doctorVerb(e *env, args []string) error {
	f := e.flags("doctor", "[FLAGS]\n\nPrints everything a bug report needs: machine, findings, engine builds, folders, and the raw\nsources of the values. Serial numbers and the like are left out.")
	if rest, err := f.parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("doctor takes no arguments")
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	fmt.Fprintf(e.out, "dragstrip %s, %s/%s\n\n", Version, runtime.GOOS, runtime.GOARCH)
	e.look(ctx, true).print(e.out)
	fmt.Fprintf(e.out, "\nsessions  %s\nengines   %s\nmodels    %s\n", e.places.store().Root, e.places.data, e.places.models())
	fmt.Fprintln(e.out, "\nEngine builds")
	if err := enginesVerb(e, nil); err != nil {
		return err
	}
	for _, raw := range hwinfo.RawSources(ctx, hwinfo.Root{}) {
		fmt.Fprintf(e.out, "\n--- %s\n%s\n", bench.Clean(raw.Name), clean(raw.Text))
	}
	return nil
}
