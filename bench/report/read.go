package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// ErrNoRecipe says that a text is not a report that dragstrip can measure
// again.
var ErrNoRecipe = errors.New("it contains no plan")

// Read makes a session from a report that dragstrip wrote, as markdown or JSON,
// here or on another machine. The session has the plan without paths, and the
// samples. Other text around the report does not matter, nor the marks of a
// quoted mail. The content comes from outside, so it is cleaned and checked. A
// model's path becomes the name of its file.
func Read(text []byte) (*bench.Session, error) {
	text = underPresentName(bytes.TrimPrefix(text, []byte("\ufeff")))
	at := bytes.Index(text, []byte(recipeMark))
	if trimmed := bytes.TrimSpace(text); at < 0 && bytes.HasPrefix(trimmed, []byte("{")) {
		return readDocument(trimmed)
	}
	if at < 0 {
		return nil, fmt.Errorf("%w: reports of older versions do not carry one; on the machine that has the session, `dragstrip report SESSION` writes a new report", ErrNoRecipe)
	}
	was, err := decodeRecipe(text[at:])
	if err != nil {
		// A mail puts a mark in front of each quoted line.
		plain := strings.NewReplacer("\r\n> ", "", "\n> ", "", "\r\n>", "", "\n>", "").Replace(string(text[at:]))
		again, badly := decodeRecipe([]byte(plain))
		if badly != nil {
			return nil, fmt.Errorf("the plan in it is damaged: %s", quoted(bench.JSONFault(err)))
		}
		was = again
	}
	return was.checked()
}

// decodeRecipe reads a recipe of any schema so far.
func decodeRecipe(text []byte) (interface {
	checked() (*bench.Session, error)
}, error,
) {
	decode := func(into any) error { return json.NewDecoder(bytes.NewReader(text)).Decode(into) }
	var head struct {
		Schema  int    `json:"dragstrip_rerun"`
		Version string `json:"dragstrip_version"`
	}
	if err := decode(&head); err != nil {
		return nil, err
	}
	switch {
	case head.Schema > RecipeSchema:
		return Recipe{recipeHead: recipeHead{Schema: head.Schema, Version: head.Version}}, nil
	case head.Schema > 1:
		var p packedRecipe
		err := decode(&p)
		return p, err
	}
	var c Recipe
	err := decode(&c)
	return c, err
}

// AsRead is a session as it would be read back from a report. It is for
// sessions whose folder comes from elsewhere.
func AsRead(s *bench.Session) (*bench.Session, error) { return NewRecipe(s, Options{}).checked() }

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
	c := Recipe{recipeHead: recipeHead{
		Schema: RecipeSchema, Version: d.DragstripVersion, Session: d.Session.ID, Machine: d.Machine.Line,
		Started: d.Session.Started, Finished: d.Session.Finished, Outcome: d.Session.Outcome,
	}}
	if d.Plan != nil {
		c.Plan = *d.Plan
	} else {
		c.Plan = planOf(d)
	}
	for _, j := range d.Jobs {
		for _, t := range j.Tests {
			var codes []string
			for _, w := range t.Warnings {
				codes = append(codes, w.Code)
			}
			if t.Scatter != nil {
				c.Scatter = append(c.Scatter, bench.JobScatter{Job: j.ID, ScatterLearned: bench.ScatterLearned{Test: t.Test, Scatter: *t.Scatter}})
			}
			for _, r := range t.Rounds {
				c.Results = append(c.Results, RecipeResult{
					Job: j.ID, Test: t.Test, Round: r.Round, SamplesNS: r.SamplesNS, Warnings: codes,
					measuredWith: measuredWith{Backend: r.Backend, Threads: r.Threads},
				})
			}
		}
	}
	return c.checked()
}

// planOf makes a plan from a document that has none, as far as it can be known.
func planOf(d Document) bench.Plan {
	p := bench.Plan{Schema: bench.Schema, Session: d.Session.ID, Rounds: d.Session.Rounds, Note: d.Session.Note, Ticks: true, Hash: true, Probe: true}
	for _, j := range d.Jobs {
		build := bench.EngineBuild{
			Engine: j.Build.Engine, Version: j.Build.Version, Number: j.Build.Number, Commit: j.Build.Commit,
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

// checked cleans what came from outside, and refuses what dragstrip cannot have
// written.
func (c Recipe) checked() (*bench.Session, error) {
	if c.Schema > RecipeSchema {
		return nil, newerDragstrip(c.Version)
	}
	c = eachText(c, bench.Clean)
	if err := errors.Join(bench.Admit(&c.Plan), bench.Admit(&c.Started), bench.Admit(&c.Finished)); err != nil {
		return nil, fmt.Errorf("the plan in it is not possible: %w", err)
	}
	return c.possible()
}

// checked cleans before it unpacks: a text that stands once for a thousand jobs
// must not be copied a thousand times.
func (p packedRecipe) checked() (*bench.Session, error) {
	p = eachText(p, bench.Clean)
	if err := bench.Admit(&p); err != nil {
		return nil, fmt.Errorf("the plan in it is not possible: %w", err)
	}
	c, err := p.unpacked()
	if err != nil {
		return nil, err
	}
	return c.possible()
}

// possible refuses what cannot have been planned or measured.
func (c Recipe) possible() (*bench.Session, error) {
	check := c.Plan
	check.Jobs = nil
	for i := range c.Plan.Jobs {
		j := &c.Plan.Jobs[i]
		j.Model.Path, j.Build.Prefix = baseName(j.Model.Path), nil
		whole := *j
		// Prefix and path are found later, on this machine.
		whole.Build.Prefix = []string{"engine"}
		if whole.Model.Served == "" {
			whole.Model.Path = "model"
		}
		check.Jobs = append(check.Jobs, whole)
	}
	if err := check.Validate(); err != nil {
		return nil, fmt.Errorf("the plan in it is not possible: %w", err)
	}
	if err := c.checkResults(); err != nil {
		return nil, fmt.Errorf("the results in it are not possible: %w", err)
	}
	return c.session(), nil
}

// quoted shortens an error of the JSON reader, which may quote the text at any
// length.
func quoted(err error) string { return bench.CleanLine(err.Error(), 200) }

func newerDragstrip(version string) error {
	return fmt.Errorf("it was written by a newer dragstrip (%s); update this one", bench.CleanLine(version, 40))
}

// checkResults refuses figures that no engine can have measured. It cannot see
// whether somebody changed figures in a report, but it sees figures that are
// impossible.
func (c Recipe) checkResults() error {
	planned := map[string][]bench.Test{}
	for _, j := range c.Plan.Jobs {
		planned[j.ID] = j.Tests
	}
	type place struct {
		job   string
		test  bench.Test
		round int
	}
	seen := map[place][][]int64{} // a job that was queued again has a round twice
	for _, r := range c.Results {
		at := place{r.Job, r.Test, r.Round}
		switch name := bench.CleanLine(r.Job, 40) + " " + r.Test.String(); {
		case !slices.Contains(planned[r.Job], r.Test):
			return fmt.Errorf("its plan has no %s", name)
		case r.Round < 0 || r.Round > bench.MaxRepetitions:
			return fmt.Errorf("%s: there is no round %d", name, r.Round)
		case slices.ContainsFunc(seen[at], func(have []int64) bool { return slices.Equal(have, r.SamplesNS) }):
			return fmt.Errorf("%s: the samples of round %d are there twice", name, r.Round+1)
		case slices.ContainsFunc(r.SamplesNS, func(ns int64) bool { return !bench.CanBeSample(ns) }):
			return fmt.Errorf("%s: a repetition cannot take no time, or more than a month", name)
		}
		seen[at] = append(seen[at], r.SamplesNS)
	}
	return nil
}
