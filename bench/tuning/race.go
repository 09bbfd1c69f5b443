package tuning

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"dragstrip/bench"
)

// race is the search for the best configuration for one goal.
type race struct {
	goal  Goal
	looks []look
	// dropped are configurations that were shown to be slower.
	dropped map[int]string
	leader  int
	levels  levels
	// first is the noise that the repetitions of the first block show.
	first float64
	model *surrogate
	// explored is set while no untried configuration promises enough.
	explored bool
	over     bool
}

const (
	// dropError is the chance that a race drops any configuration that is in
	// truth not slower than the one it was compared with.
	dropError = 0.05
	// worthwhile is the gain that is worth a measurement: an untried configuration
	// that promises less on average is not tried.
	worthwhile = 0.0002
	// alike is the difference that nobody would notice. The race ends when no
	// configuration is likely to be better by more.
	alike = 0.01
	// A value is likely if it is within this many standard errors of the mean.
	sure = 2
)

// take adds the speed of a measurement.
func (r *race) take(m Measured) {
	if speed := r.goal.Speed(m.Speeds); speed > 0 {
		r.looks = append(r.looks, look{m.Configuration, m.Block, math.Log(speed)})
	}
	if all := r.goal.repeated(m.Repeated); len(all) > 1 && r.first == 0 {
		r.first = firstNoise(all)
	}
}

// judge looks at everything measured so far: who leads, who is dropped, and
// whether the race is over.
func (r *race) judge(s *Search) {
	r.levels = levelsOf(r.looks)
	at := r.running(s)
	if len(at) == 0 {
		r.leader, r.model = -1, nil
		r.over = len(s.again) == 0 && len(s.untriedAtAll()) == 0
		return
	}
	r.model = surrogateOf(s.space, at, func(i int) float64 { return r.levels.of[i] }, r.error)
	r.leader = slices.MaxFunc(at, func(a, b int) int { return cmp.Compare(r.model.expect(a).mean, r.model.expect(b).mean) })
	r.drop(s, at)
	best := r.best()
	r.explored = true
	for _, i := range r.untried(s) {
		r.explored = r.explored && r.model.expect(i).gain(best) < worthwhile
	}
	r.over = r.explored && r.settled(s)
}

// error is the standard error of a level. While the looks do not tell the noise,
// the repetitions of the first block do.
func (r *race) error(i int) float64 {
	if r.levels.freedom < 2 {
		return math.Max(r.levels.noise, cmp.Or(r.first, guessed)) / math.Sqrt(float64(max(r.levels.looks[i], 1)))
	}
	return r.levels.error(i)
}

// best is the level that others are compared with.
func (r *race) best() float64 { return r.model.expect(r.leader).mean }

// running lists the measured configurations that still take part, in order.
func (r *race) running(s *Search) []int {
	var at []int
	for i := range s.space.Configurations {
		if _, out := s.out[i]; !out && r.levels.looks[i] > 0 {
			at = append(at, i)
		}
	}
	return at
}

// drop drops those that the paired test shows to be slower than the leader.
func (r *race) drop(s *Search, at []int) {
	for _, i := range at {
		if i == r.leader {
			delete(r.dropped, i)
			continue
		}
		if r.dropped[i] != "" {
			continue
		}
		p := pair(r.looks, i, r.leader, r.levels)
		if p.n == 0 {
			continue
		}
		if p.chance() < spent(dropError, len(s.space.Configurations)-1, p.n) {
			r.dropped[i] = fmt.Sprintf("%s slower than %s, in %s that measured both", bench.FormatLoss(1-math.Exp(p.difference)), s.space.called(r.leader), bench.Plural(p.n, "block"))
		}
	}
}

// untried lists the configurations that were never measured and can still be
// tried.
// On a scale, values beyond a shown decline are not tried.
func (r *race) untried(s *Search) []int {
	var out []int
	for i := range s.space.Configurations {
		if _, gone := s.out[i]; !gone && !s.tried[i] && !s.isHeld(i) && r.beyondPeak(s.space, i) == "" {
			out = append(out, i)
		}
	}
	return out
}

// beyondPeak says why an untried configuration is beyond the peak of a scale; ""
// if it is not. Speed rises to one peak along a scale and falls after it. So if
// the value before is clearly slower than a value further back, this value is
// slower still.
func (r *race) beyondPeak(s *Space, i int) string {
	for _, near := range r.levels.at {
		axis, one := s.onlyDiffersIn(i, near)
		if !one || !s.Axes[axis].Ordered {
			continue
		}
		for _, far := range r.levels.at {
			other, same := s.onlyDiffersIn(near, far)
			if !same || other != axis || !between(s.Configurations[near][axis], s.Configurations[i][axis], s.Configurations[far][axis]) {
				continue
			}
			margin := sure * math.Hypot(r.error(near), r.error(far))
			if r.levels.freedom > 0 && r.levels.of[far]-r.levels.of[near] > math.Max(margin, alike) {
				a := s.Axes[axis]
				return fmt.Sprintf("%s %s is already slower than %s", a.Name, a.Values[s.Configurations[near][axis]], a.Values[s.Configurations[far][axis]])
			}
		}
	}
	return ""
}

// between tells whether a value lies strictly between two others.
func between(value, one, other int) bool {
	return one < value && value < other || other < value && value < one
}

// contenders lists those that may be the best, besides the leader, the most
// likely first.
func (r *race) contenders(s *Search) []int {
	best := r.best()
	limit := func(i int) float64 {
		return r.model.expect(i).mean + sure*r.error(i)
	}
	var out []int
	for _, i := range r.running(s) {
		if i != r.leader && r.dropped[i] == "" && limit(i) > best {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(limit(b), limit(a)) })
	return out
}

// settled tells whether no configuration is likely to be noticeably better than
// the leader.
func (r *race) settled(s *Search) bool {
	if r.levels.freedom < 2 {
		return false
	}
	for _, i := range r.contenders(s) {
		gap := r.model.expect(i).mean - r.best()
		if gap+sure*math.Hypot(r.error(i), r.error(r.leader)) > alike {
			return false
		}
	}
	return true
}

// undecided tells whether there are configurations that are worth measuring.
func (r *race) undecided(s *Search) bool {
	if r.over || r.leader < 0 {
		return false
	}
	return !r.explored && len(r.untried(s)) > 0 || len(r.contenders(s)) > 0
}

// promising lists untried configurations for a block that has some members
// already, the most promising first. With them, the block takes no longer than
// allowed.
//
// After each choice the others are judged again as if the choice were as fast as
// expected, so that the choices differ.
func (r *race) promising(s *Search, members []int, allowed time.Duration) []int {
	var chosen []int
	model, best, untried := r.model, r.best(), r.untried(s)
	for len(chosen) < most {
		block := append(slices.Clone(members), chosen...)
		next := r.worthiest(s, model, block, untried, best)
		if next < 0 || s.timeOf(append(block, next)) > allowed {
			break
		}
		chosen = append(chosen, next)
		untried = slices.DeleteFunc(untried, func(i int) bool { return i == next })
		model = model.supposing(next)
	}
	return chosen
}

// most is how many configurations a block tries for the first time, at most.
const most = 8

// worthiest is the untried configuration that promises most gain for its time:
// one whose model is loaded in the block anyway takes less. It is -1 if none
// promises enough.
func (r *race) worthiest(s *Search, model *surrogate, block, untried []int, best float64) int {
	next, highest := -1, 0.0
	for _, i := range untried {
		gain := model.expect(i).gain(best)
		if gain < worthwhile {
			continue
		}
		cost := s.costOf(i)
		if !slices.ContainsFunc(block, func(j int) bool { return s.keys[i] == s.keys[j] }) {
			cost += mean(s.costs.loading)
		}
		if worth := gain / max(cost.Seconds(), 1e-9); worth > highest {
			next, highest = i, worth
		}
	}
	return next
}
