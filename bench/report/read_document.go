package report

import (
	"encoding/json"
	"fmt"

	"dragstrip/bench"
)

// readDocument reads a report as JSON.
func readDocument(text []byte) (*bench.Session, error) {
	var d Document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("it is not the JSON that `dragstrip report --format json` writes: %s", quoted(bench.JSONFault(err)))
	}
	if d.Schema > JSONSchema {
		return nil, newerDragstrip(d.DragstripVersion)
	}
	if d.Schema == 0 || len(d.Jobs) == 0 {
		return nil, fmt.Errorf("%w: it is not the JSON that `dragstrip report --format json` writes", ErrNoRecipe)
	}
	return d.recipe().checked()
}

// recipe makes a recipe from a document.
func (d Document) recipe() Recipe {
	c := Recipe{recipeHead: recipeHead{
		Schema: RecipeSchema, Version: d.DragstripVersion, Session: d.Session.ID, Machine: d.Machine.Line,
		Started: d.Session.Started, Finished: d.Session.Finished, DocumentTimes: d.Session.DocumentTimes, Outcome: d.Session.Outcome, Plan: d.plan(), Imported: d.Imported,
		recipeFacts: recipeFacts{Hardware: &d.Machine, Bandwidth: d.Bandwidth, Added: d.Session.AddedRounds, Noted: d.Warnings},
	}}
	for _, j := range d.Jobs {
		for _, m := range j.Memory {
			c.Memory = append(c.Memory, recipeMemory{j.ID, m})
		}
		if len(j.Told) > 0 {
			c.Told = append(c.Told, recipeTold{j.ID, bench.SettingsTold{Settings: j.Told}})
		}
		for _, ns := range j.LoadsNS {
			c.Loads = append(c.Loads, recipeLoad{j.ID, bench.ModelLoaded{NS: ns}})
		}
		for _, t := range j.Tests {
			c.take(j.ID, t)
		}
	}
	return c
}

// take adds what a document says about a test.
func (c *Recipe) take(job string, t DocumentTest) {
	var codes []string
	for _, w := range t.Warnings {
		codes = append(codes, w.Code)
	}
	if t.Scatter != nil {
		c.Scatter = append(c.Scatter, bench.JobScatter{Job: job, ScatterLearned: bench.ScatterLearned{Test: t.Test, Scatter: *t.Scatter}})
	}
	if t.Expected != nil {
		c.Expected = append(c.Expected, bench.JobExpected{Job: job, SpeedExpected: bench.SpeedExpected{Test: t.Test, Expected: *t.Expected}})
	}
	for _, still := range t.Still {
		c.Still = append(c.Still, recipeStill{job, still})
	}
	for _, r := range t.Rounds {
		c.Results = append(c.Results, RecipeResult{
			Job: job, Test: t.Test, Round: r.Round, SamplesNS: r.SamplesNS, Exchanges: r.Exchanges, Published: r.Published, Warnings: codes, MeasuredWith: r.MeasuredWith,
		})
	}
}

// plan is the document's plan. Documents of earlier versions name the devices of
// a build only beside the plan, or have no plan.
func (d Document) plan() bench.Plan {
	if d.Plan == nil {
		return planOf(d)
	}
	p := *d.Plan
	devices := map[string][]bench.Device{}
	for _, j := range d.Jobs {
		devices[j.ID] = j.Build.Devices
	}
	for i := range p.Jobs {
		if b := &p.Jobs[i].Build; len(b.Devices) == 0 {
			b.Devices = devices[p.Jobs[i].ID]
		}
	}
	return p
}

// planOf makes a plan from a document that has no plan. It takes what the
// document's jobs show of the plan.
func planOf(d Document) bench.Plan {
	p := bench.Plan{Schema: bench.Schema, Session: d.Session.ID, Rounds: d.Session.Rounds, Note: d.Session.Note, Ticks: true, Hash: true, Probe: true}
	for _, j := range d.Jobs {
		build := bench.EngineBuild{
			Engine: j.Build.Engine, Version: j.Build.Version, Library: j.Build.Library, Number: j.Build.Number, Commit: j.Build.Commit,
			Backends: j.Build.Backends, Devices: j.Build.Devices, Env: j.Build.Env, Inherited: j.Build.Inherited, Origin: j.Build.Origin,
		}
		job := bench.Job{ID: j.ID, Model: j.Model, Params: j.Params, Repetitions: j.Repetitions, Build: build.WithFormerTraits()}
		for _, t := range j.Tests {
			job.Tests = append(job.Tests, t.Test)
		}
		p.Jobs = append(p.Jobs, job)
	}
	return p
}
