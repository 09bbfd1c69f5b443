package report

import (
	"fmt"
	"slices"

	"dragstrip/bench"
)

// packedRecipe is a recipe as it is written into a report. It says only once
// what several jobs have in common, so that a report with many jobs can still be
// posted. Recipes of schema 1 repeated everything for each job and each round.
// dragstrip can still read them.
type packedRecipe struct {
	recipeHead                     // the plan in it has no jobs; they are in Jobs
	Models     []bench.Model       `json:"models"`
	Builds     []bench.EngineBuild `json:"builds"`
	Jobs       []packedJob         `json:"jobs"`
	// Others are results that differ from what their job says.
	Others []RecipeResult `json:"other_results,omitempty"`
}

// packedJob is a job and its results. Its own fields replace the fields of
// bench.Job that have the same names.
type packedJob struct {
	bench.Job
	// Model and Build are positions in the recipe's lists, from 0.
	Model int `json:"model"`
	Build int `json:"build"`
	MeasuredWith
	Tests []packedTest `json:"tests"`
}

// packedTest is a test of a job with its samples by round. null stands for a
// round without a result.
type packedTest struct {
	bench.Test
	SamplesNS [][]int64 `json:"samples_ns,omitempty"`
	Warnings  []string  `json:"warnings,omitempty"`
}

// packed makes the recipe short, because the packed form says only once what
// several jobs have in common.
func (c Recipe) packed() packedRecipe {
	p := packedRecipe{recipeHead: c.recipeHead, Models: []bench.Model{}, Builds: []bench.EngineBuild{}, Jobs: []packedJob{}}
	p.Plan.Jobs = nil
	models, builds := listOnce[bench.Model]{&p.Models, map[string]int{}}, listOnce[bench.EngineBuild]{&p.Builds, map[string]int{}}
	at := map[string]int{}
	for i, j := range c.Plan.Jobs {
		at[j.ID] = i
		job := packedJob{Job: j, Model: models.index(j.Model), Build: builds.index(j.Build), Tests: []packedTest{}}
		for _, t := range j.Tests {
			job.Tests = append(job.Tests, packedTest{Test: t})
		}
		p.Jobs = append(p.Jobs, job)
	}
	for _, r := range c.Results {
		i, known := at[r.Job]
		if !known || !p.Jobs[i].take(r) {
			p.Others = append(p.Others, r)
		}
	}
	return p
}

// take stores a result in the result's job. It gives false if the result does
// not fit there, for example because another build measured it, because the
// round already has a result, or because a server answered.
func (j *packedJob) take(r RecipeResult) bool {
	i := slices.IndexFunc(j.Tests, func(t packedTest) bool { return t.Test == r.Test })
	if i < 0 || r.Published != nil || len(r.Exchanges) > 0 || r.Round < 0 || r.Round >= bench.MaxRepetitions {
		return false
	}
	t := &j.Tests[i]
	none := !slices.ContainsFunc(j.Tests, func(t packedTest) bool { return t.SamplesNS != nil })
	switch {
	case none:
		j.MeasuredWith = r.MeasuredWith
	case j.MeasuredWith != r.MeasuredWith:
		return false
	}
	switch {
	case t.SamplesNS == nil:
		t.Warnings = r.Warnings
	case !slices.Equal(t.Warnings, r.Warnings):
		return false
	}
	for len(t.SamplesNS) <= r.Round {
		t.SamplesNS = append(t.SamplesNS, nil)
	}
	if t.SamplesNS[r.Round] != nil {
		return false // a job that was queued again has a round twice
	}
	t.SamplesNS[r.Round] = orEmpty(r.SamplesNS)
	return true
}

// unpacked is the recipe in full: everything is repeated for each job.
func (p packedRecipe) unpacked() (Recipe, error) {
	c := Recipe{p.recipeHead, []RecipeResult{}}
	c.Plan.Jobs = []bench.Job{}
	for _, j := range p.Jobs {
		if j.Model < 0 || j.Model >= len(p.Models) || j.Build < 0 || j.Build >= len(p.Builds) {
			return c, fmt.Errorf("the plan in it is not possible: job %s names a model or an engine build that is not there", bench.CleanLine(j.ID, 64))
		}
		job := j.Job
		job.Model, job.Build, job.Tests = p.Models[j.Model], p.Builds[j.Build], nil
		for _, t := range j.Tests {
			job.Tests = append(job.Tests, t.Test)
			for round, samples := range t.SamplesNS {
				if samples == nil {
					continue
				}
				c.Results = append(c.Results, RecipeResult{
					Job: j.ID, Test: t.Test, Round: round, SamplesNS: samples, MeasuredWith: j.MeasuredWith, Warnings: t.Warnings,
				})
			}
		}
		c.Plan.Jobs = append(c.Plan.Jobs, job)
	}
	c.Results = append(c.Results, p.Others...)
	return c, nil
}
