package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/published"
	"dragstrip/bench/report"
)

// predictFitting prints which models fit a machine, and how fast they are there.
// It goes through the models of this machine and the shapes that dragstrip
// knows.
func (e *env) predictFitting(ctx context.Context, ask predictAsk, asJSON bool) error {
	machine, here, err := e.machineAsked(ctx, ask)
	if err != nil {
		return err
	}
	answers := fittingOn(machine, here, ask.depth, func(each func(bench.Model)) { e.everyModel(ctx, &shapePreviews{}, each) })
	if ctx.Err() != nil {
		return exitError(exitInterrupted)
	}
	whatif.Sort(answers, ask.sort)
	if asJSON {
		return report.WriteJSON(e.out, fittingsOf(machine, answers))
	}
	e.printFitting(machine, answers, ask)
	return nil
}

func (e *env) printFitting(machine string, answers []whatif.Answer, ask predictAsk) {
	fmt.Fprintf(e.out, "%s · everything that fits\n\n", bench.Clean(machine))
	if len(answers) == 0 {
		fmt.Fprintf(e.told(), "Nothing is known about the speed of any model on %s. For a machine without a known GPU, results that were measured on it are needed: `dragstrip run MODEL` measures them.\n", bench.Clean(machine))
		return
	}
	shown, more := e.firstAnswers(answers, ask)
	heading := e.printAnswers(whatif.ModelColumns, shown)
	if !slices.ContainsFunc(answers, func(a whatif.Answer) bool { return a.TPS() > 0 }) {
		if at := slices.IndexFunc(answers, func(a whatif.Answer) bool { return a.Lack != speed.NothingMeasured }); at >= 0 {
			fmt.Fprintf(e.told(), "No speed is known: %s.\n", answers[at].WhyUnknown())
		} else {
			fmt.Fprintf(e.told(), "No speed is known yet: %s has no GPU that the reference set knows and an engine build can use. `dragstrip run MODEL` measures one model; after that, speeds of others are computed from its result.\n", bench.Clean(machine))
		}
		if more > 0 {
			e.saidHidden([]string{bench.Plural(more, "model")})
		}
		return
	}
	e.explainPredictions(heading, slices.ContainsFunc(shown, func(a whatif.Answer) bool { return a.Small }))
	if more > 0 {
		e.saidHidden([]string{bench.Plural(more, "slower model")})
	}
}

// machineAsked finds the machine that --fits names. If --fits names this
// machine, here describes it.
func (e *env) machineAsked(ctx context.Context, ask predictAsk) (name string, here whatif.Here, err error) {
	if strings.EqualFold(ask.fits, hereWord) {
		return whatif.ThisMachine, e.hereNow(ctx), nil
	}
	chip, found := published.Load().OneChip(ask.fits)
	switch {
	case chip != nil:
		return chip.Name, here, nil
	case len(found) == 0:
		return "", here, noChip("--fits", ask.fits)
	}
	var names []string
	for _, c := range found {
		names = append(names, c.Name)
	}
	return "", here, usagef("--fits %s means several chips: %s; name one of them", bench.Clean(ask.fits), chipsSaid(names))
}

// hereNow is this machine, with what its sessions say about speeds.
func (e *env) hereNow(ctx context.Context) whatif.Here {
	m := e.describe(ctx)
	ahead := e.readExpectations(ctx, m)
	return whatif.NewHere(m, ahead.found(), ahead.ofTest, ahead.lack)
}
