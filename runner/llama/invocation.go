package llama

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/words"
)

// item is a piece of work with its flags.
type item struct {
	work engine.Work
	says translated
}

// Invocations splits work into starts of llama-bench. All tests of a model with
// the same load parameters share one start, if one command line can hold them.
// Work that the build cannot do becomes an invocation without argv; the parser
// of that invocation says why.
//
// It returns an error only if ctx ended before the build had answered.
func (a *Adapter) Invocations(ctx context.Context, build bench.EngineBuild, work []engine.Work, opts engine.Options) ([]engine.Invocation, error) {
	return a.planned(ctx, build, work, func(caps Capabilities) []engine.Invocation { return plan(caps, build, work, opts) })
}

// planned plans the starts for some work by what the build can do. If the build
// does not answer, the work becomes a refusal.
func (a *Adapter) planned(ctx context.Context, build bench.EngineBuild, work []engine.Work, plan func(Capabilities) []engine.Invocation) ([]engine.Invocation, error) {
	if len(work) == 0 {
		return nil, nil
	}
	caps, err := a.capabilities(ctx, build)
	if err != nil {
		var broken *BuildError
		if !errors.As(err, &broken) {
			return nil, err
		}
		return []engine.Invocation{words.Refusal(work, broken.Failure)}, nil
	}
	return plan(caps), nil
}

// plan does the work of Invocations for a build whose capabilities are known.
func plan(caps Capabilities, build bench.EngineBuild, work []engine.Work, opts engine.Options) []engine.Invocation {
	var out []engine.Invocation
	for len(work) > 0 {
		items, rest, refused := leading(caps, build, work)
		if refused != nil {
			out = append(out, words.Refusal(work[:1], *refused))
		} else {
			out = append(out, group(caps, build, items, opts)...)
		}
		work = rest
	}
	return out
}

// leading takes work from the front of the list that may share command lines.
// Such work has the same model, round and repetitions, and the same flags; only
// flags that llama-bench can loop over may differ. refused is set if the build
// cannot do the first piece of work.
func leading(caps Capabilities, build bench.EngineBuild, work []engine.Work) (items []item, rest []engine.Work, refused *bench.Failure) {
	var first string
	for i, w := range work {
		says, no := translate(caps, w)
		if no != nil {
			if i > 0 {
				return items, work[i:], nil
			}
			f := no.failure(build)
			return nil, work[1:], &f
		}
		key := shared(w, says)
		if i == 0 {
			first = key
		}
		if key != first {
			return items, work[i:], nil
		}
		items = append(items, item{w, says})
	}
	return items, nil, nil
}

// shared returns a key. Two pieces of work may share a command line if their
// keys are equal.
func shared(w engine.Work, says translated) string {
	parts := []string{w.Job.Model.Path, strconv.Itoa(w.Round), strconv.Itoa(w.Repetitions)}
	parts = append(parts, says.fixed...)
	parts = append(parts, says.env...)
	for _, doubt := range says.doubts {
		parts = append(parts, doubt.Code)
	}
	for _, axis := range says.axes {
		parts = append(parts, axis.flag)
		if axis.alone {
			parts = append(parts, axis.value)
		}
	}
	return axisKey(parts)
}

// group makes the invocations for items that differ only in values that
// llama-bench can loop over.
func group(caps Capabilities, build bench.EngineBuild, items []item, opts engine.Options) []engine.Invocation {
	path, links := items[0].work.Job.Model.Path, []engine.Link(nil)
	if needsLink(caps, path) {
		var err error
		if path, links, err = linkFor(caps, opts.LinkFolder, path); err != nil {
			return []engine.Invocation{words.Refusal(works(items), bench.Failure{
				Code: bench.FailFileUnreadable, Reason: err.Error(), WholeModel: true,
				Remedy: "rename the model's file so that its path has neither comma, quotes nor control characters",
			})}
		}
	}
	axes := items[0].says.axes
	flags := make([]string, len(axes))
	for i, axis := range axes {
		flags[i] = axis.flag
	}
	candidates := make([]candidate, len(items))
	for i, it := range items {
		candidates[i] = candidate{index: i, test: it.work.Test}
		for _, axis := range it.says.axes {
			candidates[i].values = append(candidates[i].values, axis.value)
		}
	}
	var out []engine.Invocation
	for _, b := range cover(flags, candidates) {
		part := make([]item, len(b.order))
		for i, index := range b.order {
			part[i] = items[index]
		}
		inv := invocation(caps, build, part, b.lists, path, opts)
		inv.Links = slices.Clone(links)
		out = append(out, inv)
	}
	return out
}

// invocation makes one command line and its parser.
func invocation(caps Capabilities, build bench.EngineBuild, items []item, sweep lists, path string, opts engine.Options) engine.Invocation {
	first := items[0]
	argv := append(slices.Clone(build.Prefix), "-m", path, "-r", strconv.Itoa(max(first.work.Repetitions, 1)))
	streamed := !caps.JSONL
	if streamed {
		argv = append(argv, "-o", "json")
	} else {
		argv = append(argv, "-o", "jsonl")
	}
	if caps.Progress {
		argv = append(argv, "--progress")
	}
	if caps.Verbose {
		argv = append(argv, "-v")
	}
	argv = append(argv, first.says.fixed...)
	argv = append(argv, sweep.argv(first.says.axes)...)

	ticks := opts.Ticks && mayTick(caps, build)
	inv := engine.Invocation{
		Argv: argv, Env: environment(build, first.says.env, ticks), Work: works(items), Ticks: ticks,
	}
	inv.Parser = NewParser(ParserOptions{
		Work: inv.Work, Streamed: streamed, Progress: caps.Progress, Ticks: ticks,
		Engine: buildName(build), Program: programName(build), ModelPath: first.work.Job.Model.Path, Found: words.Look(first.work.Job.Model.Path),
		Doubts: first.says.doubts,
	})
	return inv
}

func works(items []item) []engine.Work {
	out := make([]engine.Work, len(items))
	for i, it := range items {
		out[i] = it.work
	}
	return out
}

// mayTick tells whether a build can print a tick for each token. Builds can
// since b5922 (July 2025). If the build number is unknown, mayTick looks for
// --no-warmup, a flag of about the same age. An older build ignores the
// variable that turns ticks on.
func mayTick(caps Capabilities, build bench.EngineBuild) bool {
	if !caps.Verbose || !caps.Progress {
		return false
	}
	if build.Number > 1000 {
		return build.Number >= 5922
	}
	return caps.NoWarmup
}
