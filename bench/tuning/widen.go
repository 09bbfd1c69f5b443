package tuning

import (
	"errors"
	"maps"
	"slices"
	"strconv"

	"dragstrip/bench"
)

// Widen gives configurations around those that lead a session's search: on each
// scale, the values half way to the neighbours of the leader's value, and at the
// end of a scale one beyond it. Each of them differs from a leader in one value.
// They have no names yet.
func Widen(session *bench.Session) ([]bench.JobAdded, error) {
	s, err := Of(session)
	switch {
	case err != nil:
		return nil, err
	case s.final != nil:
		return nil, errors.New("the search has its answer, and its final compares the winner with the default")
	case len(s.costs.own) == 0:
		return nil, errors.New("nothing was measured yet, so there is no best configuration to try values around")
	}
	w := widening{session: session, search: s}
	for goal := range s.races {
		if leader := s.Leading(goal); leader >= 0 {
			w.around(leader)
		}
	}
	if len(w.added) == 0 {
		return nil, errors.New("there are no values left to try around the best configuration")
	}
	return w.added, nil
}

// widening collects configurations around the leaders of a search.
type widening struct {
	session *bench.Session
	search  *Search
	added   []bench.JobAdded
}

func (w *widening) around(leader int) {
	space := w.search.space
	for a := range space.Axes {
		if !space.Axes[a].Ordered {
			continue
		}
		for _, n := range w.near(leader, a) {
			w.add(leader, a, strconv.Itoa(n))
		}
	}
}

// near are the numbers to try on an axis around a configuration's value.
func (w *widening) near(leader, a int) (out []int) {
	axis := w.search.space.Axes[a]
	var numbers []int
	for _, value := range axis.Values {
		if n, err := strconv.Atoi(value); err == nil {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	value, err := strconv.Atoi(axis.Values[w.search.space.Configurations[leader][a]])
	if err != nil { // the engine chooses, as with all layers on the GPU
		return nil
	}
	at := slices.Index(numbers, value)
	least, most := w.limits(leader, axis.Name)
	below, above := max(value/2, least), min(value*2, most)
	if at > 0 {
		below = (numbers[at-1] + value) / 2
	}
	if at+1 < len(numbers) {
		above = (value + numbers[at+1]) / 2
	}
	if below >= least && below <= most && below < value && !slices.Contains(numbers, below) {
		out = append(out, below)
	}
	if above <= most && above > value && !slices.Contains(numbers, above) {
		out = append(out, above)
	}
	return out
}

// limits are the least and the most that have an effect on an axis.
func (w *widening) limits(leader int, axis string) (least, most int) {
	job := &w.session.Plan.Jobs[leader]
	longest := 1
	for _, t := range w.search.tests() {
		longest = max(longest, t.Prompt)
	}
	switch axis {
	case "n_threads":
		if len(job.DevicesMeant()) > 0 && !job.IsSplit() { // the GPU computes
			return 1, 0
		}
		return 1, w.session.Machine.LogicalCores
	case "n_batch": // engines lower the physical batch to the logical one
		least := 32
		if physical, err := strconv.Atoi(job.Params["n_ubatch"]); err == nil {
			least = max(least, physical)
		}
		return least, longest
	case "n_ubatch":
		if batch, err := strconv.Atoi(job.Params["n_batch"]); err == nil {
			longest = min(longest, batch)
		}
		return 32, longest
	}
	return 0, job.Model.LayerCount
}

// add adds a configuration that differs from another one in one value, unless
// there is one like it, or it does not fit.
func (w *widening) add(of, a int, value string) {
	axis, plan := w.search.space.Axes[a], &w.session.Plan
	job := plan.Jobs[of]
	job.ID, job.Params = "", maps.Clone(job.Params)
	if job.Params == nil {
		job.Params = bench.Params{}
	}
	job.Params[axis.Name] = value
	same := func(j *bench.Job) bool { return j.Build.ID == job.Build.ID && maps.Equal(j.Params, job.Params) }
	if slices.ContainsFunc(plan.Jobs, func(j bench.Job) bool { return same(&j) }) || slices.ContainsFunc(w.added, func(f bench.JobAdded) bool { return same(&f.Job) }) {
		return
	}
	limit := plan.Tuning.MemoryLimitBytes
	if job.FitOn(w.session.Machine).Verdict == bench.DoesNotFit || limit > 0 && job.Need().Total() > limit {
		return
	}
	f := bench.JobAdded{Job: job}
	for i, v := range w.search.space.Configurations[of] {
		f.Values = append(f.Values, w.search.space.Axes[i].Values[v])
	}
	f.Values[a] = value
	w.added = append(w.added, f)
}
