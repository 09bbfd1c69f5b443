package report

import (
	"slices"
	"strings"

	"dragstrip/bench"
)

// sameFile tells whether two models, maybe of two sessions, are one file: by
// their digests where both are known, by where they lie, or by all that a
// report says of a file. It is certain only of the first; a name alone is not
// enough, because files of one name may be anything.
func sameFile(a, b bench.Model) bool {
	x, y := digestsOf(a), digestsOf(b)
	switch {
	case x != "" && y != "":
		return x == y
	case otherFile(a, b) || a.Format != b.Format || a.StandIn != b.StandIn || a.Quant != b.Quant:
		return false
	case a.Served != "" || b.Served != "":
		return a.Served == b.Served
	case isPlace(a.Path) && isPlace(b.Path):
		return a.Path == b.Path
	}
	// A report leaves the places out.
	name := baseName(a.Path)
	return a.SizeBytes > 0 && a.SizeBytes == b.SizeBytes && name != "" && name == baseName(b.Path)
}

// digestsOf are those of all its files, "" where any is not known.
func digestsOf(m bench.Model) string {
	var all []string
	for _, f := range m.Files {
		if f.SHA256 == "" {
			return ""
		}
		all = append(all, f.SHA256)
	}
	return strings.Join(all, " ")
}

func isPlace(p string) bool { return strings.ContainsAny(p, `/\`) }

// sameModel tells whether two models can stand in one row: they are one file,
// go by one name, or are one model converted for two engines.
func sameModel(a, b bench.Model) bool {
	return sameFile(a, b) || a.Label() == b.Label() || crossEngine(a, b)
}

// modelNames is what rows call models: those that are the same have one name,
// in whichever session they were measured and whatever else it held.
type modelNames struct {
	groups []modelGroup
	of     map[*bench.JobState]int // the group of a job's model
}

type modelGroup struct {
	name   string
	models []bench.Model
	// engines tells whether it is there for two.
	engines bool
}

// namesOf deals the models of sessions out to groups.
func namesOf(sessions []*bench.Session) *modelNames {
	n := &modelNames{of: map[*bench.JobState]int{}}
	dealt := map[string]int{}
	for _, j := range jobsOf(sessions) {
		m := j.Model
		key := strings.Join([]string{m.Key(), m.Label(), m.Format, m.Origin, digestsOf(m)}, "\x00")
		at, known := dealt[key]
		if !known {
			at = n.add(m)
			dealt[key] = at
		}
		n.of[j] = at
	}
	return n
}

// add deals a model out and gives its group.
func (n *modelNames) add(m bench.Model) int {
	at := n.find(m)
	if at < 0 {
		at = len(n.groups)
		n.groups = append(n.groups, modelGroup{name: m.Label()})
	}
	g := &n.groups[at]
	if slices.ContainsFunc(g.models, func(have bench.Model) bool { return crossEngine(have, m) }) {
		first := g.models[0]
		first.Quant = "" // what the two differ in
		g.name, g.engines = first.Label(), true
	}
	g.models = append(g.models, m)
	return at
}

// find is the group of a model: that of the same file before that of the same
// name, so that of two files of one name each finds its own.
func (n *modelNames) find(m bench.Model) int {
	for _, same := range []func(a, b bench.Model) bool{sameFile, sameModel} {
		at := slices.IndexFunc(n.groups, func(g modelGroup) bool {
			return slices.ContainsFunc(g.models, func(have bench.Model) bool { return same(have, m) })
		})
		if at >= 0 {
			return at
		}
	}
	return -1
}

// group is that of a job's model.
func (n *modelNames) group(j *bench.JobState) modelGroup { return n.groups[n.of[j]] }

// partner is the job among some that is of the same model, on whichever engine,
// or nil.
func (n *modelNames) partner(jobs []*bench.JobState, of *bench.JobState) *bench.JobState {
	if i := slices.IndexFunc(jobs, func(j *bench.JobState) bool { return n.of[j] == n.of[of] }); i >= 0 {
		return jobs[i]
	}
	return nil
}

func jobsOf(sessions []*bench.Session) []*bench.JobState {
	var out []*bench.JobState
	for _, s := range sessions {
		out = append(out, s.Jobs...)
	}
	return out
}
