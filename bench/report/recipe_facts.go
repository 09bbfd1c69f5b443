package report

import (
	"slices"

	"dragstrip/bench"
)

// recipeFacts is what somebody needs to judge the results, in addition to the
// plan and the samples. It says what the machine is, what was noted during the
// session, and what happened to single tests. Reports of earlier versions do not
// have these facts.
type recipeFacts struct {
	// Hardware is the machine, without the line that describes it.
	Hardware  *bench.Machine            `json:"hardware,omitempty"`
	Bandwidth []bench.BandwidthMeasured `json:"bandwidth,omitempty"`
	// Added are the rounds that the search for precision added.
	Added []bench.RepetitionsAdded `json:"added,omitempty"`
	// Noted are the warnings that do not follow from the rest of the recipe.
	Noted []DocumentWarning `json:"noted,omitempty"`
	Still []recipeStill     `json:"stood_still,omitempty"`
	// Memory is the memory that engines took. It is here only for jobs whose
	// engines changed the layout of the weights. A JSON document has the memory of
	// all jobs.
	Memory []recipeMemory `json:"repacked,omitempty"`
	Told   []recipeTold   `json:"told,omitempty"`
	Loads  []recipeLoad   `json:"loads,omitempty"`
}

// recipeLoad is one time that an engine took to load a job's model.
type recipeLoad struct {
	Job string `json:"job"`
	bench.ModelLoaded
}

// recipeTold holds the settings that a server told for a job.
type recipeTold struct {
	Job string `json:"job"`
	bench.SettingsTold
}

// recipeStill is a standstill of a job.
type recipeStill struct {
	Job string `json:"job"`
	bench.StoodStill
}

// recipeMemory is memory that a job's engine took. If the engine changed the
// layout of the weights, a token reads another number of bytes than in the layout
// of the file.
type recipeMemory struct {
	Job string `json:"job"`
	bench.MemoryAllocated
}

func (r *redactor) facts(s *bench.Session, o Options) recipeFacts {
	machine := r.machine(s.Machine, o)
	machine.Line = ""
	out := recipeFacts{Hardware: &machine, Bandwidth: r.probes(s), Added: s.Added, Noted: r.noted(s)}
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			for _, still := range t.Still {
				out.Still = append(out.Still, recipeStill{bench.Clean(j.ID), still})
			}
		}
		if len(j.Told) > 0 {
			out.Told = append(out.Told, recipeTold{bench.Clean(j.ID), bench.SettingsTold{Settings: r.told(j.Told)}})
		}
		for _, ns := range j.Loads {
			out.Loads = append(out.Loads, recipeLoad{bench.Clean(j.ID), bench.ModelLoaded{NS: ns}})
		}
		if slices.ContainsFunc(j.Memory, func(m bench.MemoryAllocated) bool { return m.Repacked > 0 }) {
			out.Memory = append(out.Memory, weightsOf(j.ID, eachText(j.Memory, r.text))...)
		}
	}
	return out
}

// weightsOf are the buffers that hold a job's weights.
func weightsOf(job string, memory []bench.MemoryAllocated) []recipeMemory {
	var out []recipeMemory
	for _, m := range memory {
		if m.Use == "model" {
			out = append(out, recipeMemory{bench.Clean(job), m})
		}
	}
	return out
}

// probes are the session's probes of the memory. Each probe keeps only the
// figure that it chose, not those for other numbers of threads.
func (r *redactor) probes(s *bench.Session) []bench.BandwidthMeasured {
	out := eachText(s.Bandwidth, r.text)
	for i := range out {
		chosen := out[i].Threads
		out[i].ByThreads = slices.DeleteFunc(out[i].ByThreads, func(t bench.ThreadBandwidth) bool { return t.Threads != chosen })
	}
	return out
}

// noted are the warnings of a session. If a test has several warnings of one
// kind, only the first is kept. The usual remedy of a kind of warning is left
// out, because the reader of the recipe knows it.
func (r *redactor) noted(s *bench.Session) []DocumentWarning {
	type doubted struct {
		job, code string
		test      bench.Test
	}
	seen := map[doubted]bool{}
	var out []DocumentWarning
	for _, w := range s.AllWarnings() {
		at := doubted{w.Job, w.Warning.Code, w.Test}
		if seen[at] {
			continue
		}
		seen[at] = true
		said := r.documentWarning(w)
		if said.Remedy == bench.KindOf(said.Code).Remedy {
			said.Remedy = ""
		}
		out = append(out, said)
	}
	return out
}
