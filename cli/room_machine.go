package cli

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/cli/sitting/device"
	"dragstrip/hwinfo"
	"dragstrip/models"
	"dragstrip/models/standin"
	"dragstrip/runner"
	"dragstrip/runner/engine"
	"dragstrip/tui"
)

// machineRoom tells the screens about this machine.
func (r rooms) machineRoom() tui.MachineRoom {
	return tui.MachineRoom{
		Describe: r.describe,
		Measure: func(ctx context.Context, fresh bool) (seen, best bench.Bandwidth, err error) {
			if r.getenv(envName("no-probe")) != "" {
				return seen, best, fmt.Errorf("DRAGSTRIP_NO_PROBE is set")
			}
			r.cores.all(func() { seen, best, err = r.readMemory(ctx, r.describe(ctx), fresh) })
			return seen, best, err
		},
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

// measureForScreen measures a device with the engine and says what the result
// is.
func (r rooms) measureForScreen(ctx context.Context, say func(string)) (string, error) {
	told := time.Time{}
	d, err := device.Measure(ctx, r.deviceHere(nil), device.Ask{}, func(s device.Step) {
		switch {
		case s.Total == 0:
			say(s.Text)
		case time.Since(told) > time.Second:
			told = time.Now()
			say(fmt.Sprintf("%s: %s of %s", s.Text, bench.FormatBytes(s.Done), bench.FormatBytes(s.Total)))
		}
	})
	if err != nil {
		return "", err
	}
	return "memory bandwidth of " + d.Device + ": " + bench.FormatGBps(d.MedianGBps), nil
}

// fitnessNow watches the load for a moment and judges.
func (r rooms) fitnessNow(ctx context.Context) []tui.Finding {
	var out []tui.Finding
	for _, f := range r.judgeNow(ctx, hwinfo.Describe(ctx, hwinfo.Root{})) {
		out = append(out, tui.Finding{Severity: f.Severity.String(), Text: f.Text, Remedy: f.Remedy})
	}
	return out
}

// engineRoom finds engine builds for the screens and installs what is missing.
func (r rooms) engineRoom() tui.EngineRoom {
	return tui.EngineRoom{
		Find: func(ctx context.Context) ([]bench.EngineBuild, []string) {
			found := r.findBuilds(ctx, r.engineVariable())
			var problems []string
			for _, p := range found.Problems {
				problems = append(problems, p.Command+": "+p.Err.Error())
			}
			if found.Named > 0 { // the user's own choice comes first
				return found.Builds, problems
			}
			return r.kinds.BestFirst(found.Builds), problems
		},
		Offers: func(ctx context.Context) []tui.Offer {
			return append(r.engineOffers(ctx), r.modelOffer())
		},
		FreeBytes: func(context.Context) int64 { return r.ownEngines().FreeBytes() },
	}
}

// engineOffers gives the possible ways to install engines, the best first, and
// the reasons why others are not possible.
func (r rooms) engineOffers(ctx context.Context) []tui.Offer {
	var out []tui.Offer
	for _, kind := range r.kinds.Obtainable() {
		out = append(out, r.offersOf(ctx, kind)...)
	}
	return out
}

// offersOf gives the ways to install one engine. If the engine is not usual on
// such a machine, it is offered only if there are models for it, and is not
// ticked.
func (r rooms) offersOf(ctx context.Context, kind *engine.Kind) []tui.Offer {
	found := r.findBuilds(ctx, nil).Builds
	best, here := runner.Best(kind, found)
	if kind.Setup.OwnFirst && here {
		return []tui.Offer{{Name: kind.Title(), Title: best.Line(), Refused: alreadyHere + " (" + best.Origin + ")"}}
	}
	usual := kind.Setup.Usual(runtime.GOOS, runtime.GOARCH)
	if !usual && !r.hasModelsFor(ctx, kind) {
		return nil
	}
	var lacking beside
	if here {
		lacking = r.worthGetting(ctx, kind, found, best, "")
	}
	offers, refusals := kind.Setup.Offers(ctx, r.folders(), engine.SetupWish{Backend: lacking.backend})
	shown := shownOffers(kind.Title(), here, offers, refusals)
	for i := range shown {
		shown[i].Recommended = shown[i].Recommended && usual
		shown[i].Better = shown[i].Recommended && lacking.backend != ""
		if text := cmp.Or(lacking.why, lacking.note); text != "" {
			shown[i].Explain = append([]string{text}, shown[i].Explain...)
		}
	}
	return shown
}

// hasModelsFor tells whether an engine reads any model on this machine.
func (r rooms) hasModelsFor(ctx context.Context, kind *engine.Kind) bool {
	found := r.allModels(ctx)
	return slices.ContainsFunc(found, func(f models.Found) bool { return kind.Traits.Reads(f.Model) })
}

// alreadyHere is why something is not offered.
const alreadyHere = "is already installed"

// shownOffers are the offers for one engine. here says that a build of it can be
// used.
func shownOffers(name string, here bool, offers []engine.Offer, refusals []engine.Refusal) []tui.Offer {
	var out []tui.Offer
	open := 0
	for _, o := range offers {
		if o.Already != nil {
			refused := alreadyHere + " (" + o.Way + ")"
			if !here {
				refused += ", " + butDeaf(*o.Already)
			}
			out = append(out, tui.Offer{Name: name, Title: o.Title, Refused: refused})
			continue
		}
		open++
		out = append(out, tui.Offer{
			Name: name, Title: o.Title, Explain: explained(o), Bytes: o.DiskBytes, Recommended: open == 1,
			Do: func(ctx context.Context, say func(string)) error { return takeSaying(ctx, o, say) },
		})
	}
	for _, r := range refusals {
		out = append(out, tui.Offer{Name: name, Title: r.Way, Refused: r.Why + "; " + r.Remedy})
	}
	return out
}

// explained puts the device first and the steps after it. The note about an
// archive that nobody publishes comes last, because it is long and a screen may
// have no room for it.
func explained(o engine.Offer) []string {
	first := min(len(o.Device), 1)
	return slices.Concat(o.Device[:first], o.Explain, o.Device[first:])
}

// takeSaying carries out an offer. It reports each step and, now and then, how
// much of the step is done.
func takeSaying(ctx context.Context, o engine.Offer, say func(string)) error {
	step, told := "", time.Time{}
	_, err := o.Do(ctx, func(p engine.Progress) {
		if p.Step != step {
			step = p.Step
			say(step)
		}
		switch {
		case p.Line != "":
			say("  " + p.Line)
		case p.Total > 0 && p.Done > 0 && time.Since(told) > time.Second:
			told = time.Now()
			say(fmt.Sprintf("  %s of %s", bench.FormatBytes(p.Done), bench.FormatBytes(p.Total)))
		}
	})
	return err
}

// modelOffer offers to write a stand-in for a first look.
func (r rooms) modelOffer() tui.Offer {
	o := tui.Offer{Name: "a model", Recommended: true, Explain: []string{"A published model's exact shape with random weights: as large and as fast as the real one. Its answers make no sense."}}
	title := offeredShape
	if figures, err := (standin.StandIn{Shape: offeredShape, Quant: offeredQuant}).Check(); err == nil {
		o.Bytes = figures.FileBytes
	}
	for _, s := range standin.Shapes() {
		if s.Name == offeredShape {
			title = s.Title
		}
	}
	o.Title = "stand-in: " + title + " " + offeredQuant + ", " + bench.FormatBytes(o.Bytes) + ", random weights"
	o.Do = func(ctx context.Context, say func(string)) error {
		told := time.Time{}
		return standin.Write(ctx, r.places.offeredStandIn(), func(done, total int64) {
			if done > 0 && time.Since(told) > time.Second {
				told = time.Now()
				say(fmt.Sprintf("  %s of %s", bench.FormatBytes(done), bench.FormatBytes(total)))
			}
		})
	}
	return o
}
