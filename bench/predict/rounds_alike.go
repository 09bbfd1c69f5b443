package predict

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// rounds adds up all rounds. Rounds that have not begun and that take the same
// time are computed only once: a plan may have thousands of tests in each
// round.
func (w *walk) rounds() {
	s := w.session
	alike := map[string]part{}
	for round := range s.Rounds() {
		if round < s.Reached() || round <= s.Now.Round || round >= s.PlannedRounds() {
			w.round(round)
			continue
		}
		key := w.likeness(round)
		if p, known := alike[key]; known {
			w.add(p)
			continue
		}
		before, met, began := w.sum(), len(w.met), w.began
		w.round(round)
		// A round is kept only if it contains nothing that happens just once: a
		// first turn, or the rest of a start.
		if len(w.met) == met && w.began == began {
			alike[key] = w.sum().minus(before)
		}
	}
}

// likeness is the same text for rounds that take the same time. For each start
// it has the jobs in their order, and the number of repetitions of each job.
func (w *walk) likeness(round int) string {
	var starts []string
	for _, jobs := range w.startsOf(round) {
		var b strings.Builder
		for _, i := range jobs {
			b.WriteString(strconv.Itoa(i) + "x" + strconv.Itoa(w.session.Plan.RepetitionsIn(&w.session.Jobs[i].Job, round)) + " ")
		}
		starts = append(starts, b.String())
	}
	slices.Sort(starts) // the order of starts does not matter
	return strings.Join(starts, "|")
}

// part is a part of the sum, such as what one round adds.
type part struct {
	jobs   []time.Duration
	load   time.Duration
	starts int
}

func (w *walk) sum() part { return part{slices.Clone(w.cost.Jobs), w.cost.Load, w.starts} }

func (p part) minus(o part) part {
	for i := range p.jobs {
		p.jobs[i] -= o.jobs[i]
	}
	return part{p.jobs, p.load - o.load, p.starts - o.starts}
}

func (w *walk) add(p part) {
	for i, d := range p.jobs {
		w.cost.Jobs[i] += d
	}
	w.cost.Load += p.load
	w.starts += p.starts
}
