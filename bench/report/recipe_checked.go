package report

import (
	"fmt"
	"slices"

	"dragstrip/bench"
)

// AsRead is a session as it would be read back from a report. It is for
// sessions whose folder comes from elsewhere.
func AsRead(s *bench.Session) (*bench.Session, error) { return NewRecipe(s, Options{}).checked() }

// checked cleans what came from outside, and refuses what dragstrip cannot have
// written.
func (c Recipe) checked() (*bench.Session, error) {
	if c.Schema > RecipeSchema {
		return nil, newerDragstrip(c.Version)
	}
	c = eachText(c, bench.Clean)
	if err := bench.Admit(&c.recipeHead); err != nil {
		return nil, fmt.Errorf("the plan in it is not possible: %w", err)
	}
	return c.possible()
}

// checked cleans before it unpacks. If a thousand jobs share a text, the packed
// form has the text only once. After unpacking, the text would have to be
// cleaned a thousand times.
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

// possible makes the session. It refuses what cannot have been planned or
// measured.
func (c Recipe) possible() (*bench.Session, error) {
	check := c.Plan
	check.Jobs = nil
	for i := range c.Plan.Jobs {
		j := &c.Plan.Jobs[i]
		j.Model.Path, j.Build.Prefix = baseName(j.Model.Path), nil
		if j.DraftModel != nil {
			j.DraftModel.Path = baseName(j.DraftModel.Path)
			if !bench.IsDraftFile(j.Params[bench.Draft]) {
				j.DraftModel = nil // no parameter turns it on
			}
		}
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
	for i := range c.Added {
		if err := bench.Admit(&c.Added[i]); err != nil {
			return nil, fmt.Errorf("the added rounds in it are not possible: %w", err)
		}
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
	type turn struct {
		job   string
		test  bench.Test
		round int
	}
	seen := map[turn][][]int64{} // a job that was queued again has a round twice
	for _, r := range c.Results {
		at := turn{r.Job, r.Test, r.Round}
		switch name := bench.CleanLine(r.Job, 40) + " " + r.Test.String(); {
		case !slices.Contains(planned[r.Job], r.Test):
			return fmt.Errorf("its plan has no %s", name)
		case r.Round < 0 || r.Round > bench.MaxRepetitions:
			return fmt.Errorf("%s: there is no round %d", name, r.Round)
		case slices.ContainsFunc(seen[at], func(have []int64) bool { return slices.Equal(have, r.SamplesNS) }):
			return fmt.Errorf("%s: the samples of round %d are there twice", name, r.Round+1)
		case slices.ContainsFunc(r.SamplesNS, func(ns int64) bool { return !bench.CanBeSample(ns) }):
			return fmt.Errorf("%s: a repetition has a time of zero or of more than a month, which is not possible", name)
		}
		seen[at] = append(seen[at], r.SamplesNS)
	}
	return nil
}
