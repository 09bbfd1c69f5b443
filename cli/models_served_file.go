package cli

import (
	"cmp"
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/models"
)

// withFile adds what the file of a served model says, if the server names the
// file, or names the model by its path, and the file is on this machine. So one
// model has the same name on all engines.
func (c *engineChoice) withFile(m bench.Model, b bench.EngineBuild) bench.Model {
	place := cmp.Or(m.Path, m.Served)
	m.Path = ""
	if b.Traits.Elsewhere || !filepath.IsAbs(place) {
		return m
	}
	f, err := models.Look(place)
	if err != nil {
		return m
	}
	return c.ofFile(f.Model, m.Served)
}

// fileOf is the file of a served model, if it is on this machine and one of the
// chosen builds reads such files. The model is then measured on both engines.
func (c *engineChoice) fileOf(m bench.Model) string {
	place := c.fileOfName[m.Served]
	file := m
	file.Served = ""
	if place == "" || !anyReads(c.builds, file) {
		return ""
	}
	c.files[place] = m // a file may have several names, and this one was chosen
	return place
}

// ofFile is the model of a file under the name by which a server serves it.
func (c *engineChoice) ofFile(m bench.Model, name string) bench.Model {
	if c.files == nil {
		c.files, c.fileOfName = map[string]bench.Model{}, map[string]string{}
	}
	place := withoutLinks(m.Path)
	m.Path, m.Files, m.Served = "", nil, name
	c.files[place], c.fileOfName[name] = m, place
	return m
}

// servedFrom is the served model of a file. It has the same name as the file's
// own model, so that both are one model in tables.
func (c *engineChoice) servedFrom(f models.Found) (bench.Model, bool) {
	served, found := c.files[withoutLinks(f.Path)]
	m := f.Model
	m.Path, m.Files, m.Served = "", nil, served.Served
	return m, found
}

// withoutLinks is a path without symbolic links, if they can be followed.
func withoutLinks(path string) string {
	if place, err := filepath.EvalSymlinks(path); err == nil {
		return place
	}
	return path
}
