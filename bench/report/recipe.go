package report

import (
	"errors"
	"time"

	"dragstrip/bench"
)

// RecipeSchema is the version of the [Recipe] in a report. Version 1 repeated
// everything for each job. Version 2 says only once what jobs have in common.
// Other changes only add fields.
const RecipeSchema = 2

// ErrNoRecipe says that a text is not a report that dragstrip can measure
// again.
var ErrNoRecipe = errors.New("it contains no plan")

// recipeMark is the beginning of a recipe, anywhere in a text.
const recipeMark = `{"dragstrip_rerun":`

// Recipe is the part of a report with which somebody else can measure the same
// again and compare the results. It holds the plan without the paths of this
// machine, and the engine's samples. Models are recognized by the digests of
// their files, engine builds by version and commit.
type Recipe struct {
	recipeHead
	Results []RecipeResult `json:"results"`
}

// recipeHead is what every schema of a recipe says about a session.
type recipeHead struct {
	// Schema comes first, because a reader looks for it in a report.
	Schema   int       `json:"dragstrip_rerun"`
	Version  string    `json:"dragstrip_version,omitempty"`
	Session  string    `json:"session"`
	Machine  string    `json:"machine,omitempty"`
	Started  time.Time `json:"started,omitzero"`
	Finished time.Time `json:"finished,omitzero"`
	DocumentTimes
	Outcome bench.Outcome `json:"outcome,omitempty"`
	Plan    bench.Plan    `json:"plan"`
	// Imported is set if somebody else measured the session.
	Imported *bench.SessionImported `json:"imported,omitempty"`
	// Scatter is what was known from earlier sessions of the machine.
	Scatter []bench.JobScatter `json:"scatter,omitempty"`
	// Expected is how fast the tests should have been.
	Expected []bench.JobExpected `json:"expected,omitempty"`
	recipeFacts
}

// RecipeResult is what one test of a job gave in one round.
type RecipeResult struct {
	Job string `json:"job"`
	bench.Test
	Round     int     `json:"round,omitempty"`
	SamplesNS []int64 `json:"samples_ns"`
	// Exchanges are the requests to a server, one for each sample.
	Exchanges []bench.Exchange `json:"exchanges,omitempty"`
	// Published is the figure of an imported result without samples.
	Published *bench.Published `json:"published,omitempty"`
	MeasuredWith
	// Warnings are the codes of the warnings on the test.
	Warnings []string `json:"warnings,omitempty"`
}

// NewRecipe makes the recipe of a session.
func NewRecipe(s *bench.Session, o Options) Recipe {
	return newRedactor(s, o).recipe(s, o)
}

func (r *redactor) recipe(s *bench.Session, o Options) Recipe {
	out := Recipe{recipeHead{
		Schema: RecipeSchema, Version: bench.Clean(s.Version), Session: r.path(s.ID), Machine: r.machine(s.Machine, o).Line,
		Started: s.Started.UTC(), Finished: s.Finished.UTC(), DocumentTimes: timesOf(s), Outcome: s.Outcome, Plan: r.plan(s), Imported: r.importedFact(s), Scatter: s.Scatters(), Expected: eachText(s.Expectations(), r.text), recipeFacts: r.facts(s, o),
	}, []RecipeResult{}}
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			codes := warningCodes(rowOf(s, j, t))
			for _, result := range t.Results {
				out.Results = append(out.Results, RecipeResult{
					Job: j.ID, Test: t.Test, Round: result.Round, SamplesNS: orEmpty(result.SamplesNS), Exchanges: result.Exchanges, Published: result.Published, Warnings: codes,
					MeasuredWith: r.measuredWith(result),
				})
			}
		}
	}
	return out
}
