package runner

import (
	"slices"

	"dragstrip/bench"
)

// Grant permits starting a build of this machine: if a job names the build
// Named, the build Here is started.
//
// Plans, journals and controls are files. Their writer may have put any command
// and any environment into them, so a build that they name is never started; it
// is only compared with Named. Here was found by a search of this machine, or
// the user named it.
type Grant struct {
	Named bench.EngineBuild `json:"named"`
	Here  bench.EngineBuild `json:"here"`
}

// Grants are all the builds that a scheduler may start.
type Grants []Grant

// GrantsFor makes grants for jobs whose builds were just found or named.
func GrantsFor(jobs []bench.Job) Grants {
	var g Grants
	for _, j := range jobs {
		g = g.With(Grant{Named: j.Build, Here: j.Build})
	}
	return g
}

// With adds a grant. It adds nothing if there already is a grant for the same
// build.
func (g Grants) With(one Grant) Grants {
	if _, there := g.Here(one.Named); there || len(one.Here.Prefix) == 0 {
		return g
	}
	return append(g, one)
}

// Here returns the build that is started if a job names a certain build.
func (g Grants) Here(named bench.EngineBuild) (bench.EngineBuild, bool) {
	at := slices.IndexFunc(g, func(one Grant) bool { return SameCommand(one.Named, named) })
	if at < 0 {
		return bench.EngineBuild{}, false
	}
	return g[at].Here, true
}

// SameCommand tells whether two records of a build start the same program with
// the same arguments in the same environment.
func SameCommand(a, b bench.EngineBuild) bool {
	return a.Engine == b.Engine && slices.Equal(a.Prefix, b.Prefix) && slices.Equal(a.Env, b.Env)
}
