package planning

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Again makes a plan for this machine from a session that was measured before.
// It finds each model by the digest of its file, and each engine build by what
// the build says about itself.
type Again struct {
	Old    *bench.Session
	Models ModelsHere
	Builds BuildsHere

	taken Taken
}

// Taken is a plan for the models and builds that were found on this machine. It
// says how these differ from what was measured.
type Taken struct {
	Plan bench.Plan
	// Builds are the builds that were found, in the order of [BuildsOf].
	Builds []bench.EngineBuild
	// Doubts are differences that somebody must accept, each with its remedy.
	Doubts []string
	// Notes are worth saying, but nobody needs to accept them.
	Notes []string
}

func (a *Again) doubt(format string, args ...any) {
	a.taken.Doubts = added(a.taken.Doubts, format, args)
}

func (a *Again) note(format string, args ...any) { a.taken.Notes = added(a.taken.Notes, format, args) }

// added adds a text, unless it is already there.
func added(to []string, format string, args []any) []string {
	if text := fmt.Sprintf(format, args...); !slices.Contains(to, text) {
		return append(to, text)
	}
	return to
}

func modelKey(m bench.Model) string { return m.Label() + "\x00" + m.Key() }

func buildKey(b bench.EngineBuild) string {
	return strings.Join([]string{b.ID, b.Engine, b.Version, b.Library, fmt.Sprint(b.Number), b.Commit, strings.Join(b.Backends, ","), strings.Join(b.Env, " ")}, "\x00")
}

// buildLabel names the build that a job was measured with. Variants of one build
// have the variables that were set for them in their names.
func buildLabel(j *bench.JobState) string {
	label := bench.Clean(j.BuildName())
	var set []string
	for _, variable := range j.BuildUsed().Env {
		set = append(set, bench.ShownVariable(variable))
	}
	if len(set) > 0 {
		label += " with " + strings.Join(set, " ")
	}
	return label
}

// buildHere names a build of this machine as `dragstrip engines` lists it.
func buildHere(b bench.EngineBuild) string {
	if b.ID != "" {
		return b.ID
	}
	return b.ShortCommand()
}
