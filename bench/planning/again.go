package planning

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Again turns what was measured before into a plan for this machine: each
// model by the digest of its file, each engine build by what it says of itself.
type Again struct {
	Old    *bench.Session
	Models ModelsHere
	Builds BuildsHere

	taken Taken
}

// Taken is a plan for what was taken on this machine, and how far that is not
// what was measured.
type Taken struct {
	Plan bench.Plan
	// Doubts are differences that have to be accepted, each with its remedy.
	Doubts []string
	// Notes are worth saying and stop nothing.
	Notes []string
}

func (a *Again) doubt(format string, args ...any) {
	a.taken.Doubts = added(a.taken.Doubts, format, args)
}

func (a *Again) note(format string, args ...any) { a.taken.Notes = added(a.taken.Notes, format, args) }

// added says everything once.
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
