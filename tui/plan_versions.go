package tui

import (
	"cmp"
	"slices"

	"dragstrip/bench"
)

// versions are the builds for old against new: the two newest versions of one
// engine with the same backends. ok is false if there are no two.
func (s *planScreen) versions() (newer, older bench.EngineBuild, ok bool) {
	for _, b := range s.builds {
		if !slices.ContainsFunc(s.chosen(), func(m Model) bool { return b.Traits.Reads(m.Model) }) {
			continue
		}
		var all []bench.EngineBuild
		for _, other := range s.builds {
			same := other.Engine == b.Engine && slices.Equal(other.Backends, b.Backends) && slices.Equal(other.Env, b.Env)
			if same && !slices.ContainsFunc(all, func(had bench.EngineBuild) bool { return had.Versions() == other.Versions() }) {
				all = append(all, other)
			}
		}
		// Builds that are not numbered stay as they were found, the newest first.
		slices.SortStableFunc(all, func(x, y bench.EngineBuild) int { return cmp.Compare(y.Number, x.Number) })
		if len(all) > 1 {
			return all[0], all[1], true
		}
	}
	return newer, older, false
}

// tickVersions ticks the two builds for old against new, and no other.
func (s *planScreen) tickVersions() action {
	newer, older, ok := s.versions()
	if !ok {
		return said("only one version of each engine is here; dragstrip setup --upgrade puts the newest beside it")
	}
	clear(s.ticked)
	s.ticked[newer.ID], s.ticked[older.ID], s.own = true, true, true
	s.make()
	return said(bench.Clean(older.Versions() + " against " + newer.Versions()))
}
