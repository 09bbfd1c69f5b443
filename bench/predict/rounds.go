package predict

import (
	"time"

	"dragstrip/bench"
)

// LoadShare is the part of the measuring time that loading and warming up
// again may cost where the number of rounds is chosen and not given.
const LoadShare = 0.2

// Bounds of the number of rounds where it is chosen: a verdict is made over
// rounds, and with fewer than LeastRounds little can be shown; beyond
// EnoughRounds the next one narrows an interval by a few percent.
const (
	LeastRounds  = 4
	EnoughRounds = bench.DefaultRepetitions
)

// Rounds chooses how many rounds a plan is worth: EnoughRounds where what
// rounds repeat (starts, warm-up, --delay) stays within LoadShare of the
// measuring; else as many as do, but LeastRounds at least; and at most one for
// each repetition. One job alone has nothing to be compared with and takes one
// round, unless its precision is searched for: that, too, is made over rounds.
func Rounds(p *bench.Plan, pace Pace) int {
	if len(p.Jobs) < 2 && p.Precision == 0 {
		return 1
	}
	most := p.Jobs[0].Repetitions
	var measuring, once time.Duration
	loads := map[string]bool{}
	for i := range p.Jobs {
		job := &p.Jobs[i]
		most = min(most, job.Repetitions)
		depth := 0
		for _, t := range job.Tests {
			turn, _ := pace.Turn(job, t, t.Depth > 0 && t.Depth == depth)
			depth = t.Depth
			measuring += time.Duration(job.Repetitions) * turn.Each
			once += turn.Once
		}
		if key := job.LoadKey(); !loads[key] || p.CoolDown > 0 {
			loads[key] = true
			once += pace.Start(job)
		}
	}
	rounds := most
	if once > 0 {
		rounds = int(LoadShare * float64(measuring) / float64(once))
	}
	return min(max(min(rounds, EnoughRounds), LeastRounds), most)
}
