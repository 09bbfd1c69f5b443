package cli

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"strings"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

func setupVerb(e *env, args []string) error {
	f := e.flags("setup", "[mlx] [FLAGS]\n\nGets llama.cpp where it is missing: by the platform's package manager, from Debian packages\nunpacked into your own folder, or from the official release. With mlx: gets MLX, into a Python\nenvironment of dragstrip's own.")
	yes := f.Bool("yes", false, "answer every question with yes")
	way := f.String("way", "", "use this `WAY` and no other: homebrew, winget, apt, debian-folder or release; for mlx: uv or venv")
	upgrade := f.Bool("upgrade", false, "mlx: take the newest versions instead of those that were tried")
	remove := f.Bool("remove", false, "mlx: remove dragstrip's own environment")
	asJSON := f.Bool("json", false, "mlx: print what was done as JSON")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	switch {
	case len(rest) == 1 && rest[0] == install.MLX:
		return e.setupMLX(ctx, mlxSetup{way: *way, yes: *yes, upgrade: *upgrade, remove: *remove, json: *asJSON})
	case len(rest) > 0:
		return usagef("setup takes nothing, or: mlx")
	case *upgrade || *remove || *asJSON:
		return usagef("--upgrade, --remove and --json are for `dragstrip setup mlx`")
	}
	builds, err := e.chooseBuilds(ctx, nil)
	if err == nil && *way == "" {
		fmt.Fprintf(e.out, "An engine is here already: %s · %s. Nothing to do.\n", buildLine(builds[0]), bench.Clean(builds[0].Origin))
		return nil
	}
	if err != nil && !errors.Is(err, errNoEngine) {
		return err
	}
	if err := e.getEngine(ctx, *way, *yes); err != nil {
		return e.orInterrupted(ctx, err)
	}
	builds, err = e.chooseBuilds(ctx, nil)
	if err != nil {
		return fmt.Errorf("the installation went through, but %w", err)
	}
	fmt.Fprintf(e.out, "ready: %s · %s\n", buildLine(builds[0]), bench.Clean(builds[0].Origin))
	return nil
}

// orInterrupted is err, unless it comes of an interruption.
func (e *env) orInterrupted(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		fmt.Fprintln(e.err, "interrupted; nothing was left half-installed")
		return exitError(exitInterrupted)
	}
	return err
}

// getEngine gets llama.cpp.
func (e *env) getEngine(ctx context.Context, way string, yes bool) error {
	offers, refusals := e.installer().Offers(ctx)
	return e.takeOne(ctx, offers, refusals, way, yes, "llama.cpp is missing.")
}

// takeOne says what it will do, asks, and when that fails asks for the next
// way that is open.
func (e *env) takeOne(ctx context.Context, offers []engine.Offer, refusals []engine.Refusal, way string, yes bool, begin string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if way != "" {
		offer, err := theWay(offers, refusals, way)
		if err != nil {
			return err
		}
		if offer.Already != nil {
			fmt.Fprintf(e.err, "%s: nothing to do\n", offer.Title)
			return nil
		}
		offers = []engine.Offer{offer}
	}
	var failures []error
	for _, offer := range offers {
		if offer.Already != nil {
			// It is there and was not found among the usable builds.
			failures = append(failures, fmt.Errorf("%s, but it does not answer; `dragstrip engines` says why", offer.Title))
			continue
		}
		if len(failures) > 0 {
			fmt.Fprintf(e.err, "%s\n", clean(failures[len(failures)-1].Error()))
		}
		if len(failures) > 0 {
			begin = "There is another way."
		}
		err := e.offer(ctx, offer, yes, begin)
		if err == nil || ctx.Err() != nil || errors.Is(err, install.ErrBusy) || errors.Is(err, errDeclined) {
			return err
		}
		failures = append(failures, err)
	}
	if len(failures) > 0 {
		return errors.Join(failures...)
	}
	for _, r := range refusals {
		fmt.Fprintf(e.err, "%s: %s; %s\n", r.Way, bench.Clean(r.Why), bench.Clean(r.Remedy))
	}
	return fmt.Errorf("there is no way to get it here by itself; install it by hand and name it with --engine PATH")
}

// theWay is the one that was asked for.
func theWay(offers []engine.Offer, refusals []engine.Refusal, way string) (engine.Offer, error) {
	var open []string
	for _, o := range offers {
		if o.Way == way {
			return o, nil
		}
		open = append(open, o.Way)
	}
	for _, r := range refusals {
		if r.Way == way {
			return engine.Offer{}, fmt.Errorf("the way %s is not open here: %s; %s", way, bench.Clean(r.Why), bench.Clean(r.Remedy))
		}
	}
	return engine.Offer{}, usagef("there is no way %q on this machine; open are: %s", bench.Clean(way), strings.Join(open, ", "))
}

var errDeclined = errors.New("nothing was done; --way WAY takes another way")

// offer explains a way, asks and takes it.
func (e *env) offer(ctx context.Context, offer engine.Offer, yes bool, begin string) error {
	fmt.Fprintf(e.err, "%s %s:\n", begin, offer.Title)
	for _, step := range offer.Explain {
		fmt.Fprintf(e.err, "  - %s\n", bench.Clean(step))
	}
	ok, err := e.confirm(ctx, yes, "Do this?")
	if err != nil {
		return err
	}
	if !ok {
		return errDeclined
	}
	return e.take(ctx, offer)
}

func (e *env) take(ctx context.Context, offer engine.Offer) error {
	var line *progress
	step := ""
	_, err := offer.Do(ctx, func(p engine.Progress) {
		if p.Step != step {
			step = p.Step
			if line != nil {
				line.done()
			}
			fmt.Fprintf(e.err, "%s\n", bench.Clean(step))
			line = e.progress("  so far")
		}
		switch {
		case p.Line != "":
			line.say(p.Line)
		case p.Done > 0:
			line.set(p.Done, p.Total)
		}
	})
	if line != nil {
		line.done()
	}
	return err
}

// getMissing gets engines and a model for a run that lacks one, asking about
// each.
func (e *env) getMissing(ctx context.Context, engines *engineChoice, found []bench.Model, others []models.Found, r *runFlags) ([]bench.EngineBuild, []bench.Model, error) {
	if len(found) == 0 {
		if err := e.getStandIn(ctx, r.yes, others); err != nil {
			return nil, nil, err
		}
		var err error
		if found, err = e.findModels(ctx, nil, engines); err != nil {
			return nil, nil, err
		}
	}
	_, missing, err := engines.buildsFor(found)
	if err != nil {
		return nil, nil, err
	}
	for _, format := range missing {
		if format == bench.FormatMLX {
			err = e.setupMLX(ctx, mlxSetup{yes: r.yes})
		} else {
			err = e.getEngine(ctx, "", r.yes)
		}
		if err != nil {
			return nil, nil, err
		}
		engines.again()
	}
	builds, missing, err := engines.buildsFor(found)
	if err == nil && len(missing) > 0 {
		err = errNoEngine
	}
	return builds, found, err
}

// getStandIn writes the stand-in that is offered where there is no model.
func (e *env) getStandIn(ctx context.Context, yes bool, others []models.Found) error {
	figures, err := models.Check(offeredShape, offeredQuant)
	if err != nil {
		return err
	}
	shape, err := models.FindShape(offeredShape)
	if err != nil {
		return err
	}
	begin := "No model was found."
	if len(others) > 0 {
		begin = fmt.Sprintf("No model was named. %d are on this machine:\n      %s\nOr without any of them:", len(others), e.choices(others))
	}
	fmt.Fprintf(e.err, "%s A stand-in for %s %s can be written: %s, random weights, as fast as the real one.\n",
		begin, shape.Title, offeredQuant, bench.FormatBytes(figures.FileBytes))
	ok, err := e.confirm(ctx, yes, "Write it?")
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("there is no model to measure; give a GGUF file or a folder")
	}
	return e.writeStandIn(ctx, models.StandIn{Shape: offeredShape, Quant: offeredQuant, Path: e.standInPath(offeredShape, offeredQuant)})
}
