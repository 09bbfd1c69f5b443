package report

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// sameFile tells whether two models, possibly of two sessions, are one file. It
// compares their digests if both are known, otherwise their paths, otherwise
// everything that a report says about a file. Only digests are certain. A name
// alone is not enough, because files with one name can be anything.
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
	// A report has no paths.
	name := baseName(a.Path)
	return a.SizeBytes > 0 && a.SizeBytes == b.SizeBytes && name != "" && name == baseName(b.Path)
}

// digestsOf joins the digests of all files of a model. It gives "" if any of
// them is not known.
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

// sameModel tells whether two models can be in one row. They can if they are one
// file, have one name, or are one model converted for two engines.
func sameModel(a, b bench.Model) bool {
	return sameFile(a, b) || a.Label() == b.Label() || crossEngine(a, b)
}

// servesFile tells whether one of two models of a session is served by name, and
// has the weights of the other one, which is a file.
func servesFile(a, b bench.Model) bool {
	return (a.Served == "") != (b.Served == "") && a.Label() == b.Label() && a.Format == b.Format && a.SizeBytes > 0 && a.SizeBytes == b.SizeBytes && a.ParamCount == b.ParamCount
}

// sameWeights tells whether two models of a session are one model, maybe served.
func sameWeights(a, b bench.Model) bool { return a.Key() == b.Key() || servesFile(a, b) }

// modelNames are the names of models in rows. The same model has the same name
// in all sessions.
type modelNames struct {
	groups []modelGroup
	of     map[*bench.JobState]int // the group of a job's model
}

type modelGroup struct {
	name   string
	models []bench.Model
	// engines tells that the group has models for two engines.
	engines bool
	// types are what engines call the models of the group.
	types []modelType
}

// namesOf sorts the models of sessions into groups. Models of sessions that
// dragstrip did not watch come last. Such a model goes to the one group of its
// type if only the type is known, or to the one group of its stand-in.
func namesOf(sessions []*bench.Session) *modelNames {
	n := &modelNames{of: map[*bench.JobState]int{}}
	dealt := map[string]int{}
	for _, unwatched := range []bool{false, true} {
		for _, s := range sessions {
			if s.Unwatched() == unwatched {
				n.deal(s.Jobs, dealt, unwatched)
			}
		}
	}
	return n
}

// deal sorts the models of jobs into groups. dealt are the groups of models that
// were sorted before.
func (n *modelNames) deal(jobs []*bench.JobState, dealt map[string]int, unwatched bool) {
	for _, j := range jobs {
		m, is := j.Model, typeOf(j)
		key := strings.Join([]string{m.Key(), m.Label(), m.Format, m.Origin, digestsOf(m), strconv.FormatBool(unwatched), is.name}, "\x00")
		at, known := dealt[key]
		if !known {
			at = -1
			if unwatched && n.find(m) < 0 {
				at = n.foreign(m, is)
			}
			if at < 0 {
				at = n.add(m)
			}
			dealt[key] = at
		}
		if !unwatched && is.name != "" && !slices.Contains(n.groups[at].types, is) {
			n.groups[at].types = append(n.groups[at].types, is)
		}
		n.of[j] = at
	}
}

// foreign is the group of a model of a session that dragstrip did not watch, if
// the model is not found by its file or name: the only group of its type, or else
// the only group of its stand-in. It is -1 if there is none.
func (n *modelNames) foreign(m bench.Model, is modelType) int {
	if at := n.only(func(g modelGroup) bool { return slices.ContainsFunc(g.types, is.fits) }); at >= 0 {
		return at
	}
	return n.only(func(g modelGroup) bool { return g.standsInFor(m) })
}

// only is the only group that fits. It is -1 if there is no such group, or if
// there are several.
func (n *modelNames) only(fits func(modelGroup) bool) int {
	found := -1
	for at, g := range n.groups {
		if fits(g) {
			if found >= 0 {
				return -1
			}
			found = at
		}
	}
	return found
}

// standsInFor tells whether a stand-in of the group has the shape of a model, and
// so its speed.
func (g modelGroup) standsInFor(m bench.Model) bool {
	return slices.ContainsFunc(g.models, func(have bench.Model) bool {
		have.StandIn = false
		return have.Label() == m.Label()
	})
}

// add puts a model into a group and returns the group.
func (n *modelNames) add(m bench.Model) int {
	at := n.find(m)
	if at < 0 {
		at = len(n.groups)
		n.groups = append(n.groups, modelGroup{name: m.Label()})
	}
	g := &n.groups[at]
	if len(g.models) > 0 && isCopy(g.models[0].Name, m.Name) {
		plain := m
		plain.Name, _ = unmarked(m.Name)
		g.name = plain.Label()
	}
	if slices.ContainsFunc(g.models, func(have bench.Model) bool { return crossEngine(have, m) }) {
		first := g.models[0]
		first.Quant = "" // the two models differ in their quantization
		g.name, g.engines = first.Label(), true
	}
	g.models = append(g.models, m)
	return at
}

// isCopy tells whether planning told two models of one name apart by their
// files, "Tiny [a.gguf]" and "Tiny [b.gguf]". If they are copies, their row has
// the name without the files.
func isCopy(a, b string) bool {
	first, marked := unmarked(a)
	second, both := unmarked(b)
	return marked && both && a != b && first == second
}

// unmarked is a model's name without the file that planning added to it.
func unmarked(name string) (string, bool) {
	at := strings.LastIndex(name, " [")
	if at <= 0 || !strings.HasSuffix(name, "]") {
		return name, false
	}
	return name[:at], true
}

// find is the group of a model. It looks for the same file first and then for
// the same name, so that each of two files with one name finds its own group.
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

// group is the group of a job's model.
func (n *modelNames) group(j *bench.JobState) modelGroup { return n.groups[n.of[j]] }

// partner finds among jobs one with the same model, on any engine. It gives nil
// if there is none.
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
