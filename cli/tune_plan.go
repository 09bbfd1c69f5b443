package cli

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/bench/tuning"
	"dragstrip/hwinfo"
	"dragstrip/models"
	"dragstrip/runner"
	"dragstrip/runner/engine"
)

// tunePlans makes the plan of each model.
func (e *env) tunePlans(ctx context.Context, t *tuneFlags, named []string) (plans []*bench.Plan, err error) {
	if _, err := t.wishes(); err != nil {
		return nil, err
	}
	engines := &engineChoice{env: e, ctx: ctx, asked: t.engineAsk}
	found, err := e.findModels(ctx, named, engines)
	if err != nil {
		return nil, err
	}
	builds, missing, err := engines.buildsFor(found)
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 || len(builds) == 0 {
		return nil, e.whatIsMissing(true, false, nil)
	}
	planning.NameApart(found)
	machine := e.describe(ctx)
	if engines.isFixed() && len(t.variants) == 0 {
		e.tellUntried(builds, t.namesDevices())
	}
	for _, m := range found {
		choice, err := e.buildsToTry(ctx, m, engines, t)
		if err != nil {
			return nil, err
		}
		plan, err := e.searchPlan(ctx, t, m, searchOn{choice, engines.others, machine})
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	return plans, nil
}

// searchOn is what a search of one model is measured on: the builds to choose
// from, the default first, and builds of this machine that were not chosen.
type searchOn struct {
	builds, others []bench.EngineBuild
	machine        bench.Machine
}

// searchPlan makes the plan of the search of one model, for the verb tune and for
// the screens.
func (e *env) searchPlan(ctx context.Context, t *tuneFlags, m bench.Model, on searchOn) (*bench.Plan, error) {
	m.Files = slices.Clone(m.Files) // the screens have them, too
	models.Stamp([]bench.Model{m})
	plan, err := e.searchSpace(t, m, on)
	if err == nil {
		err = t.told(e.refuseBeyondContext(ctx, plan))
	}
	if err != nil {
		return nil, err
	}
	if !t.retry {
		plan.Tuning.Known = e.knownFailures(ctx, plan, on.machine)
	}
	return plan, nil
}

// searchSpace makes the plan of a search from the flags alone: it reads no models
// and no earlier sessions.
func (e *env) searchSpace(t *tuneFlags, m bench.Model, on searchOn) (*bench.Plan, error) {
	w, err := t.wishes()
	if err != nil {
		return nil, t.told(err)
	}
	plan, err := w.Tune(planning.TuneGiven{
		Model: m, Builds: on.builds, Others: on.others, Machine: on.machine.WithSizes(on.builds),
		Threads: cmp.Or(hwinfo.FittingThreads(hwinfo.Root{}), runtime.NumCPU()), Server: e.serverWords,
	})
	return plan, t.told(err)
}

// buildsToTry are the builds that a search chooses from, the default first: those
// that were named, or all that this machine has of the engine that run would
// choose. Each is also tried in the environments of --variant, or in those that fit
// it.
func (e *env) buildsToTry(ctx context.Context, m bench.Model, engines *engineChoice, t *tuneFlags) ([]bench.EngineBuild, error) {
	builds := slices.DeleteFunc(slices.Clone(engines.builds), func(b bench.EngineBuild) bool { return !b.Traits.Reads(m) })
	if !engines.isFixed() && len(builds) > 0 {
		builds = builds[:1]
		for _, b := range engines.others {
			if b.Engine == builds[0].Engine && b.Traits.Reads(m) {
				builds = append(builds, b)
			}
		}
		if !t.namesDevices() {
			builds = e.withoutTwins(builds)
		}
	}
	return e.inVariants(ctx, t, builds, m, engines.isFixed())
}

// tellUntried says that builds which were named are tried only as they are,
// although there are environments that would change something.
func (e *env) tellUntried(builds []bench.EngineBuild, devicesNamed bool) {
	var names []string
	for _, b := range builds {
		for _, v := range e.triedIn(b, devicesNamed) {
			if name := quoted(bench.Clean(v.Name)); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if names != nil {
		fmt.Fprintf(e.err, "note: a build that is named is tried only as it is; --variant %s tries it in that environment, too\n", strings.Join(names, " --variant "))
	}
}

// withoutTwins leaves out a build that would only measure the CPU with the same
// program as an earlier one: dragstrip installed both in the same way and version,
// for different GPUs, and neither has a GPU.
func (e *env) withoutTwins(builds []bench.EngineBuild) (kept []bench.EngineBuild) {
	onCPU := func(b bench.EngineBuild) bool {
		return engine.IsOwn(b) && (len(b.Holders()) == 0 || planning.WithoutSoftware(nil, b)["devices"] == "none")
	}
	for _, b := range builds {
		at := slices.IndexFunc(kept, func(k bench.EngineBuild) bool {
			same := k.Engine == b.Engine && k.Origin == b.Origin && k.Versions() == b.Versions() && k.Number == b.Number && k.Commit == b.Commit
			return same && onCPU(k) && onCPU(b) && len(k.Env)+len(b.Env) == 0
		})
		if at < 0 {
			kept = append(kept, b)
			continue
		}
		fmt.Fprintf(e.err, "note: %s (%s) is not tried: here it computes on the CPU, with the same program as %s (%s); --engine %s tries it\n",
			bench.Clean(b.Line()), b.ID, bench.Clean(kept[at].Line()), kept[at].ID, b.ID)
	}
	return kept
}

// inVariants adds builds in other environments to those that were chosen.
func (e *env) inVariants(ctx context.Context, t *tuneFlags, builds []bench.EngineBuild, m bench.Model, fixed bool) ([]bench.EngineBuild, error) {
	asked, err := e.variantBuilds(t, builds, fixed)
	if err != nil || len(asked) == 0 {
		return builds, err
	}
	found := runner.FindBuilds(ctx, e.search(asked))
	if err := namedWrongly(found.Problems); err != nil {
		if len(t.variants) > 0 {
			return nil, err
		}
		fmt.Fprintf(e.told(), "note: one environment is not tried: %v\n", err)
	}
	for _, b := range found.Builds[:found.Named] {
		if b.Traits.Reads(m) {
			builds = append(builds, b)
		}
	}
	return builds, nil
}

// serverWords are the words with which a job's engine serves its model.
func (e *env) serverWords(j *bench.Job) string {
	kind, known := e.kinds.Kind(j.Build.Engine)
	if !known || kind.Server == nil {
		return ""
	}
	return kind.Server(j)
}

// configurationText names a configuration of a search by all its values.
func configurationText(plan *bench.Plan, i int) string {
	var words []string
	for a, value := range plan.Tuning.Choices[i] {
		if axis := tuning.Axis(plan.Tuning.Axes[a]); len(axis.Values) > 1 {
			words = append(words, axis.Said(value))
		}
	}
	return cmp.Or(strings.Join(words, ", "), "default")
}
