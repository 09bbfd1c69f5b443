package cli

import (
	"context"
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/published"
	"dragstrip/models"
)

// onEveryMachine says how fast a model is on this machine and on every chip.
func onEveryMachine(m bench.Model, here whatif.Here) (whatif.Machines, error) {
	out, err := whatif.On(m, whatif.EveryChip(), 0)
	if err != nil {
		return out, err
	}
	out.AddHere(here)
	return out, nil
}

// fittingOn says which models fit a machine, and how fast they are there.
// machine is whatif.ThisMachine or the name of a chip. each gives the models.
func fittingOn(machine string, here whatif.Here, depth int, each func(func(bench.Model))) (answers []whatif.Answer) {
	answer := func(m bench.Model) (whatif.Answer, bool) {
		// Even if no speed is known, people want to know what fits.
		a, ok := here.Answer(m, depth)
		return a, (ok || a.Fit.Verdict != "") && a.Fits()
	}
	if machine != whatif.ThisMachine {
		chip := published.Load().Chip(machine)
		if chip == nil {
			return nil
		}
		answer = func(m bench.Model) (whatif.Answer, bool) { return whatif.Fitting(m, chip, depth) }
	}
	each(func(m bench.Model) {
		if a, ok := answer(m); ok {
			answers = append(answers, a)
		}
	})
	return answers
}

// publishedBeside gives what others published for a chip. It looks only for the
// tests of the given jobs, and gives nothing if nobody published one.
func publishedBeside(_ context.Context, name string, jobs []bench.Job) ([]*bench.Session, error) {
	set := published.Load()
	chip := set.Chip(name)
	if chip == nil {
		return nil, fmt.Errorf("the reference set has no chip %s", bench.Clean(name))
	}
	return publishedSessions(chip, publishedFor(set, jobs)[chip]), nil
}

// everyModel gives each model of this machine, and then each shape in the
// quantizations that people use. Copies of a model are given once, and a shape
// is left out if a model of this machine has it.
func (e *env) everyModel(ctx context.Context, shapes *shapePreviews, each func(bench.Model)) {
	var given []bench.Model
	once := func(m bench.Model) {
		if !slices.ContainsFunc(given, func(g bench.Model) bool { return whatif.Same(g, m) }) {
			given = append(given, m)
			each(m)
		}
	}
	for _, f := range e.allModels(ctx) {
		once(f.Model)
	}
	shapes.each(ctx, func(one shapePreview) {
		if one.name != madeUpShape {
			once(asPublished(one.found).Model)
		}
	})
}

// madeUpShape is a shape for trying out stand-ins. Nobody published such a
// model.
const madeUpShape = "tiny"

// asPublished describes the real model of a shape instead of its stand-in.
func asPublished(f models.Found) models.Found {
	f.StandIn, f.Path = false, ""
	return f
}
