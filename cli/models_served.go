package cli

import (
	"context"
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/models"
)

// served divides the names of models that the user gave. found are the models
// that a chosen engine serves by one of these names. rest are all other names,
// such as paths. If a file has the same name as a served model, the name means
// the file; [engineChoice.servedFrom] then finds the served model. Of several names
// of one model the first one counts. If a chosen server does not list its models, a
// name that is no path is passed on to it.
func (c *engineChoice) served(ctx context.Context, named []string) (found []bench.Model, rest []string, err error) {
	var listed []bench.Model
	if len(c.asked) > 0 {
		if listed, err = c.listServed(ctx); err != nil {
			return nil, nil, err
		}
	}
	names := make([][]string, len(listed))
	for i, m := range listed {
		names[i] = []string{m.Served, c.shortNames[m.Served], m.Name}
		slices.Sort(names[i])
		names[i] = slices.Compact(names[i])
	}
	serves := naming.New(names)
	var chosen []bench.Model
	for _, name := range named {
		hits, fit := serves.Find(name)
		switch {
		case exists(name):
			rest = append(rest, name)
		case len(hits) == 1 && fit >= naming.SameWords:
			m := listed[hits[0]]
			if twin, has := c.twinOf(m, chosen); has {
				c.sayTwin(m.Served, twin.Served)
				c.files.addTwin(m.Served, twin.Served)
				continue
			}
			chosen = append(chosen, m)
			if path := c.fileOf(m); path != "" {
				rest = append(rest, path) // servedFrom then finds the served model, too
			} else {
				found = append(found, m)
			}
		case c.anyName && !models.LooksLikePath(name):
			m, err := anyName(name)
			if err != nil {
				return nil, nil, err
			}
			found = append(found, m)
		default:
			rest = append(rest, name)
		}
	}
	return found, rest, nil
}

// listServed asks each chosen build that serves models for their names. A name
// that several of them serve is listed once. anyName is set if one of them does
// not list its models.
func (c *engineChoice) listServed(ctx context.Context) ([]bench.Model, error) {
	c.search()
	if c.err != nil {
		return nil, c.err
	}
	var all []bench.Model
	c.shortNames, c.files, c.names = map[string]string{}, noServedFiles(), map[string]map[string]bool{}
	for _, b := range c.builds {
		kind, ok := c.env.kinds.Kind(b.Engine)
		if !ok || kind.Served == nil {
			continue
		}
		served, err := c.from().list(ctx, b)
		if err != nil {
			return nil, fmt.Errorf("list the models of %s: %w", bench.Clean(b.ID), err)
		}
		if kind.NeedsAddress() && len(served) == 0 {
			c.anyName = true
			continue
		}
		c.names[b.ID] = map[string]bool{}
		for _, m := range served {
			c.names[b.ID][m.Served] = true
			if !slices.ContainsFunc(all, func(have bench.Model) bool { return have.Served == m.Served }) {
				c.shortNames[m.Served] = m.Name
				all = append(all, c.withFile(m, b))
			}
		}
	}
	c.listed = all
	return all, nil
}

// anyName makes a model of a name that only the server knows.
func anyName(name string) (bench.Model, error) {
	if bench.CleanLine(name, bench.MaxServedName) != name {
		return bench.Model{}, usagef("the name of a served model is one line of at most %d printable characters", bench.MaxServedName)
	}
	return bench.Model{Name: name, Served: name}, nil
}
