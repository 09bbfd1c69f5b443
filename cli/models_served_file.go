package cli

import (
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/models"
)

// withFile adds what the file of a served model says, if the server names the
// model by a path and the file is on this machine. So one model has the same
// name on all engines.
func (c *engineChoice) withFile(m bench.Model, b bench.EngineBuild) bench.Model {
	if b.Traits.Elsewhere || !filepath.IsAbs(m.Served) {
		return m
	}
	f, err := models.Look(m.Served)
	if err != nil {
		return m
	}
	return c.ofFile(f.Model, m.Served)
}

// ofFile is the model of a file under the name by which a server serves it.
func (c *engineChoice) ofFile(m bench.Model, name string) bench.Model {
	if c.files == nil {
		c.files = map[string]bench.Model{}
	}
	place := withoutLinks(m.Path)
	m.Path, m.Files, m.Served = "", nil, name
	c.files[place] = m
	return m
}

// servedFrom is the served model whose file is at a path.
func (c *engineChoice) servedFrom(path string) (bench.Model, bool) {
	m, found := c.files[withoutLinks(path)]
	return m, found
}

// withoutLinks is a path without symbolic links, if they can be followed.
func withoutLinks(path string) string {
	if place, err := filepath.EvalSymlinks(path); err == nil {
		return place
	}
	return path
}
