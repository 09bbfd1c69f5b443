package predict

import (
	"time"

	"dragstrip/bench"
)

var model = bench.Model{Name: "m", Path: "/m", ParamCount: 1e9, ActiveParamCount: 1e9, SizeBytes: 1e9, ReadBytesPerToken: 8e8}

// even is a pace with round figures. In a second it generates ten tokens or
// processes 100 tokens of a prompt. A start takes a second for each GB.
type even struct{}

func (even) Turn(j *bench.Job, t bench.Test, filled bool) (Turn, bool) {
	one := func(t bench.Test) time.Duration {
		return time.Duration(t.Generation)*100*time.Millisecond + time.Duration(t.Prompt)*10*time.Millisecond
	}
	turn := Turn{Once: time.Duration(j.DelaySeconds) * time.Second, Each: one(t)}
	if !j.NoWarmup {
		turn.Once += one(bench.Test{Prompt: t.Prompt, Generation: min(t.Generation, 1)})
	}
	if !filled {
		turn.Once += one(bench.Test{Prompt: t.Depth})
	}
	return turn, false
}

func (even) Start(j *bench.Job) time.Duration {
	return time.Duration(j.Model.SizeBytes) // a second is 10⁹ ns
}
func (even) First(*bench.Job) time.Duration               { return 0 }
func (even) Look() time.Duration                          { return time.Second }
func (even) Probe() time.Duration                         { return 2 * time.Second }
func (even) Hash(m bench.Model) time.Duration             { return 3 * time.Second }
func (even) Summary(*bench.Job, bench.Test) bench.Summary { return bench.Summary{} }

// costOf is how long a plan takes with a number of rounds.
func costOf(p *bench.Plan, rounds int, pace Pace) Cost { return Costs(p, pace)(rounds) }
