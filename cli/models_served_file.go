package cli

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"dragstrip/bench"
	"dragstrip/models"
)

// from is where the choice learns what servers have.
func (c *engineChoice) from() serverSource {
	if c.source != nil {
		return *c.source
	}
	return c.env.asking(c.env.saySlowDigest)
}

// withFile adds what the file of a served model says, if the server names the
// file, or names the model by its path, and the file is on this machine. So one
// model has the same name on all engines.
func (c *engineChoice) withFile(m bench.Model, b bench.EngineBuild) bench.Model {
	place := cmp.Or(m.Path, m.Served)
	if len(m.Files) == 1 {
		c.files.digests[m.Served] = m.Files[0].SHA256
	}
	m.Path, m.Files = "", nil
	if b.Traits.Elsewhere || !filepath.IsAbs(place) {
		return m
	}
	f, err := c.from().look(place)
	if err != nil {
		return m
	}
	place = withoutLinks(f.Path)
	m = asServed(f.Model, m.Served)
	c.files.of[m.Served] = place
	c.files.at[place] = append(c.files.at[place], m)
	return m
}

// fileOf is the file of a served model, if it is on this machine and one of the
// chosen builds reads such files. The model is then measured on both engines.
func (c *engineChoice) fileOf(m bench.Model) string {
	place := c.files.of[m.Served]
	file := m
	file.Served = ""
	if place == "" || !anyReads(c.builds, file) {
		return ""
	}
	c.files.chosen[place] = append(c.files.chosen[place], m) // a file may have several names
	return place
}

// twinOf finds the model among chosen that computes the same as m, because each
// server that has it has one file for both names.
func (c *engineChoice) twinOf(m bench.Model, chosen []bench.Model) (twin bench.Model, found bool) {
	digest := c.files.digests[m.Served]
	at := slices.IndexFunc(chosen, func(have bench.Model) bool {
		return have.Served == m.Served || digest != "" && digest == c.files.digests[have.Served] && c.haveBoth(m, have)
	})
	if at < 0 {
		return twin, false
	}
	return chosen[at], true
}

// haveBoth tells whether each chosen server that has one of two models has the other
// one, too.
func (c *engineChoice) haveBoth(a, b bench.Model) bool {
	for _, names := range c.names {
		if names[a.Served] != names[b.Served] {
			return false
		}
	}
	return true
}

// sayTwin says that two names are measured once.
func (c *engineChoice) sayTwin(name, as string) {
	if name != as {
		fmt.Fprintf(c.env.err, "note: %s and %s are the same weights, so they are measured once, as %s\n", bench.Clean(as), bench.Clean(name), bench.Clean(as))
	}
}

// servedFrom are the served models of a file: those that the user named, or the
// first one that the servers list. Each has the same name as the file's own model,
// so that both are one model in tables.
func (c *engineChoice) servedFrom(ctx context.Context, f models.Found) (out []bench.Model, err error) {
	place, err := c.copyOf(ctx, f)
	if err != nil || place == "" {
		return nil, err
	}
	for _, served := range c.files.chosen[place] {
		out = append(out, asServed(f.Model, served.Served))
	}
	for _, b := range c.builds { // servers may know one file by different names
		if slices.ContainsFunc(out, func(m bench.Model) bool { return c.names[b.ID][m.Served] }) {
			continue
		}
		for _, served := range c.files.at[place] {
			if c.names[b.ID][served.Served] {
				out = append(out, asServed(f.Model, served.Served))
				break
			}
		}
	}
	return out, nil
}

// withCopies adds a file to the models of a plan, and after it what the chosen
// servers have of it, so that these are compared with the file. It adds nothing if no
// chosen build can measure it.
func (c *engineChoice) withCopies(ctx context.Context, out []bench.Model, f models.Found) (_ []bench.Model, copies int, err error) {
	served, err := c.servedFrom(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	if twin, has := alreadyIn(out, served); has {
		c.sayTwin(f.Path, twin.Served)
		return out, len(served), nil
	}
	if c.keeps(f.Model) {
		out = append(out, f.Model)
	}
	return append(out, served...), len(served), nil
}

// filesFirst moves the first few models, which only servers have, behind the others.
func filesFirst(found []bench.Model, few int) []bench.Model {
	return slices.Concat(found[few:], found[:few])
}

// namesOf are all names by which the servers know the file of a served model.
func (c *engineChoice) namesOf(m bench.Model) (names []string) {
	for _, one := range c.files.at[c.files.of[m.Served]] {
		names = append(names, one.Served)
	}
	return names
}

// copyOf is the place of the file that a server serves and that has the same
// content as f: f itself, or a copy in the store of the server. It is "" if there
// is none.
func (c *engineChoice) copyOf(ctx context.Context, f models.Found) (place string, err error) {
	own := withoutLinks(f.Path)
	switch {
	case len(c.files.at[own]) > 0:
		return own, nil
	case f.Format != models.FormatGGUF || len(models.Parts(f.Model)) != 1:
		return "", nil // a store's copy is one file
	}
	for _, m := range c.listed { // in the order of the list
		at := c.files.of[m.Served]
		if at == "" || m.SizeBytes != f.SizeBytes {
			continue
		}
		same, err := c.from().same(ctx, own, at)
		switch {
		case ctx.Err() != nil:
			return "", ctx.Err()
		case err == nil && same:
			return at, nil
		}
	}
	return "", nil
}

// alreadyIn finds one of the copies of a file among the models that are measured.
func alreadyIn(measured, copies []bench.Model) (bench.Model, bool) {
	for _, m := range copies {
		if slices.ContainsFunc(measured, func(have bench.Model) bool { return have.Served == m.Served }) {
			return m, true
		}
	}
	return bench.Model{}, false
}

// asServed is the model of a file under the name by which a server serves it.
func asServed(m bench.Model, name string) bench.Model {
	m.Path, m.Files, m.Served = "", nil, name
	return m
}

// withoutLinks is a path without symbolic links, if they can be followed.
func withoutLinks(path string) string {
	if place, err := filepath.EvalSymlinks(path); err == nil {
		return place
	}
	return path
}
