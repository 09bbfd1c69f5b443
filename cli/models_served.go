package cli

import (
	"context"
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// served divides the names of models that the user gave. found are the models
// that a chosen engine serves by one of these names. rest are all other names,
// such as paths. If a file has the same name as a served model, the name means
// the file.
func (c *engineChoice) served(ctx context.Context, named []string) (found []bench.Model, rest []string, err error) {
	var listed []bench.Model
	if len(c.asked) > 0 {
		if listed, err = c.listServed(ctx); err != nil {
			return nil, nil, err
		}
	}
	names := make([][]string, len(listed))
	for i, m := range listed {
		names[i] = []string{m.Served}
	}
	serves := naming.New(names)
	for _, name := range named {
		hits, fit := serves.Find(name)
		if exists(name) || len(hits) != 1 || fit < naming.SameWords {
			rest = append(rest, name)
			continue
		}
		found = append(found, listed[hits[0]])
	}
	return found, rest, nil
}

// listServed asks each chosen build that serves models for their names.
func (c *engineChoice) listServed(ctx context.Context) ([]bench.Model, error) {
	c.search()
	var all []bench.Model
	for _, b := range c.builds {
		kind, ok := c.env.kinds.Kind(b.Engine)
		if !ok || kind.Served == nil {
			continue
		}
		served, err := kind.Served(ctx, c.env.folders(), b)
		if err != nil {
			return nil, fmt.Errorf("list the models of %s: %w", bench.Clean(b.ID), err)
		}
		all = append(all, served...)
	}
	return all, nil
}
