package predict

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

// like is the key of what was learned. Measurements that agree in the fields
// that are set have the same key. A model that was moved is the same model, so
// the keys of turns and starts do not contain the path of its file.
type like struct {
	of     string // what is kept
	model  modelOf
	quant  string
	build  string
	what   string // version and commit, if the build must be the very same
	params string
	sort   sort
	deep   bool
	test   bench.Test
	filled bool
	// noWarmup and delay change how long a turn takes.
	noWarmup bool
	delay    int
}

// modelOf identifies a model by its contents.
type modelOf struct {
	label, served string
	size, params  int64
}

func modelKey(m bench.Model) modelOf { return modelOf{m.Label(), m.Served, m.SizeBytes, m.ParamCount} }

// buildKey identifies a build in its environment. The ID has what was set for
// the build, but not what it inherits. The times of a build on a GPU say
// nothing about its times on the CPU or on a program that pretends to be a GPU.
func buildKey(j *bench.Job) string {
	parts := append([]string{j.Build.ID}, j.Build.Inherited...)
	if sort := deviceSort(j); sort == deviceSoftware || len(j.Build.Holders()) > 0 && sort == bench.DeviceCPU {
		parts = append(parts, sort)
	}
	return strings.Join(parts, "\x00")
}

// paramsKey identifies the parameters of a job. Two draft models with the same name
// are told apart by their contents.
func paramsKey(j *bench.Job) string { return j.Params.String() + draftKey(j) }

func draftKey(j *bench.Job) string {
	if j.DraftModel == nil {
		return ""
	}
	return fmt.Sprint(" ", modelKey(*j.DraftModel))
}

// sameTurn are two keys of one test. The first has the build's version. The
// second has no version: it also finds an earlier build that was started in the
// same way.
func sameTurn(j *bench.Job, t bench.Test) [2]like {
	key := like{of: "turn", model: modelKey(j.Model), build: buildKey(j), params: paramsKey(j), test: t, noWarmup: j.NoWarmup, delay: j.DelaySeconds}
	now := key
	now.what = j.Build.Versions() + " " + j.Build.Commit
	return [2]like{now, key}
}

// scatterKey is the key of what can be compared between sessions: the same test
// of the same model on the very same build.
func scatterKey(j *bench.Job, t bench.Test) like {
	key := sameTurn(j, t)[0]
	key.of = "scatter"
	return key
}

func (l like) leftFilled(filled bool) like {
	l.filled = filled
	return l
}

// nearTurn are the keys of similar tests, the most similar first. The last key
// is for other builds of the engine on a device of the same sort.
func nearTurn(j *bench.Job, t bench.Test) [6]like {
	key := like{of: "near", build: buildKey(j), sort: sortOf(t)}
	quant, model, engine := key, key, key
	engine.build = "any\x00" + j.Build.Engine + "\x00" + deviceSort(j)
	quant.quant = j.Model.Quant
	model.model = modelKey(j.Model)
	params := model
	params.params = "with " + paramsKey(j)
	deep := params
	deep.params, deep.deep = "also "+deep.params, t.Depth > 0
	return [6]like{deep, params, model, quant, key, engine}
}

// startKey is the key of what one start loads.
func startKey(j *bench.Job) like {
	return like{of: "start", model: modelKey(j.Model), build: buildKey(j), params: j.Params.Only(bench.ScopeLoad).String() + " " + j.Params.Only(bench.ScopeProcess).String() + draftKey(j)}
}

func nearStart(j *bench.Job) [2]like {
	key := like{of: "near start", build: buildKey(j)}
	model := key
	model.model = modelKey(j.Model)
	return [2]like{model, key}
}

// testKey is the key of a measured test: tests with the same key measured the
// same thing.
func testKey(j *bench.Job, t bench.Test) like {
	key := like{of: j.Model.Key(), build: buildKey(j), params: paramsKey(j), test: t}
	key.model.label = j.Model.Label()
	return key
}

// hashKey is the key of a model's files.
func hashKey(m bench.Model) like {
	return like{of: m.Key(), model: modelKey(m)}
}
