package planning

import (
	"time"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// TuneWishes are what somebody wants of a search for the best configuration of
// a model.
type TuneWishes struct {
	Goals []tuning.Goal
	// Values are the values to try by the key of the parameter, as they were
	// written. A key that is missing gets the usual values, if it has any.
	Values     map[string][]string
	Exhaustive bool
	// MaxTime limits the search and its final; 0 means no limit in minutes.
	MaxTime time.Duration
	// MemoryLimit is the most memory that a configuration may take; 0 means no
	// limit.
	MemoryLimit        int64
	Ticks, Hash, Probe bool
	Note               string
}

// TuneGiven is what such a search is made of.
type TuneGiven struct {
	Model bench.Model
	// Builds are those to choose from. The first one is the default.
	Builds []bench.EngineBuild
	// Others are builds of this machine that were not chosen.
	Others  []bench.EngineBuild
	Machine bench.Machine
	// Threads is how many threads fit the CPUs that this process may use.
	Threads int
	// Server gives the words with which the engine's own server takes a job's
	// settings; "" if there is no such server.
	Server func(*bench.Job) string
}

// tests are the tests of all goals, each once.
func (w TuneWishes) tests() []bench.Test { return tuning.TestsOf(w.Goals) }

// tuned makes jobs of the configurations of a search.
type tuned struct {
	w    TuneWishes
	g    TuneGiven
	axes []tuning.Axis
	// stands says which values stand for the default.
	stands []string
}

// value is the value that a configuration has on an axis; "" if there is no such
// axis.
func (t *tuned) value(c tuning.Configuration, name string) string {
	for i, a := range t.axes {
		if a.Name == name {
			return a.Values[c[i]]
		}
	}
	return ""
}

func (t *tuned) build(c tuning.Configuration) bench.EngineBuild {
	for i, a := range t.axes {
		if a.Name == tuning.AxisBuild {
			return t.g.Builds[c[i]]
		}
	}
	return t.g.Builds[0]
}

// job is the job of a configuration, without its name.
func (t *tuned) job(c tuning.Configuration) bench.Job {
	params, build := bench.Params{}, t.build(c)
	for i, a := range t.axes {
		value := a.Values[c[i]]
		switch {
		case a.Name == tuning.AxisBuild:
		case a.Name == tuning.AxisCache:
			params["type_k"], params["type_v"] = value, value
		case value == tuning.Auto && leavesToEngine(a.Name):
		case a.Name == "devices":
			if spelled, has := devicesOf(build, value); has {
				params["devices"] = spelled
			}
		default:
			params[a.Name] = value
		}
	}
	kept, left := params.For(build.Traits)
	return bench.Job{
		Model: t.g.Model, Build: build, Params: withThreads(WithoutSoftware(kept, build), build.Traits, t.g.Threads),
		LeftOut: left, Tests: t.w.tests(), Repetitions: 1,
	}
}

// leavesToEngine tells whether a parameter is left out if its value is auto.
// For the others, auto is a word of the engine.
func leavesToEngine(key string) bool {
	return key == "devices" || key == "n_gpu_layers" || key == "n_cpu_moe"
}
