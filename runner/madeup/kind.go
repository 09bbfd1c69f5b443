package madeup

import (
	"context"
	_ "embed"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/asking"
	"dragstrip/runner/driver"
	"dragstrip/runner/engine"
	"dragstrip/runner/places"
	"dragstrip/runner/words"
)

// The names of the two kinds, in plans and journals.
const (
	Name       = "madeup"
	DrivenName = "madeup.driven"
)

// Program is the file name of the installed script.
const Program = "madeup-bench"

// Script prints the driver's lines for any request.
//
//go:embed engine.sh
var Script string

// Served lists the models that the engine serves.
var Served = []bench.Model{
	{Name: "Words", Served: "words:7b", ParamCount: 7_000_000_000, SizeBytes: 3_800_000_000, Quant: "Q4_0"},
	{Name: "Silence", Served: "silence:1b", ParamCount: 1_000_000_000},
}

var traits = bench.Traits{
	Title: "the made-up engine", Serves: true,
	Takes:  []bench.Taken{{Key: "n_threads"}},
	Limits: []bench.Limit{{Sort: bench.LimitDepth, Why: "the made-up engine forgets everything between two prompts"}},
	Fair:   bench.Fairness{KV: "none", Attention: "none", Timing: "The made-up engine makes up its times"},
}

// Kind returns the engine, driven by its script.
func Kind() *engine.Kind {
	return &engine.Kind{
		Name: Name, Short: "madeup", Traits: traits, Finder: finder{}, Served: served,
		Adapter: func(engine.Folders) engine.Adapter { return adapter{} },
	}
}

// DrivenKind returns the same engine, driven by code of dragstrip.
func DrivenKind() *engine.Kind {
	k := &engine.Kind{
		Name: DrivenName, Short: "driven", Of: Name, Traits: traits, Served: served, Drive: drive,
		Adapter: func(engine.Folders) engine.Adapter { return adapter{} },
		As: func(b bench.EngineBuild) bench.EngineBuild {
			b.Engine = DrivenName
			return b
		},
	}
	k.Traits.Instead = Name
	return k
}

func served(context.Context, engine.Folders, bench.EngineBuild) ([]bench.Model, error) {
	return Served, nil
}

// finder finds the script on PATH.
type finder struct{}

func (finder) Look(s engine.Surroundings) (found []bench.EngineBuild, _ []engine.Problem) {
	for _, folder := range s.Path {
		if program, ok := places.Program(folder, Program); ok {
			found = append(found, bench.EngineBuild{Engine: Name, Prefix: []string{program}, Origin: "PATH"})
		}
	}
	return found, nil
}

func (finder) Take(_ engine.Surroundings, path string, rest []string) (bench.EngineBuild, bool, error) {
	ours := places.ProgramName(path) == Program
	return bench.EngineBuild{Engine: Name, Prefix: append([]string{path}, rest...), Origin: filepath.Dir(path)}, ours, nil
}

func (finder) Key(b bench.EngineBuild) string { return places.Real(b.Prefix[0]) }

type adapter struct{}

// Probe asks the script for its version, under the guard like every other
// start.
func (adapter) Probe(ctx context.Context, b bench.EngineBuild) (bench.EngineBuild, error) {
	said, err := asking.Ask(ctx, asking.Question{Argv: slices.Concat(b.Prefix, []string{"--version"}), Env: b.Env, Limit: 10 * time.Second, Bytes: 100})
	switch {
	case err != nil:
		return b, err
	case ctx.Err() != nil:
		return b, ctx.Err()
	case said.Late || said.Exit.Code != 0:
		return b, errors.New("the made-up engine does not say what it is; it is a script for tests, and can be written anew")
	}
	b.Version, b.Backends = strings.TrimSpace(said.Out), []string{"CPU"}
	return b, nil
}

func (adapter) Invocations(_ context.Context, build bench.EngineBuild, work []engine.Work, opts engine.Options) ([]engine.Invocation, error) {
	var out []engine.Invocation
	for part := range engine.Together(work) {
		out = append(out, start(build, part, opts))
	}
	return out, nil
}

// rules say what the last lines of the engine mean.
var rules = []words.Rule{
	words.When(`out of ideas`, bench.FailOutOfMemory, words.Test, "the made-up engine ran out of ideas", "ask for less"),
}

func start(build bench.EngineBuild, work []engine.Work, opts engine.Options) engine.Invocation {
	var own []string
	if n := work[0].Job.Params["n_threads"]; n != "" {
		own = []string{"--threads", n}
	}
	args := engine.RequestOf(work, opts, own...).Args()
	inv := engine.Invocation{
		Argv: slices.Concat(build.Prefix, args), Env: build.Env, Work: slices.Clone(work), Ticks: opts.Ticks, HoldStdin: true,
		Parser: driver.NewParser(build, work, driver.Manner{Rules: rules}),
	}
	if build.Engine == DrivenName {
		inv.Argv, inv.Ourselves = engine.DriverArgs(DrivenName, args), true
	}
	return inv
}
