package cli

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/planning"
	"dragstrip/bench/report"
)

func tuneVerb(e *env, args []string) error {
	f, t := newTuneFlags()
	named, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if err := t.mistake(named); err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	plans, err := e.tunePlans(ctx, t, named)
	if err != nil {
		if ctx.Err() != nil {
			return exitError(exitInterrupted)
		}
		return err
	}
	if t.dryRun {
		return e.showSearches(ctx, plans, t)
	}
	known := e.readSpeeds(ctx)
	e.sayUnfit(ctx, plans[0])
	if ctx.Err() != nil {
		return exitError(exitInterrupted)
	}
	cancel()
	return e.tuneAll(plans, known, t)
}

// tuneAll starts the searches of all models, and shows one after the other. They
// are all started at once, so that they go on if this terminal is closed.
func (e *env) tuneAll(plans []*bench.Plan, known *speeds, t *tuneFlags) error {
	var folders []journal.Folder
	_, notStarted := bench.StartChain(plans, func(p *bench.Plan) (string, error) {
		folder, err := e.startStored(p, known)
		if err == nil {
			folders = append(folders, folder)
		}
		return folder.Name(), err
	})
	failed := followChain(folders, func(i int, chain *chainShown) error { return e.tune(folders[i], plans[i], known, t, chain) })
	if notStarted != nil && (failed == nil || errors.Is(failed, exitError(exitFailed))) {
		return notStarted
	}
	return failed
}

// tune shows the search for the best configuration of one model.
func (e *env) tune(folder journal.Folder, plan *bench.Plan, known *speeds, t *tuneFlags, chain *chainShown) error {
	shown := *e
	if t.json && !t.detach {
		shown.out, shown.tty = e.err, false // standard output is only for what was found
	}
	if !t.detach && !t.json && !t.follow.quiet {
		e.row(8, "search", searchText(plan, planning.EstimateOf(plan, known.pace())))
		for _, text := range plan.Tuning.StandsIn {
			e.row(8, "default", bench.Clean(text))
		}
		for _, text := range plan.Tuning.LeftOut {
			e.row(8, "left out", bench.Clean(text))
		}
	}
	for _, note := range plan.Notes() {
		fmt.Fprintln(e.err, "note: "+note)
	}
	follow := t.follow
	follow.known, follow.chain = known, chain
	err := shown.showStarted(folder, t.detach, follow)
	if !t.json || t.detach || !hasResults(err) {
		return err
	}
	if err := e.printFound(folder, t); err != nil {
		return err // the exit code of the search alone would not say why nothing is printed
	}
	return err
}

// printFound prints what a search found, for programs.
func (e *env) printFound(folder journal.Folder, t *tuneFlags) error {
	read, err := folder.Read()
	if err != nil {
		return err
	}
	found, _ := report.FoundIn(read.Session, e.reportOptions(t.follow.hostName))
	return report.WriteJSON(e.out, found)
}

// searchText says how large a search is, and how long it takes.
func searchText(plan *bench.Plan, cost planning.Estimate) string {
	text := bench.Clean(plan.Jobs[0].Model.Label()) + ": "
	if place := plan.Chain.String(); place != "" {
		text = place + ", " + text
	}
	text += bench.Plural(len(plan.Jobs), "configuration") + ", at most about " + bench.FormatDuration(cost.Total)
	if cost.Rough {
		text += " (a guess: part of it was never measured here)"
	}
	return text
}

// searchShown is what --dry-run --json prints of a search.
type searchShown struct {
	Seconds float64     `json:"seconds"`
	Rough   bool        `json:"rough"`
	Plan    *bench.Plan `json:"plan"`
}

// showSearches prints what would be tried, and measures nothing.
func (e *env) showSearches(ctx context.Context, plans []*bench.Plan, t *tuneFlags) error {
	known := e.readSpeeds(ctx)
	for _, plan := range plans {
		cost := planning.EstimateOf(plan, known.pace())
		if t.json {
			if err := report.WriteJSON(e.out, searchShown{cost.Total.Seconds(), cost.Rough, withoutSecrets(plan)}); err != nil {
				return err
			}
			continue
		}
		e.row(8, "search", searchText(plan, cost))
		for _, a := range plan.Tuning.Axes {
			e.row(8, bench.Clean(a.Name), axisText(a))
		}
		for _, text := range plan.Tuning.StandsIn {
			e.row(8, "default", bench.Clean(text))
		}
		for _, why := range knownTexts(plan) {
			e.row(8, "known", why)
		}
		for _, why := range plan.Tuning.LeftOut {
			e.row(8, "left out", bench.Clean(why))
		}
		for _, note := range plan.Notes() {
			e.row(8, "note", note)
		}
		for _, line := range listedSearch(plan) {
			fmt.Fprintln(e.out, line)
		}
	}
	return nil
}

// axisText lists the values of an axis, and which of them is the default.
func axisText(a bench.TuningAxis) string {
	values := slices.Clone(a.Values)
	if len(values) > 1 {
		values[a.Default] += " (default)"
	}
	for i := range values {
		values[i] = bench.Clean(values[i])
	}
	return bench.Joined(values)
}

// knownTexts say which configurations failed in an earlier search, and why.
func knownTexts(plan *bench.Plan) (texts []string) {
	for _, k := range plan.Tuning.Known {
		texts = append(texts, fmt.Sprintf("%s failed in session %s: %s", plan.Jobs[k.Choice].ID, bench.Clean(k.Session), bench.Clean(k.Reason)))
	}
	return texts
}

// listedSearch lists the configurations of a search.
func listedSearch(plan *bench.Plan) (lines []string) {
	for i := range plan.Jobs {
		lines = append(lines, fmt.Sprintf("%-4s %s", plan.Jobs[i].ID, bench.Clean(configurationText(plan, i))))
	}
	return lines
}
