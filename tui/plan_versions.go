package tui

import (
	"cmp"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// versions gives the builds for old against new: the two newest versions of one
// engine with the same backends. ok is false if there are no two versions.
func (s *planScreen) versions() (newer, older bench.EngineBuild, ok bool) {
	for _, b := range s.builds {
		if !s.runsChosen(b) {
			continue
		}
		var all []bench.EngineBuild
		for _, other := range s.builds {
			same := other.Engine == b.Engine && slices.Equal(other.Backends, b.Backends) && slices.Equal(other.Env, b.Env)
			if same && !slices.ContainsFunc(all, func(had bench.EngineBuild) bool { return had.Versions() == other.Versions() }) {
				all = append(all, other)
			}
		}
		// Builds without a number keep the order in which they were found, the newest
		// first.
		slices.SortStableFunc(all, func(x, y bench.EngineBuild) int { return cmp.Compare(y.Number, x.Number) })
		if len(all) > 1 {
			return all[0], all[1], true
		}
	}
	return newer, older, false
}

// tickVersions ticks the two builds for old against new, and no other. If there
// is only one version, it offers to install the newest version.
func (s *planScreen) tickVersions() action {
	newer, older, ok := s.versions()
	if !ok {
		return s.offerUpgrade()
	}
	clear(s.ticked)
	s.ticked[newer.ID], s.ticked[older.ID], s.own = true, true, true
	s.make()
	return said(bench.Clean(older.Versions() + " against " + newer.Versions()))
}

// offerUpgrade offers the newest version of the first engine that reads a chosen
// model.
func (s *planScreen) offerUpgrade() action {
	if lacking := s.lacking(); lacking != "" {
		return said(lacking)
	}
	at := slices.IndexFunc(s.builds, s.runsChosen)
	if at < 0 {
		return said("no engine on this machine can read the chosen models; to install one, press 1 (Machine), then s")
	}
	b := s.builds[at]
	name := bench.Clean(cmp.Or(b.Traits.Title, b.Engine))
	ask := func() tea.Msg { return upgradeMsg{name} }
	return open{&question{
		title: "Old against new",
		text: "Only one version of " + name + " is here: " + bench.Clean(cmp.Or(b.Versions(), b.Line())) +
			". The newest version can be installed beside it. What that takes is shown first, and the old version stays.",
		answers: []answer{{key: "y", text: "show what an upgrade takes", then: goTo{atMachine}, cmd: to(atMachine, ask)}},
	}}
}
