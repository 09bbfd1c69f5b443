package predict

import (
	"time"

	"dragstrip/bench"
)

// walk goes through a session's rounds as the scheduler does, and adds up the
// time.
type walk struct {
	session *bench.Session
	pace    Pace
	now     time.Time
	keys    []string // each job's LoadKey
	cost    Cost
	met     map[string]bool // load keys whose first turn was already measured or counted
	starts  int             // of engines that are still to come
	began   bool            // the start that is under way was counted
}

// round adds what is still open in a round: a start for jobs that share a
// loading, and their tests.
func (w *walk) round(round int) {
	for _, jobs := range w.startsOf(round) {
		w.start(round, jobs)
	}
}

// startsOf gives the jobs of each start of the engine in a round.
func (w *walk) startsOf(round int) (starts [][]int) {
	order := w.session.Plan.Sequence(round, w.keys)
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && w.keys[order[to]] == w.keys[order[from]] && w.session.Plan.CoolDown <= 0 {
			to++
		}
		starts = append(starts, order[from:to])
		from = to
	}
	return starts
}

func (w *walk) start(round int, jobs []int) {
	depth, open, here := 0, false, false
	for _, i := range jobs {
		j := w.session.Jobs[i]
		here = here || w.inFlight(j, round)
		for _, t := range j.Tests {
			filled := t.Test.Depth > 0 && t.Test.Depth == depth
			depth = t.Test.Depth
			n := w.session.RepetitionsIn(j, t.Test, round)
			if n == 0 || j.State == bench.StateFinished || t.Settled(round) {
				continue
			}
			open = true
			turn, seen := w.pace.Turn(&j.Job, t.Test, filled)
			w.cost.Rough = w.cost.Rough || !seen
			w.cost.Jobs[i] += w.turn(j, t, round, turn, n)
		}
	}
	if !open {
		return
	}
	first := w.session.Jobs[jobs[0]]
	w.cost.Load += w.loading(&first.Job, here)
	if key := w.keys[jobs[0]]; !w.met[key] {
		w.met[key] = true
		w.cost.Load += w.pace.First(&first.Job)
	}
}

// loading is how long a start still takes: no time if the engine is already
// measuring.
func (w *walk) loading(j *bench.Job, here bool) time.Duration {
	switch {
	case here && !w.session.Spent.Starting:
		return 0
	case here:
		w.began = true
		return w.rest(w.pace.Start(j), w.session.Spent.Since)
	}
	w.starts++
	return w.pace.Start(j)
}

// inFlight tells whether an engine runs for a job's round. An engine that is
// still starting does not yet tell its round. Then it counts for the first open
// round.
func (w *walk) inFlight(j *bench.JobState, round int) bool {
	s := w.session
	if starts := s.Spent.Starts; s.Spent.Starting {
		return !w.began && starts[len(starts)-1].Job == j.ID
	}
	return s.Spent.Running && s.Now.Job == j.ID && s.Now.Round == round
}

// turn is how long a test's turn still takes.
func (w *walk) turn(j *bench.JobState, t *bench.TestState, round int, turn Turn, n int) time.Duration {
	p := &w.session.Spent
	if !w.inFlight(j, round) || p.Starting || w.session.Now.Test != t.Test {
		return turn.Of(n)
	}
	if p.Measuring.IsZero() {
		return w.rest(turn.Once, p.Since) + time.Duration(n)*turn.Each
	}
	if soFar, ok := w.session.TurnSoFar(); ok {
		// The other repetitions will take as long as the finished ones, not as
		// long as was expected.
		return w.repetitions(n-soFar.N, soFar.Each, p.Sampled)
	}
	return w.repetitions(n, turn.Each, p.Measuring)
}

// repetitions is how long n repetitions still take. The first of them began at
// the given time. If it already takes longer than expected, the others will
// take that long, too.
func (w *walk) repetitions(n int, each time.Duration, began time.Time) time.Duration {
	if n <= 0 {
		return 0
	}
	if !began.IsZero() {
		each = max(each, w.now.Sub(began))
	}
	return w.rest(time.Duration(n)*each, began)
}

// measuring is how long the rounds counted so far still take, with their
// starts.
func (w *walk) measuring() time.Duration {
	all := w.cost.Load
	for _, d := range w.cost.Jobs {
		all += d
	}
	return all
}

// rest is how long something that has begun still takes.
func (w *walk) rest(takes time.Duration, began time.Time) time.Duration {
	if began.IsZero() {
		return takes
	}
	return max(takes-max(w.now.Sub(began), 0), 0)
}

// sentinel adds the time for repeating the first test at the end, if
// bench.Session.SentinelDue will ask for that.
func (w *walk) sentinel() {
	s := w.session
	if !s.Plan.Sentinel || s.Sentinel != nil || len(s.Jobs) == 0 {
		return
	}
	if len(s.Jobs) == 1 && (len(s.Jobs[0].Tests)*s.PlannedRounds() < 2 || s.Active+w.measuring() < bench.SentinelAfter) {
		return
	}
	j := s.Jobs[s.Plan.Sequence(0, w.keys)[0]]
	if len(j.Tests) == 0 {
		return
	}
	t := j.Tests[0]
	if s.First != nil {
		if first := s.Job(s.First.Job); first != nil && first.Test(s.First.Test) != nil {
			j, t = first, first.Test(s.First.Test)
		}
	}
	turn, _ := w.pace.Turn(&j.Job, t.Test, false)
	w.cost.Sentinel = w.turn(j, t, bench.SentinelRound, turn, j.SentinelRepetitions()) + w.loading(&j.Job, w.inFlight(j, bench.SentinelRound))
}

// around adds what a session does before its first engine and after its last.
func (w *walk) around() {
	s := w.session
	if s.Plan.Probe {
		before, after := len(s.Bandwidth) == 0 && len(s.Spent.Starts) == 0, true
		for _, b := range s.Bandwidth {
			if b.When != bench.ProbedEarlier {
				after = b.When != "after"
			}
		}
		probing := s.Now.Phase == bench.PhaseProbing
		if before && !probing {
			w.cost.Around += w.rest(w.pace.Look(), s.Spent.Since)
		}
		for _, open := range []bool{before, after} {
			if open && probing {
				w.cost.Around += w.rest(w.pace.Probe(), s.Spent.Since)
				probing = false
			} else if open {
				w.cost.Around += w.pace.Probe()
			}
		}
	}
	if !s.Plan.Hash {
		return
	}
	done := map[string]bool{}
	for _, h := range s.Spent.Hashed {
		if j := s.Job(h.Job); j != nil {
			done[j.Model.Key()] = true
		}
	}
	for _, j := range s.Jobs {
		if key := j.Model.Key(); !done[key] && j.Model.Served == "" {
			done[key] = true
			w.cost.Around += w.pace.Hash(j.Model)
		}
	}
}
