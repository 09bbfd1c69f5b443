package predict

import (
	"time"

	"dragstrip/bench"
)

// LoadShare is the part of the measuring time that loading and warming up
// again may cost where the number of rounds is chosen and not given.
const LoadShare = 0.2

// Cost is what a plan takes.
type Cost struct {
	// Rounds the plan would have.
	Rounds int
	// Jobs is how long each measures, warm-ups, depths and rests included.
	Jobs []time.Duration
	// Load is what loading the models takes over all rounds, Sentinel the
	// first test's repetition at the end with its loading.
	Load, Sentinel time.Duration
	// Total is all of it without cool-downs.
	Total time.Duration
	// CoolDown is the most that waiting for the machine to cool may add.
	CoolDown time.Duration
}

// CostOf is about what a plan takes with a number of rounds. What an engine
// does beside the repetitions: it loads a model once a round for all jobs that
// share it; before each test it warms up by the whole prompt and one token of
// the generation (llama-bench since March 2024); --delay rests once a test.
func CostOf(p *bench.Plan, rounds int, basis func(*bench.Job) Basis) Cost {
	c := Cost{Rounds: max(rounds, 1)}
	shaped := *p
	shaped.Rounds = c.Rounds
	loads := map[string]bool{}
	starts := 0
	for i := range p.Jobs {
		job := &p.Jobs[i]
		b := basis(job)
		var all time.Duration
		taken := 0
		for r := range c.Rounds {
			n := shaped.RepetitionsIn(job, r)
			if n > 0 {
				taken++
			}
			for _, t := range job.Tests {
				all += testTime(job, t, n, b)
			}
		}
		c.Jobs = append(c.Jobs, all)
		c.Total += all
		if key := job.LoadKey(); !loads[key] || p.CoolDown > 0 {
			loads[key] = true
			starts += taken
			c.Load += time.Duration(taken) * loading(job.Model, b)
		}
	}
	if p.Sentinel && len(p.Jobs) > 1 && len(p.Jobs[0].Tests) > 0 {
		job := &p.Jobs[0]
		c.Sentinel = loading(job.Model, basis(job)) + testTime(job, job.Tests[0], job.SentinelRepetitions(), basis(job))
		starts++
	}
	c.Total += c.Load + c.Sentinel
	c.CoolDown = time.Duration(starts) * p.CoolDown
	return c
}

// testTime is one test's repetitions in one round with what comes before.
func testTime(job *bench.Job, t bench.Test, n int, b Basis) time.Duration {
	if n == 0 {
		return 0
	}
	types := bench.KVTypes{Keys: job.Params["type_k"], Values: job.Params["type_v"]}
	took := time.Duration(n)*Repetition(job.Model, t, types, b) + time.Duration(job.DelaySeconds)*time.Second
	if !job.NoWarmup {
		took += warmUp(job.Model, t, types, b)
	}
	return took
}

func warmUp(m bench.Model, t bench.Test, types bench.KVTypes, b Basis) time.Duration {
	return Repetition(m, bench.Test{Prompt: t.Prompt, Generation: min(t.Generation, 1)}, types, b)
}

func loading(m bench.Model, b Basis) time.Duration {
	rate := b.LoadBytesPerSecond
	if rate <= 0 {
		rate = someLoad
	}
	return time.Duration(float64(m.SizeBytes) / rate * float64(time.Second))
}

// Bounds of the number of rounds where it is chosen: a verdict is made over
// rounds, and with fewer than LeastRounds little can be shown; beyond
// EnoughRounds the next one narrows an interval by a few percent.
const (
	LeastRounds  = 4
	EnoughRounds = bench.DefaultRepetitions
)

// Rounds chooses how many rounds a plan is worth: EnoughRounds where what
// rounds repeat (loading, warm-up, --delay) stays within LoadShare of the
// measuring; else as many as do, but LeastRounds at least; and at most one for
// each repetition. One job alone has nothing to be compared with and takes one
// round, unless its precision is searched for: that, too, is made over rounds.
func Rounds(p *bench.Plan, basis func(*bench.Job) Basis) int {
	if len(p.Jobs) < 2 && p.Precision == 0 {
		return 1
	}
	most := p.Jobs[0].Repetitions
	var measuring, once time.Duration
	loads := map[string]bool{}
	for i := range p.Jobs {
		job := &p.Jobs[i]
		b := basis(job)
		most = min(most, job.Repetitions)
		types := bench.KVTypes{Keys: job.Params["type_k"], Values: job.Params["type_v"]}
		for _, t := range job.Tests {
			one := Repetition(job.Model, t, types, b)
			measuring += time.Duration(job.Repetitions) * one
			once += testTime(job, t, 1, b) - one
		}
		if key := job.LoadKey(); !loads[key] || p.CoolDown > 0 {
			loads[key] = true
			once += loading(job.Model, b)
		}
	}
	rounds := most
	if once > 0 {
		rounds = int(LoadShare * float64(measuring) / float64(once))
	}
	return min(max(min(rounds, EnoughRounds), LeastRounds), most)
}
