package sessions

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// inEngines matches the path of a build that dragstrip installed, wherever
// the data folder was when the session was measured.
var inEngines = lazyregexp.New(`[/\\]engines[/\\]([A-Za-z0-9.-]+)[/\\]`)

// installedBuilds gives the names of the builds of dragstrip's own folder that
// jobs were measured with, each once.
func installedBuilds(jobs []*bench.JobState) (names []string) {
	for _, j := range jobs {
		m := inEngines.FindStringSubmatch(strings.Join(j.Build.Prefix, " "))
		if m != nil && !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}
