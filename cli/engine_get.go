package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/install"
)

// engineAsk says how to install an engine: in which way, whether to ask first,
// which version, and with which backend. upgrade asks for the newest version.
type engineAsk struct {
	way          string
	yes, upgrade bool
	version      string
	backend      string
	// why says why a build is installed beside the build that is here. It is "" if
	// no build is here.
	why string
}

// wish gives the part of the request that the engine's kind must know.
func (ask engineAsk) wish() engine.SetupWish {
	return engine.SetupWish{Newest: ask.upgrade, Version: ask.version, Backend: ask.backend}
}

// getEngine asks, and then installs an engine beside the builds that are here.
// installed is false if the requested build was here already.
func (e *env) getEngine(ctx context.Context, kind *engine.Kind, ask engineAsk) (one engine.Installed, installed bool, err error) {
	begin := cmp.Or(ask.why, kind.Title()+" is missing.")
	offers, refusals := kind.Setup.Offers(ctx, e.folders(), ask.wish())
	one, installed, err = e.takeOne(ctx, offers, refusals, ask.way, ask.yes, begin)
	return one, installed, e.orInterrupted(ctx, err)
}

// unused gives an error if a live session measures with a build of this engine
// that dragstrip installed. named is the build's name in the message.
func (e *env) unused(kind *engine.Kind, named string) error {
	own, err := e.ownEngines().List()
	if err != nil {
		return err
	}
	for _, one := range own {
		if user := e.sessions().UsedBy(one.Folder); one.Engine == kind.Name && user != "" {
			return fmt.Errorf("session %s is being measured with %s; `dragstrip control stop` stops it", user, named)
		}
	}
	return nil
}

// orInterrupted gives err, or exit code 130 if the user interrupted.
func (e *env) orInterrupted(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		fmt.Fprintln(e.err, "interrupted; nothing was left half-installed")
		return exitError(exitInterrupted)
	}
	return err
}

// takeOne says what it will do, asks, and installs. If an installation fails, it
// does the same with the next way that is possible. installed is false if the
// build that it returns was here before. This happens if an upgrade finds
// nothing newer.
func (e *env) takeOne(ctx context.Context, offers []engine.Offer, refusals []engine.Refusal, way string, yes bool, begin string) (one engine.Installed, installed bool, err error) {
	if err := ctx.Err(); err != nil {
		return one, false, err
	}
	if way != "" {
		offer, err := theWay(offers, refusals, way)
		if err != nil {
			return one, false, err
		}
		if offer.Already != nil {
			return *offer.Already, false, nil
		}
		offers = []engine.Offer{offer}
	}
	had, err := e.ownEngines().List()
	if err != nil {
		return one, false, err
	}
	var failures []error
	for _, offer := range offers {
		if offer.Already != nil {
			// The engine is installed, but the search did not find it among the usable
			// builds.
			failures = append(failures, fmt.Errorf("%s, %s", offer.Title, butDeaf(*offer.Already)))
			continue
		}
		if len(failures) > 0 {
			fmt.Fprintf(e.err, "%s\n", clean(errors.Join(failures...).Error()))
			// Each reason is printed only once.
			failures, begin = nil, "There is another way."
		}
		here, lookErr := e.lookForNewer(ctx, offer, yes)
		if here != nil {
			return *here, false, nil
		}
		if err = lookErr; err == nil {
			one, err = e.offer(ctx, offer, yes, begin)
		}
		if err == nil || ctx.Err() != nil || errors.Is(err, install.ErrBusy) || errors.Is(err, errDeclined) || errors.Is(err, errNobodyAnswers) {
			return one, err == nil && isNew(one, had), err
		}
		failures = append(failures, err)
	}
	if len(failures) > 0 {
		return one, false, errors.Join(failures...)
	}
	for _, r := range refusals {
		fmt.Fprintf(e.err, "%s: %s; %s\n", r.Way, bench.Clean(r.Why), bench.Clean(r.Remedy))
	}
	return one, false, fmt.Errorf("dragstrip cannot install it on this machine; install it by hand, then name it with --engine PATH")
}

// isNew tells whether a build was installed just now. had are the builds that
// were in dragstrip's own folder before. A build with the name of an earlier
// build counts as new if it has another date. It may have replaced a build that
// no longer started. A build without a date is not new: a package
// manager had nothing to do.
func isNew(one engine.Installed, had []engine.Installed) bool {
	return !one.When.IsZero() && !slices.ContainsFunc(had, func(h engine.Installed) bool {
		return h.ID == one.ID && h.When.Equal(one.When)
	})
}

// butDeaf says why an installed build cannot be used, and how to install it
// again.
func butDeaf(one engine.Installed) string {
	text := "but dragstrip asked it for its version and got no usable answer; `dragstrip engines` says why"
	if one.Folder != "" { // dragstrip installed it
		text += ". To install it again: `dragstrip engines remove " + bench.Clean(one.ID) + "`, then `dragstrip setup " + one.Engine + "`"
	}
	return text
}

// theWay finds the way that was asked for.
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
			return engine.Offer{}, fmt.Errorf("--way %s is not possible here: %s; %s", way, bench.Clean(r.Why), bench.Clean(r.Remedy))
		}
	}
	return engine.Offer{}, usagef("there is no way %q on this machine; possible ways: %s", bench.Clean(way), strings.Join(open, ", "))
}

var errDeclined = errors.New("nothing was installed; --way WAY chooses another way")

// offer explains one way to install, asks, and installs.
func (e *env) offer(ctx context.Context, offer engine.Offer, yes bool, begin string) (engine.Installed, error) {
	fmt.Fprintf(e.err, "%s %s:\n", begin, offer.Title)
	for _, says := range offer.Device {
		fmt.Fprintf(e.err, "  %s\n", bench.Clean(says))
	}
	for _, step := range offer.Explain {
		fmt.Fprintf(e.err, "  - %s\n", bench.Clean(step))
	}
	question := "Do this?"
	if size := sizeOf(offer); size != "" {
		question = "Do this (" + size + ")?"
	}
	ok, err := e.confirm(ctx, yes, question)
	if err != nil {
		return engine.Installed{}, err
	}
	if !ok {
		return engine.Installed{}, errDeclined
	}
	return e.take(ctx, offer)
}

// sizeOf says how much an offer downloads and keeps, as far as that is known.
func sizeOf(offer engine.Offer) string {
	var sizes []string
	for _, size := range []struct {
		bytes int64
		what  string
	}{{offer.DownloadBytes, "to download"}, {offer.DiskBytes, "on disk"}} {
		if size.bytes > 0 {
			sizes = append(sizes, "about "+bench.FormatBytes(size.bytes)+" "+size.what)
		}
	}
	return strings.Join(sizes, ", ")
}

// lookForNewer looks whether an offer has anything newer than what is here,
// before the user is asked. If there is nothing newer, lookForNewer returns the
// build that is here. If the user is not asked, the installation itself looks.
func (e *env) lookForNewer(ctx context.Context, offer engine.Offer, yes bool) (here *engine.Installed, err error) {
	if offer.Look == nil || yes {
		return nil, nil
	}
	err = e.telling(func(progress func(engine.Progress)) (err error) {
		here, err = offer.Look(ctx, progress)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for the version (%s): %w", offer.Way, err)
	}
	return here, nil
}

func (e *env) take(ctx context.Context, offer engine.Offer) (one engine.Installed, err error) {
	err = e.telling(func(progress func(engine.Progress)) (err error) {
		one, err = offer.Do(ctx, progress)
		return err
	})
	return one, err
}

// telling prints how far an installation is.
func (e *env) telling(do func(progress func(engine.Progress)) error) error {
	var line *progress
	step := ""
	err := do(func(p engine.Progress) {
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
