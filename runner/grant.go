package runner

import (
	"slices"

	"dragstrip/bench"
)

// Grant says which build of this machine is started if a job names a certain
// build.
//
// Plans, journals and controls are files, and their writer may have put any
// command and any environment into them. So what they name is only compared.
// What is started was found by a search of this machine or named by its user,
// and the scheduler gets it in a grant.
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

// With adds one grant. If there is one for the same command already, that one
// stays.
func (g Grants) With(one Grant) Grants {
	if _, there := g.Here(one.Named); there || len(one.Here.Prefix) == 0 {
		return g
	}
	return append(g, one)
}

// Here is the build that is started if a job names a certain one.
func (g Grants) Here(named bench.EngineBuild) (bench.EngineBuild, bool) {
	at := slices.IndexFunc(g, func(one Grant) bool {
		return one.Named.Engine == named.Engine && slices.Equal(one.Named.Prefix, named.Prefix) && slices.Equal(one.Named.Env, named.Env)
	})
	if at < 0 {
		return bench.EngineBuild{}, false
	}
	return g[at].Here, true
}
