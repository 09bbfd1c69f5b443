package predict

import (
	"dragstrip/bench"
)

// like is what two measurements have in common: what is kept under one can be
// found by whoever is like it in the fields that are set. The place of a file
// says nothing: a model that was moved is the same one.
type like struct {
	of     string // what is kept
	model  modelOf
	quant  string
	build  string
	what   string // version and commit, where the build must be the very same
	params string
	sort   sort
	deep   bool
	test   bench.Test
	filled bool
	// noWarmup and delay belong to what a turn is.
	noWarmup bool
	delay    int
}

// modelOf is a model by what it holds.
type modelOf struct {
	label, served string
	size, params  int64
}

func modelKey(m bench.Model) modelOf { return modelOf{m.Label(), m.Served, m.SizeBytes, m.ParamCount} }

// sameTurn are the keys of one test: by the build as it is now, and by the
// place where a build was that has been replaced since.
func sameTurn(j *bench.Job, t bench.Test) [2]like {
	key := like{of: "turn", model: modelKey(j.Model), build: j.Build.ID, params: j.Params.String(), test: t, noWarmup: j.NoWarmup, delay: j.DelaySeconds}
	now := key
	now.what = j.Build.Versions() + " " + j.Build.Commit
	return [2]like{now, key}
}

// scatterKey names what sessions can be held against each other in: the same
// test of the same model on the very same build.
func scatterKey(j *bench.Job, t bench.Test) like {
	key := sameTurn(j, t)[0]
	key.of = "scatter"
	return key
}

func (l like) leftFilled(filled bool) like {
	l.filled = filled
	return l
}

// nearTurn are the keys of tests that have something in common, from much to
// little.
func nearTurn(j *bench.Job, t bench.Test) [5]like {
	key := like{of: "near", build: j.Build.ID, sort: sortOf(t)}
	quant, model := key, key
	quant.quant = j.Model.Quant
	model.model = modelKey(j.Model)
	params := model
	params.params = "with " + j.Params.String()
	deep := params
	deep.params, deep.deep = "also "+deep.params, t.Depth > 0
	return [5]like{deep, params, model, quant, key}
}

// startKey names what one start loads.
func startKey(j *bench.Job) like {
	return like{of: "start", model: modelKey(j.Model), build: j.Build.ID, params: j.Params.Only(bench.ScopeLoad).String() + " " + j.Params.Only(bench.ScopeProcess).String()}
}

func nearStart(j *bench.Job) [2]like {
	key := like{of: "near start", build: j.Build.ID}
	model := key
	model.model = modelKey(j.Model)
	return [2]like{model, key}
}

// testKey names what was measured: the same key means the same thing.
func testKey(j *bench.Job, t bench.Test) like {
	key := like{of: j.Model.Key(), build: j.Build.ID, params: j.Params.String(), test: t}
	key.model.label = j.Model.Label()
	return key
}

// hashKey names a model's files.
func hashKey(m bench.Model) like {
	return like{of: m.Key(), model: modelKey(m)}
}
