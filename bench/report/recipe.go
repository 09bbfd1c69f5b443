package report

import (
	"time"

	"dragstrip/bench"
)

// RecipeSchema is the version of the [Recipe] in a report. Version 1 repeated
// everything for each job. Version 2 says only once what jobs have in common.
// Other changes only add fields.
const RecipeSchema = 2

// recipeMark is the beginning of a recipe, anywhere in a text.
const recipeMark = `{"dragstrip_rerun":`

// Recipe is the part of a report with which somebody else can measure the same
// again and compare it with what was measured here: the plan without the paths
// of this machine, and the engine's samples. Models are recognized by the
// digests of their files, engine builds by version and commit.
type Recipe struct {
	recipeHead
	Results []RecipeResult `json:"results"`
}

// recipeHead is what every schema of a recipe says about a session.
type recipeHead struct {
	// Schema comes first, because a reader looks for it in a report.
	Schema   int           `json:"dragstrip_rerun"`
	Version  string        `json:"dragstrip_version,omitempty"`
	Session  string        `json:"session"`
	Machine  string        `json:"machine,omitempty"`
	Started  time.Time     `json:"started,omitzero"`
	Finished time.Time     `json:"finished,omitzero"`
	Outcome  bench.Outcome `json:"outcome,omitempty"`
	Plan     bench.Plan    `json:"plan"`
	// Scatter is what was known from earlier sessions of the machine.
	Scatter []bench.JobScatter `json:"scatter,omitempty"`
}

// RecipeResult is what one test of a job gave in one round.
type RecipeResult struct {
	Job string `json:"job"`
	bench.Test
	Round     int     `json:"round,omitempty"`
	SamplesNS []int64 `json:"samples_ns"`
	measuredWith
	// Warnings are the codes of the warnings on the test.
	Warnings []string `json:"warnings,omitempty"`
}

// measuredWith is what an engine said about itself when it measured.
type measuredWith struct {
	Backend     string `json:"backend,omitempty"`
	BuildNumber int    `json:"build_number,omitempty"`
	BuildCommit string `json:"build_commit,omitempty"`
	Threads     int    `json:"threads,omitempty"`
}

// NewRecipe makes the recipe of a session.
func NewRecipe(s *bench.Session, o Options) Recipe {
	return newRedactor(s, o).recipe(s, o)
}

func (r *redactor) recipe(s *bench.Session, o Options) Recipe {
	out := Recipe{recipeHead{
		Schema: RecipeSchema, Version: bench.Clean(s.Version), Session: r.path(s.ID), Machine: r.machine(s.Machine, o).Line,
		Started: s.Started.UTC(), Finished: s.Finished.UTC(), Outcome: s.Outcome, Plan: r.plan(s), Scatter: s.Scatters(),
	}, []RecipeResult{}}
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			codes := warningCodes(rowOf(s, j, t))
			for _, result := range t.Results {
				out.Results = append(out.Results, RecipeResult{
					Job: j.ID, Test: t.Test, Round: result.Round, SamplesNS: orEmpty(result.SamplesNS), Warnings: codes,
					measuredWith: measuredWith{r.path(result.Backend), result.BuildNumber, r.path(result.BuildCommit), result.Threads},
				})
			}
		}
	}
	return out
}

// session makes a session from the recipe, as far as its content goes.
func (c Recipe) session() *bench.Session {
	var events []bench.Event
	tell := func(job string, at time.Time, fact bench.Fact) {
		events = append(events, bench.Event{Seq: int64(len(events) + 1), Time: at, Job: job, Fact: fact})
	}
	tell("", c.Started, bench.SessionStarted{Schema: bench.Schema, Session: c.Session, DragstripVersion: c.Version, Plan: c.Plan})
	tell("", c.Started, bench.MachineDescribed{Machine: bench.Machine{Line: c.Machine}})
	for _, known := range c.Scatter {
		tell(known.Job, c.Started, known.ScatterLearned)
	}
	for _, r := range c.Results {
		tell(r.Job, c.Finished, bench.TestFinished{Result: bench.Result{
			Test: r.Test, Round: r.Round, SamplesNS: r.SamplesNS, Backend: r.Backend, BuildNumber: r.BuildNumber,
			BuildCommit: r.BuildCommit, Threads: r.Threads,
		}})
		if r.Round > 0 {
			continue // every round of a test repeats the codes
		}
		for _, code := range r.Warnings {
			tell(r.Job, c.Finished, bench.Warned{Warning: bench.Warning{Code: code}, Test: r.Test})
		}
	}
	tell("", c.Finished, bench.SessionFinished{Outcome: c.Outcome})
	return bench.Replay(events)
}
