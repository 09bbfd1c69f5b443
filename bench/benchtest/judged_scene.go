package benchtest

import (
	"time"

	"dragstrip/bench"
)

// Judged is a session whose results are judged by more than their samples: by
// the devices, by the machine, and by what happened.
type Judged struct {
	Name   string
	Events []bench.Event
	// Codes are the warnings that the generation test of the first job must get.
	Codes []string
}

// The tests of judged sessions. Prompt is the first.
var (
	judgedPrompt = bench.Test{Prompt: 512}
	judgedTest   = bench.Test{Generation: 128}
)

// judgedBytes is how many bytes a token of the model reads.
const judgedBytes = 4_000_000_000

// scene is a judged session that is being written.
type scene struct {
	Judged
	build   bench.EngineBuild
	params  bench.Params
	machine bench.Machine
	probes  []bench.BandwidthMeasured
	// result has what every result of the engine says. tps is the speed of the
	// generation.
	result bench.Result
	tps    float64
	// before holds facts that come before the results. after holds facts that come
	// after the results.
	before, after []told
	rounds        int
	added         []bench.RepetitionsAdded
}

// told is a fact about a job.
type told struct {
	job  string
	fact bench.Fact
}

// played gives the session with all its events.
func (s scene) played() Judged {
	when := began
	tell := func(job string, fact bench.Fact) {
		when = when.Add(time.Second)
		s.Events = append(s.Events, bench.Event{Seq: int64(len(s.Events) + 1), Time: when, Job: job, Fact: fact})
	}
	s.rounds = max(s.rounds, 6)
	tell("", bench.SessionStarted{Session: "20261129-120000-" + s.Name[:2], DragstripVersion: "0.1.0", Plan: s.plan()})
	tell("", bench.MachineDescribed{Machine: s.machine})
	for _, probe := range s.probes {
		tell("", probe)
	}
	for _, f := range s.before {
		tell(f.job, f.fact)
	}
	for round := range s.rounds + len(s.added) {
		if round >= s.rounds {
			tell("", s.added[round-s.rounds])
		}
		for _, job := range []string{"j1", "j2"} {
			for _, test := range []bench.Test{judgedPrompt, judgedTest} {
				tell(job, bench.TestFinished{Result: s.finished(job, test, round)})
			}
		}
	}
	for _, f := range s.after {
		tell(f.job, f.fact)
	}
	for _, job := range []string{"j1", "j2"} {
		tell(job, bench.JobFinished{Outcome: bench.OutcomeDone})
	}
	tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return s.Judged
}

// finished is a result of a round. The second job is a tenth slower.
func (s scene) finished(job string, test bench.Test, round int) bench.Result {
	r := s.result
	tps := s.tps * (1 + float64(round%3)/1000)
	if test == judgedPrompt {
		tps *= 20
	}
	if job == "j2" {
		tps *= 0.9
	}
	r.Test, r.Round, r.ModelSizeBytes = test, round, judgedBytes
	r.SamplesNS = []int64{int64(float64(test.Tokens()) * 1e9 / tps)}
	return r
}

func (s scene) plan() bench.Plan {
	model := bench.Model{
		Name: "Judged 7B", Quant: "Q4_K_M", Format: "gguf", Path: "/models/judged-7b.gguf",
		SizeBytes: judgedBytes, ReadBytesPerToken: judgedBytes, ParamCount: 7_000_000_000,
	}
	s.build.ID, s.build.Engine, s.build.Prefix, s.build.Version, s.build.Number = "b1", "engine", []string{"engine"}, "0.7.0", 11669
	job := bench.Job{ID: "j1", Model: model, Build: s.build, Params: s.params, Tests: []bench.Test{judgedPrompt, judgedTest}, Repetitions: s.rounds}
	other := job
	other.ID, other.Params = "j2", bench.Params{"flash_attn": "on"}
	for key, value := range s.params {
		other.Params[key] = value
	}
	return bench.Plan{Schema: bench.Schema, Rounds: s.rounds, Jobs: []bench.Job{job, other}}
}
