package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/models"
)

var errNoModelNamed = usagef("a model's name is empty (an unset variable?)")

// makePlan finds engines and models and turns the flags into a plan. With
// --setup it gets what is missing. It also returns what earlier sessions say
// about this machine.
func (e *env) makePlan(ctx context.Context, paths []string, r *runFlags) (*bench.Plan, *speeds, error) {
	paths = append(paths, r.plan.models...)
	// Mistakes in the flags are reported before anything is installed.
	if err := r.plan.check(); err != nil {
		return nil, nil, err
	}
	if slices.Contains(paths, "") {
		return nil, nil, errNoModelNamed
	}
	asked, err := keyed(e.kinds, r.engineAsk, r.keyEnv, r.typed("key-env"))
	if err != nil {
		return nil, nil, err
	}
	engines := &engineChoice{env: e, ctx: ctx, asked: asked, own: r.own, remote: r.remote, willGet: r.setup, wishes: r.plan.wishes()}
	if err := e.getVersions(ctx, engines, r); err != nil {
		return nil, nil, err
	}
	var found []bench.Model
	var others []models.Found
	if len(paths) > 0 {
		found, err = e.findModels(ctx, paths, engines)
	} else {
		found, others, err = e.unnamedModels(ctx, engines)
	}
	if err != nil {
		return nil, nil, err
	}
	builds, missing, err := engines.buildsFor(found)
	if err != nil {
		return nil, nil, err
	}
	none := slices.ContainsFunc(missing, e.kinds.First().Is) || len(engines.builds) == 0 && len(missing) == 0
	if none || len(missing) > 0 || len(found) == 0 {
		if !r.setup {
			return nil, nil, e.whatIsMissing(none, len(found) == 0, others)
		}
		if builds, found, err = e.getMissing(ctx, engines, found, others, r); err != nil {
			return nil, nil, err
		}
	}
	models.Stamp(found)
	planning.NameApart(found)
	models.MarkPairs(found)
	known := e.readSpeeds(ctx)
	plan, err := r.plan.plan(planning.Given{Models: found, Builds: builds, Others: engines.others, Serves: engines.serves}, known)
	if err == nil {
		err = e.refuseBeyondContext(ctx, plan)
	}
	return plan, known, err
}

// whatIsMissing gives an error that says what is missing and how to get it.
func (e *env) whatIsMissing(engine, model bool, others []models.Found) error {
	var what []string
	if engine {
		what = append(what, "no "+e.kinds.First().Title()+" was found on this machine (looked on PATH, in the usual places and in dragstrip's own folder): `dragstrip setup` installs it, or name a build with --engine PATH")
	}
	switch {
	case model && len(others) > 0:
		what = append(what, fmt.Sprintf("no model was named, and this machine has %d; choose one:\n      %s", len(others), choices(others)))
	case model:
		what = append(what, "there is no model to measure: give a GGUF file or a folder, or write a stand-in (random weights) with `dragstrip standin`")
	}
	setup := "dragstrip run --setup"
	if !e.inTTY { // nobody could answer the questions of --setup
		setup += " --yes"
	}
	what = append(what, "`"+setup+"` installs what is missing and then measures")
	return errors.New(strings.Join(what, "\n      "))
}
