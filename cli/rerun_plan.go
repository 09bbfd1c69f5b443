package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/planning"
	"dragstrip/models"
	"dragstrip/runner"
)

// againAsk says with which models and engines an earlier session is measured
// again.
type againAsk struct {
	engines, models list
	anyway          bool // even with another model file or engine build
}

// planAgain makes the plan of an earlier session with models and engine builds
// of this machine. If something that matters differs, it gives an error that
// lists all such differences, unless --anyway was given.
func (e *env) planAgain(ctx context.Context, old *bench.Session, ask againAsk) (*bench.Plan, error) {
	again := planning.Again{Old: old, Models: e.modelsHere(ctx, old), Builds: e.buildsHere(ctx)}
	if err := planning.CheckNamed(old, len(ask.engines)); err != nil {
		return nil, err
	}
	var err error
	if again.Models.Named, err = planning.NamedModels(old, ask.models, exists, quoted); err != nil {
		return nil, err
	}
	if len(ask.engines) > 0 {
		if again.Builds.Named, err = e.chooseBuilds(ctx, ask.engines); err != nil {
			return nil, err
		}
	}
	taken, err := again.Plan()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	e.tellNotes(taken.Notes)
	if len(taken.Doubts) > 0 && !ask.anyway {
		return nil, otherMeasurement(append(taken.Doubts, e.inItsEnvironment(old, taken.Builds)...))
	}
	for _, d := range taken.Doubts {
		fmt.Fprintf(e.err, "differs: %s\n", bench.Clean(d))
	}
	stampJobs(taken.Plan.Jobs)
	if err := taken.Plan.Validate(); err != nil {
		return nil, fmt.Errorf("make the plan: %w", err)
	}
	return &taken.Plan, nil
}

// inItsEnvironment gives the command that measures a session of this machine
// again in the environment that the user set for its builds then. here are the
// builds that were found for it. There is no such command for a session from
// elsewhere: its variables could start any program.
func (e *env) inItsEnvironment(old *bench.Session, here []bench.EngineBuild) []string {
	folder, err := e.places.store().Find(old.ID)
	if err != nil || old.ID == "" || folder.Name() != old.ID || !e.places.store().Holds(folder) {
		return nil
	}
	own, err := folder.Read()
	if err != nil || own.Session.Imported != nil { // what was imported lies in the same folder
		return nil
	}
	was := planning.BuildsOf(own.Session)
	if len(was) != len(here) {
		return nil
	}
	command, differs := "dragstrip rerun "+bench.Clean(old.ID), false
	for i, j := range was {
		b := here[i]
		differs = differs || !slices.Equal(b.Env, j.BuildUsed().Env)
		b.Env = j.BuildUsed().Env
		if slices.ContainsFunc(b.Env, func(v string) bool { return !strings.Contains(v, "=") || bench.ShownVariable(v) != v }) {
			return nil // --engine cannot unset a variable, and a secret is not written
		}
		command += " --engine " + bench.Clean(quoted(engineWords(b)))
	}
	if !differs {
		return nil
	}
	return []string{"in the environment of then: " + command}
}

// otherMeasurement is the error of a plan that would not measure the same as
// before. It lists what differs.
type otherMeasurement []string

func (o otherMeasurement) Error() string {
	return "this would not be the same measurement; --anyway measures nevertheless:\n      " + strings.Join(o, "\n      ")
}

// buildsHere looks for engine builds only once, when they are first needed.
func (e *env) buildsHere(ctx context.Context) planning.BuildsHere {
	var every []bench.EngineBuild
	return planning.BuildsHere{
		Like: func(was bench.EngineBuild) ([]bench.EngineBuild, error) {
			if every == nil {
				every = e.findBuilds(ctx, nil).Builds
			}
			return e.likeIt(was, every), ctx.Err()
		},
		Best: func(engine string, of []bench.EngineBuild) (bench.EngineBuild, bool) {
			kind, _ := e.kinds.Kind(engine)
			return runner.Best(kind, of)
		},
		WayBack: e.wayBack,
	}
}

// likeIt gives those builds in every with which the engine of the build was can
// measure. Some engines measure with the builds of another engine.
func (e *env) likeIt(was bench.EngineBuild, every []bench.EngineBuild) []bench.EngineBuild {
	var out []bench.EngineBuild
	for _, b := range every {
		if b, ok := e.kinds.As(was.Engine, b); ok {
			out = append(out, b)
		}
	}
	return out
}

// modelsHere looks for models only once, when they are first needed.
func (e *env) modelsHere(ctx context.Context, old *bench.Session) planning.ModelsHere {
	var every []bench.Model
	return planning.ModelsHere{
		Open: func(path string) (bench.Model, error) {
			found, err := models.Look(path)
			return found.Model, err
		},
		Nearby: func(m bench.Model) []string { return e.nearby(old, m) },
		Everywhere: func() ([]bench.Model, error) {
			if every == nil {
				found := e.allModels(ctx)
				for _, f := range found {
					every = append(every, f.Model)
				}
			}
			return every, ctx.Err()
		},
		Parts: models.Parts,
		Digest: func(of bench.Model, path string) (string, error) {
			e.saySlowDigest(path, bytesOf(of))
			sum, _, err := models.Hash(ctx, path, e.places.digests(), nil)
			return sum, err
		},
		Quote: quoted,
	}
}

func bytesOf(m bench.Model) (n int64) {
	for _, f := range m.Files {
		n += f.SizeBytes
	}
	return n
}

// nearby gives the first places to look for a model's file. A session names the
// file's path. A report names only the file. If the report's session was
// measured here, its journal has the path. Otherwise the file may be in the
// folder in which dragstrip was called.
func (e *env) nearby(old *bench.Session, m bench.Model) []string {
	if filepath.IsAbs(m.Path) {
		return []string{m.Path}
	}
	var out []string
	if folder, err := e.places.store().Find(old.ID); err == nil && old.ID != "" && folder.Name() == old.ID {
		if r, err := folder.Read(); err == nil {
			for _, j := range r.Session.Jobs {
				if j.Model.Label() == m.Label() && filepath.Base(j.Model.Path) == m.Path {
					out = append(out, j.Model.Path)
				}
			}
		}
	}
	if here, err := os.Getwd(); err == nil && m.Path != "" {
		out = append(out, filepath.Join(here, filepath.Base(m.Path)))
	}
	return out
}
