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
	"dragstrip/models"
	"dragstrip/models/standin"
	"dragstrip/runner"
	"dragstrip/runner/engine"
	"dragstrip/tui"
)

// engineOffers gives the possible ways to install engines, the best first, and
// the reasons why others are not possible.
func (r rooms) engineOffers(ctx context.Context) []tui.Offer {
	found := r.findBuilds(ctx, nil).Builds
	var out []tui.Offer
	for _, kind := range r.kinds.Obtainable() {
		out = append(out, r.offersOf(ctx, kind, found)...)
	}
	return out
}

// offersOf gives the ways to install one engine. If the engine is not usual on
// such a machine, it is offered only if there are models for it, and the offer
// is not ticked. found are the builds of this machine.
func (r rooms) offersOf(ctx context.Context, kind *engine.Kind, found []bench.EngineBuild) []tui.Offer {
	best, here := runner.Best(kind, found)
	if kind.Setup.OwnFirst && here {
		here := tui.Offer{Name: kind.Title(), Title: best.Line(), Refused: alreadyHere + " (" + best.Origin + ")"}
		return append(r.upgradeOffer(ctx, kind, best), here)
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
		shown[i].Explain = after(cmp.Or(lacking.why, lacking.note), shown[i].Explain)
	}
	if here {
		shown = append(shown, r.upgradeOffer(ctx, kind, best)...)
	}
	return shown
}

// after puts a reason before the lines of an offer, unless one of them says it.
func after(reason string, lines []string) []string {
	if reason == "" || slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, reason) }) {
		return lines
	}
	return append([]string{reason}, lines...)
}

// upgradeOffer offers the newest version of an engine beside the best build
// that is here, in the first way that is possible. If no way is possible, it
// gives the reason for each way.
func (r rooms) upgradeOffer(ctx context.Context, kind *engine.Kind, best bench.EngineBuild) []tui.Offer {
	offers, refusals := kind.Setup.Offers(ctx, r.folders(), engine.SetupWish{Newest: true})
	at := slices.IndexFunc(offers, func(o engine.Offer) bool { return o.Already == nil })
	if at < 0 {
		return refusedUpgrades(kind.Title(), offers, refusals)
	}
	return []tui.Offer{shownUpgrade(kind.Title(), best, offers[at], r.ownEngines().List)}
}

// refusedUpgrades says for each way why it brings no newer version.
func refusedUpgrades(name string, offers []engine.Offer, refusals []engine.Refusal) []tui.Offer {
	out := shownOffers(name, true, offers, refusals)
	for i := range out {
		out[i].Upgrade, out[i].Title = true, "upgrade, "+out[i].Title
	}
	return out
}

// shownUpgrade is an offer of a newer version beside the best build that is
// here. own lists the builds that dragstrip installed. shownUpgrade's offer
// calls own only when the user accepts, because builds may come or go until
// then.
func shownUpgrade(name string, best bench.EngineBuild, o engine.Offer, own func() ([]engine.Installed, error)) tui.Offer {
	return tui.Offer{
		Name: name, Title: "upgrade, beside " + bench.Clean(cmp.Or(best.Versions(), best.ID)) + ": " + o.Title, Upgrade: true, Bytes: o.DiskBytes,
		Explain: append([]string{
			"This machine has " + best.Line() + " (" + bench.Clean(best.Origin) + "). That build stays. To compare old and new, press v on Plan.",
			"The newest version is installed beside it (" + cmp.Or(sizeOf(o), "size not known") + "). Its version number is known only after the download. If it is not newer, it is removed again.",
		}, explained(o)...),
		Do: func(ctx context.Context, say func(string)) error {
			had, err := own()
			if err != nil {
				return err
			}
			one, err := takeSaying(ctx, o, say)
			if err == nil && !isNew(one, had) {
				err = fmt.Errorf("nothing is newer than %s, which was here already; nothing was changed", bench.Clean(one.Version))
			}
			return err
		},
	}
}

// hasModelsFor tells whether an engine reads any model on this machine.
func (r rooms) hasModelsFor(ctx context.Context, kind *engine.Kind) bool {
	found := r.allModels(ctx)
	return slices.ContainsFunc(found, func(f models.Found) bool { return kind.Traits.Reads(f.Model) })
}

// alreadyHere is why something is not offered.
const alreadyHere = "is already installed"

// shownOffers are the offers for one engine. here says that a build of this
// engine can be used.
func shownOffers(name string, here bool, offers []engine.Offer, refusals []engine.Refusal) []tui.Offer {
	var out []tui.Offer
	open := 0
	for _, o := range offers {
		if o.Already != nil {
			refused := strings.TrimSpace(bench.Clean(o.Already.Version) + " " + alreadyHere)
			if !here {
				refused += ", " + butDeaf(*o.Already)
			}
			out = append(out, tui.Offer{Name: name, Title: o.Way, Refused: refused})
			continue
		}
		open++
		out = append(out, tui.Offer{
			Name: name, Title: o.Title, Explain: explained(o), Bytes: o.DiskBytes, Recommended: open == 1,
			Do: func(ctx context.Context, say func(string)) error {
				_, err := takeSaying(ctx, o, say)
				return err
			},
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
func takeSaying(ctx context.Context, o engine.Offer, say func(string)) (engine.Installed, error) {
	step, told := "", time.Time{}
	return o.Do(ctx, func(p engine.Progress) {
		if p.Step != step {
			step = p.Step
			say(step)
		}
		switch {
		case p.Line != "":
			say("  " + p.Line)
		case p.Done > 0 && time.Since(told) > time.Second:
			told = time.Now()
			text := "  " + bench.FormatBytes(p.Done)
			if p.Total > 0 {
				text += " of " + bench.FormatBytes(p.Total)
			}
			say(text)
		}
	})
}

// modelOffer offers to write a stand-in for a first look.
func (r rooms) modelOffer() tui.Offer {
	o := tui.Offer{Name: "a model", Recommended: true, Explain: []string{"A published model's exact shape with random weights: as large and as fast as the real one. Its answers make no sense."}}
	title, size := offeredShape, ""
	if figures, err := (standin.StandIn{Shape: offeredShape, Quant: offeredQuant}).Check(); err == nil {
		o.Bytes, size = figures.SizeBytes, figures.Size()
	}
	for _, s := range standin.Shapes() {
		if s.Name == offeredShape {
			title = s.Title
		}
	}
	o.Title = "stand-in: " + title + " " + offeredQuant + ", " + size + ", random weights"
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
