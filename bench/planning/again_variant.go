package planning

import (
	"fmt"

	"dragstrip/bench"
)

// checkEnvironment says how the environment of the chosen build differs from
// the recorded one. Variables that were set for a build belong to it, so a
// difference in them is a doubt. A difference in inherited variables is only a
// note. The recorded environment is never used, because it could start any
// program.
func (a *Again) checkEnvironment(j *bench.JobState, b bench.EngineBuild) {
	was := j.BuildUsed()
	for _, c := range bench.EnvironmentChanges(was, b) {
		if was.Sets(c.Name) || b.Sets(c.Name) {
			a.doubt("engine build %s was measured in another environment: %s; --engine 'KEY=VALUE … COMMAND' sets a variable (give --engine once for each build)", buildLabel(j), changeSaid(c))
		} else {
			a.note("engine build %s was measured in another environment: %s", buildLabel(j), changeSaid(c))
		}
	}
}

func changeSaid(c bench.EnvironmentChange) string {
	said := func(value string) string {
		if value == "" {
			return bench.NotSet
		}
		return value
	}
	return fmt.Sprintf("%s was %s, and is %s now", c.Name, said(c.From), said(c.To))
}
