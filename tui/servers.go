package tui

import (
	"cmp"
	"slices"

	"dragstrip/bench"
)

// engineBuilds are all builds that can be ticked: those that were found, and after
// them the servers.
func (d *desk) engineBuilds() []bench.EngineBuild {
	all := slices.Clone(d.builds)
	for _, s := range d.servers {
		if _, found := d.buildOf(s.Build.ID); !found {
			all = append(all, s.Build)
		}
	}
	return all
}

// buildOf finds one of the builds that were found. Servers are none of them, unless
// the user named them.
func (d *desk) buildOf(id string) (bench.EngineBuild, bool) {
	at := slices.IndexFunc(d.builds, func(b bench.EngineBuild) bool { return b.ID == id })
	if at < 0 {
		return bench.EngineBuild{}, false
	}
	return d.builds[at], true
}

// nameOf is the name of a build in lists.
func (d *desk) nameOf(b bench.EngineBuild) string {
	return cmp.Or(d.buildNames[b.ID], buildName(b))
}

// serverOf finds what is known about a build that is a server.
func (d *desk) serverOf(b bench.EngineBuild) (Server, bool) {
	at := slices.IndexFunc(d.servers, func(s Server) bool { return s.Build.ID == b.ID })
	if at < 0 {
		return Server{}, false
	}
	return d.servers[at], true
}

// runs tells whether a build can measure a model: it reads the model's file, or
// serves the model.
func runs(b bench.EngineBuild, m Model) bool {
	_, serves := m.servedBy(b)
	return serves || m.Served == "" && b.Traits.Reads(m.Model)
}

// servedBy gives the name by which a build serves the model.
func (m Model) servedBy(b bench.EngineBuild) (name string, serves bool) {
	at := slices.IndexFunc(m.Services, func(s Service) bool { return s.Build == b.ID })
	if at < 0 {
		return "", false
	}
	return m.Services[at].Name, true
}

// engines names the engines that can measure the model: the one that reads its
// file, and those that serve it.
func (m Model) engines() (titles []string) {
	if m.Engine != "" {
		titles = append(titles, m.Engine)
	}
	for _, s := range m.Services {
		if !slices.Contains(titles, s.Title) {
			titles = append(titles, s.Title)
		}
	}
	return titles
}

// hinders says why a build cannot measure a model.
func (d *desk) hinders(b bench.EngineBuild, m Model) Hindrance {
	if runs(b, m) || d.Plans.Hinders == nil {
		return Hindrance{}
	}
	return d.Plans.Hinders(b, m)
}

// measures tells whether any engine build on this machine can measure a model.
func (d *desk) measures(m Model) bool {
	return slices.ContainsFunc(d.engineBuilds(), func(b bench.EngineBuild) bool { return runs(b, m) })
}

// refused says why a model cannot be measured here. It gives "" if the model
// can be measured.
func (d *desk) refused(m Model) string {
	if m.Refused == "" && d.buildsKnown && !d.measures(m) {
		return m.Unread
	}
	return m.Refused
}

// runsChosen tells whether a build can measure one of the marked models.
func (d *desk) runsChosen(b bench.EngineBuild) bool {
	return slices.ContainsFunc(d.chosen(), func(m Model) bool { return runs(b, m) })
}
