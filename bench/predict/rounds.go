package predict

import (
	"time"

	"dragstrip/bench"
)

// LoadShare is how much time repeated loading and warming up may take, as a
// fraction of the measuring time. It is used to choose the number of rounds if
// nobody gave one.
const LoadShare = 0.2

// Limits of the number of rounds that is chosen. A verdict compares rounds, and
// fewer than LeastRounds can show little. Beyond EnoughRounds, the next round
// narrows an interval by only a few percent.
const (
	LeastRounds  = 4
	EnoughRounds = bench.DefaultRepetitions
)

// Rounds chooses the number of rounds of a plan. It is EnoughRounds if the time
// for what rounds repeat (starts, warm-up, --delay) is at most LoadShare of the
// measuring time. Otherwise it is the highest number of rounds for which this
// holds, but at least LeastRounds. It is never more than the number of
// repetitions. A single job is not compared with anything, so it takes one
// round. But a search for precision needs rounds.
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
