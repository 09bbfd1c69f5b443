package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"dragstrip/bench"
	"dragstrip/cli/sitting/device"
	"dragstrip/hwinfo"
	"dragstrip/runner"
	"dragstrip/tui"
)

// machineRoom tells the screens about this machine.
func (r rooms) machineRoom() tui.MachineRoom {
	return tui.MachineRoom{
		Describe: r.describeForScreens,
		Measure: func(ctx context.Context, fresh bool) (seen, best bench.Bandwidth, err error) {
			if r.getenv(envName("no-probe")) != "" {
				return seen, best, fmt.Errorf("DRAGSTRIP_NO_PROBE is set")
			}
			r.cores.all(func() { seen, best, err = r.readMemory(ctx, r.describe(ctx), fresh) })
			return seen, best, err
		},
		Remembered: func(ctx context.Context) (bench.Bandwidth, bool) { return r.probes().Best(r.describe(ctx)) },
		Probes:     r.known.probesRead,
		MeasureGPU: r.measureForScreen,
		Watch:      watchLoad,
		Fitness:    r.fitnessNow,
		Doctor: func(ctx context.Context) string {
			var text strings.Builder
			loud := *r.env
			loud.out = &text
			if err := doctorVerb(&loud, nil); err != nil {
				fmt.Fprintln(&text, err)
			}
			return text.String()
		},
	}
}

// watchLoad reads the load for the first time after a second, and then at each
// idle look.
func watchLoad(ctx context.Context, each func(bench.Reading)) {
	load := hwinfo.NewLoadSampler(sensors)
	select {
	case <-time.After(time.Second):
		each(load.Read())
	case <-ctx.Done():
		return
	}
	for nextIdleLook(ctx) {
		each(load.Read())
	}
}

// measureForScreen measures a device with the engine and gives the result as
// text.
func (r rooms) measureForScreen(ctx context.Context, say func(string)) (string, error) {
	told := time.Time{}
	d, err := device.Measure(ctx, r.deviceHere(nil), device.Ask{Clear: true}, func(s device.Step) {
		switch {
		case s.Total == 0:
			say(s.Text)
		case time.Since(told) > time.Second:
			told = time.Now()
			say(fmt.Sprintf("%s of %s: %s", bench.FormatPercent(float64(s.Done)/float64(s.Total)), bench.FormatBytes(s.Total), s.Text))
		}
	})
	var stopped device.Stopped
	switch {
	case errors.As(err, &stopped) && stopped.Uncleared == nil:
		text := "stopped: the bandwidth was not measured"
		if stopped.Began {
			text += ", and the stand-ins were removed"
		}
		return text, nil
	case err != nil:
		return "", err
	}
	return measuredText(d), nil
}

// measuredText says what was measured on a device, and why it is uncertain.
func measuredText(d bench.DeviceBandwidth) string {
	text := "memory bandwidth of " + d.Device + ": " + d.Figure()
	if why := d.WhyUncertain(); why != "" {
		text += ", " + why
	}
	return text
}

// describeForScreens describes the machine and keeps the description for
// fitnessNow.
func (r rooms) describeForScreens(ctx context.Context) bench.Machine {
	m := r.describe(ctx)
	r.here.Store(&m)
	return m
}

// fitnessNow watches the load for a moment and judges. The screens ask for it
// each time the load changes, so it reads again only what changes.
func (r rooms) fitnessNow(ctx context.Context) []tui.Finding {
	var m bench.Machine
	if here := r.here.Load(); here != nil {
		m = hwinfo.Renew(ctx, *here, hwinfo.Root{})
	} else {
		m = r.describeForScreens(ctx)
	}
	var out []tui.Finding
	for _, f := range r.judgeNow(ctx, m) {
		out = append(out, tui.Finding{Severity: f.Severity.String(), Text: f.Text, Remedy: f.Remedy, Effect: f.Severity.Effect()})
	}
	return out
}

// engineRoom finds engine builds for the screens and installs what is missing.
func (r rooms) engineRoom() tui.EngineRoom {
	var changed atomic.Int64 // the time of the last change of dragstrip's engine folder, as the last search saw it
	return tui.EngineRoom{
		Changed: func() bool { return r.ownEngines().Changed().UnixNano() != changed.Load() },
		Find: func(ctx context.Context) ([]bench.EngineBuild, []string) {
			changed.Store(r.ownEngines().Changed().UnixNano())
			search := r.search(r.engineVariable())
			search.NoServers = true // Servers finds them, without a delay
			found := runner.FindBuilds(ctx, search)
			var problems []string
			for _, p := range found.Problems {
				problems = append(problems, p.Command+": "+p.Err.Error())
			}
			builds := r.choosable(found)
			r.ahead.learn(builds)
			select { // the screens list the models again as soon as their speeds can be expected
			case <-r.known.whenRead():
			case <-ctx.Done():
			}
			return builds, problems
		},
		Servers:   r.findServers,
		AskServer: r.askServer,
		AddServer: r.addServer, ServerHelp: r.serverHelp(),
		Offers: func(ctx context.Context) []tui.Offer {
			return append(r.engineOffers(ctx), r.modelOffer())
		},
		FreeBytes: func(context.Context) int64 { return r.ownEngines().FreeBytes() },
	}
}
