package planning

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// Plan makes one job for each model, each build that can read it, and each set
// of parameters. Jobs that are likely to be compared are next to each other:
// builds inside models, parameters inside builds.
func (w Wishes) Plan(g Given) (*bench.Plan, error) {
	tests, err := w.Tests()
	if err != nil {
		return nil, err
	}
	sets, err := w.Sweep()
	if err != nil {
		return nil, err
	}
	if err := g.checkDevices(sets); err != nil {
		return nil, err
	}
	plan := &bench.Plan{Ticks: w.Ticks, Hash: w.Hash, Probe: w.Probe, Note: bench.Clean(w.Note)}
	w.Rounds.apply(plan)
	for _, m := range g.Models {
		for _, b := range g.Builds {
			if !g.measures(b, m) {
				continue
			}
			jobs, err := w.jobs(m, b, tests, sets, g.Ticked)
			if err != nil {
				return nil, err
			}
			for _, job := range jobs {
				job.Params = withThreads(job.Params, b.Traits, g.Threads)
				if draft, named := g.Drafts[job.Params.Draft()]; named {
					draft.Files = slices.Clone(draft.Files) // each job notes its own changes
					job.DraftModel = &draft
				}
				job.ID = "j" + strconv.Itoa(len(plan.Jobs)+1)
				plan.Jobs = append(plan.Jobs, job)
			}
		}
	}
	chooseRounds(plan, g.Pace)
	if err := plan.Validate(); err != nil {
		return nil, fmt.Errorf("make the plan: %w", err)
	}
	return plan, nil
}

// jobs gives the jobs of one model on one build, without names yet.
func (w Wishes) jobs(m bench.Model, b bench.EngineBuild, tests []bench.Test, sets []bench.Params, ticked bool) ([]bench.Job, error) {
	for _, set := range sets {
		if why := b.Traits.NotUnderstood(b.Engine, set); why != "" {
			return nil, mistake("%s", why)
		}
		if why := b.NotTaken(set); why != "" {
			return nil, mistake("%s%s", why, instead(b, "takes it", ticked))
		}
	}
	if apart := impossible(b, sets); apart != "" {
		return nil, mistake("%s", apart)
	}
	tests, not := testsFor(b, tests)
	if len(tests) == 0 {
		return nil, mistake("%s can measure none of %s%s", b.Engine, strings.Join(not, ", "), instead(b, "measures all of them", ticked))
	}
	var out []bench.Job
	for _, set := range onDevices(b, setsFor(b, sets)) {
		out = append(out, bench.Job{
			Model: m, Build: b, Params: set.params, LeftOut: append(set.left, not...), Tests: tests,
			Repetitions: w.Repetitions, NoWarmup: w.NoWarmup, DelaySeconds: w.DelaySeconds,
		})
	}
	return out, nil
}

// impossible says which parameters a build cannot have together, if that leaves
// nothing to measure; "" otherwise. If only some combinations of a sweep are
// impossible, the plan keeps them, and a note names them.
func impossible(b bench.EngineBuild, sets []bench.Params) (why string) {
	for _, set := range sets {
		if why = b.NotTogether(set); why == "" {
			return ""
		}
	}
	return why
}

// UsualParams are the settings of a job for which nobody chose any: without
// devices that are only programs, and with the given number of threads (0: as
// the engine chooses).
func UsualParams(b bench.EngineBuild, threads int) bench.Params {
	return withThreads(WithoutSoftware(nil, b), b.Traits, threads)
}

// withThreads sets the number of threads if nobody gave it. Otherwise the
// engine would start more threads than the CPUs that this process may use.
func withThreads(p bench.Params, x bench.Traits, n int) bench.Params {
	fitting := bench.Params{"n_threads": strconv.Itoa(n)}
	kept, _ := fitting.For(x)
	if n <= 0 || p["n_threads"] != "" || len(kept) == 0 {
		return p
	}
	maps.Copy(fitting, p)
	return fitting
}

// instead names another engine that can do what this build cannot do.
func instead(b bench.EngineBuild, does string, ticked bool) string {
	switch {
	case b.Traits.Instead == "":
		return ""
	case ticked:
		return "; a build of " + b.Traits.Instead + " " + does
	}
	return "; --engine " + b.Traits.Instead + " " + does
}

// testsFor divides tests into those that an engine can measure and the names of
// the others.
func testsFor(b bench.EngineBuild, all []bench.Test) (tests []bench.Test, not []string) {
	for _, t := range all {
		if b.Traits.Refuses(t) == "" {
			tests = append(tests, t)
		} else {
			not = append(not, t.String())
		}
	}
	return tests, not
}
