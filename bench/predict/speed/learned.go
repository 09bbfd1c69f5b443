package speed

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
)

// Measured is a speed of generation that a session has measured.
type Measured struct {
	Work  Work
	TPS   float64
	Model string
	When  time.Time
	on    string // what computed it, see computedOn
	// clean: nothing disturbed it. unsure is the logarithm of how many times
	// faster or slower it may really be.
	clean  bool
	unsure float64
}

// MeasuredIn returns the speeds of a session. It leaves out suspect and
// throttled results, because they do not show what the machine can do.
func MeasuredIn(s *bench.Session) (out []Measured) {
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			work, ok := workOf(&j.Job, t.Test)
			sum, grade := t.Summary(), bench.GradeOf(s.DoubtsOf(j, t))
			if !ok || sum.Median <= 0 || grade.Weight() >= bench.GradeThrottled.Weight() {
				continue
			}
			when := t.Started()
			if when.IsZero() {
				when = s.Started
			}
			out = append(out, Measured{work, sum.Median, j.Model.Label(), when, computedOn(&j.Job), grade == bench.GradeClean, unsureOf(sum)})
		}
	}
	return out
}

// mostUnsure limits the result of unsureOf. Nothing is learned from a wider
// interval.
const mostUnsure = 0.7

// unsureOf says how far a result may be from the true speed, as a logarithm: as
// far as the ends of its interval or, if it has none, its smallest and largest
// repetition.
func unsureOf(sum bench.Summary) float64 {
	low, high := sum.Min, sum.Max
	if sum.HasInterval {
		low, high = sum.Low, sum.High
	}
	if low <= 0 || high <= 0 {
		return mostUnsure
	}
	return min(mostUnsure, max(math.Log(sum.Median/low), math.Log(high/sum.Median)))
}

// computedOn returns a text. Jobs have the same text if the speed of one helps
// to predict the speed of the other: they have the same engine, backend,
// devices, number of threads, and the same part of the model on a GPU.
func computedOn(j *bench.Job) string {
	parts := []string{j.Build.Engine, j.Model.Format}
	state := bench.JobState{Job: *j} // as planned, so that plans and results give the same text
	if state.OnCPU() {
		parts = append(parts, bench.DeviceCPU, j.Params["n_threads"])
	} else {
		parts = append(parts, bench.GPUBackend(state.Backend()))
		for _, d := range j.DevicesMeant() {
			parts = append(parts, d.Name+" "+d.Description)
		}
	}
	if j.IsSplit() {
		parts = append(parts, j.Params["n_gpu_layers"], j.Params["n_cpu_moe"])
	}
	return strings.Join(parts, "\x00")
}

// mostLearned is how many results of one group are used at most, the newest
// ones.
const mostLearned = 24

// learned are the results of one machine for which computedOn returns the same
// text.
type learned struct {
	all []Measured // the newest first
	// gbps is the geometric mean of the bytes that the results read in a
	// second, in GB/s.
	gbps float64
	// same and other are the spreads of predictions from these results alone.
	// same is for a model that was measured, other for a model that was not
	// measured.
	same, other Spread
}

// groupsOf puts results into groups for which computedOn returns the same text.
// Disturbed results are used only if a group has no others.
func groupsOf(results []Measured) map[string]*learned {
	groups := map[string]*learned{}
	results = slices.Clone(results)
	slices.SortStableFunc(results, func(a, b Measured) int { return b.When.Compare(a.When) })
	for _, m := range results {
		if groups[m.on] == nil {
			groups[m.on] = &learned{}
		}
		groups[m.on].all = append(groups[m.on].all, m)
	}
	for _, g := range groups {
		if slices.ContainsFunc(g.all, func(m Measured) bool { return m.clean }) {
			g.all = slices.DeleteFunc(g.all, func(m Measured) bool { return !m.clean })
		}
		g.all = g.all[:min(len(g.all), mostLearned)]
		g.gbps = meanSpeed(g.all)
		g.same, g.other = g.spreads()
	}
	return groups
}

// nearest returns the result whose work is nearest to w. If several are equally
// near, it returns the newest.
func (l *learned) nearest(w Work) Measured {
	return slices.MinFunc(l.all, func(a, b Measured) int { return cmp.Compare(apart(w, a.Work), apart(w, b.Work)) })
}
