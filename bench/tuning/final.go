package tuning

import (
	"math"
	"slices"
)

// final is the fresh comparison of the default with the winners. The samples of
// the search cannot be used for it: they chose the winner, so they flatter it.
type final struct {
	// winners are the configurations that lead each race; -1 if there is none.
	winners []int
	pairs   int
	looks   [][]look // by race
	goals   []Goal
	blocks  int
}

const (
	// leastPairs is the least number of pairs of a final.
	leastPairs = 7
	// mostPairs is the most. More pairs cannot show a difference that matters.
	mostPairs = 21
	// power is how many standard errors a difference should be away from 0 in
	// the final, so that it is almost always shown.
	power = 4.5
	// largest is the largest difference that the number of pairs is made for. A
	// larger one was perhaps only luck in the race.
	largest = 0.06
	// confidence of the intervals in the headline.
	confidence = 0.95
)

// newFinal decides who is in the final, and how many pairs it has.
func (s *Search) newFinal() *final {
	f := &final{pairs: leastPairs}
	for _, r := range s.races {
		f.goals = append(f.goals, r.goal)
		winner := s.choose(r)
		f.winners = append(f.winners, winner)
		f.looks = append(f.looks, nil)
		if winner > 0 {
			f.pairs = max(f.pairs, pairsFor(r.levels.noise, r.model.expect(winner).mean-r.model.expect(0).mean))
		}
	}
	f.pairs = max(min(f.pairs, s.pairsInTime(f)), leastPairs)
	return f
}

// pairsInTime is how many pairs the time limit leaves room for.
func (s *Search) pairsInTime(f *final) int {
	once := s.timeOf(f.everybody())
	if s.options.MaxTime <= 0 || once <= 0 {
		return mostPairs
	}
	return int((s.options.MaxTime - s.costs.spent) / once)
}

// pairsFor is how many pairs are likely to show a difference.
func pairsFor(noise, difference float64) int {
	if difference <= 0 || noise <= 0 {
		return leastPairs
	}
	need := math.Ceil(math.Pow(power*math.Sqrt2*noise/math.Min(difference, largest), 2)) + 1
	return int(math.Min(math.Max(need, leastPairs), mostPairs))
}

// choose takes the winner of a race: the fastest, or a simpler configuration
// that is not shown to be slower and is not slower by more than half of what
// anybody would notice.
func (s *Search) choose(r *race) int {
	if r.leader < 0 {
		return -1
	}
	best := r.leader
	simple := func(i int) int { return len(s.space.Differences(i)) }
	for _, i := range r.running(s) {
		near := r.best()-r.model.expect(i).mean < alike/2
		if r.dropped[i] == "" && near && simple(i) < simple(best) {
			best = i
		}
	}
	return best
}

// everybody is the default and all winners, each once.
func (f *final) everybody() []int {
	all := []int{0}
	for _, w := range f.winners {
		if w > 0 && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

// members are the configurations of the next block of the final; none if it is
// over. One that failed is no longer a member.
func (f *final) members(out map[int]fate) []int {
	if _, failed := out[0]; failed || f.blocks >= f.pairs {
		return nil
	}
	members := slices.DeleteFunc(f.everybody(), func(i int) bool { _, failed := out[i]; return failed })
	if len(members) < 2 {
		return nil
	}
	f.blocks++
	return members
}

func (f *final) take(m Measured) {
	for i, g := range f.goals {
		if speed := g.Speed(m.Speeds); speed > 0 {
			f.looks[i] = append(f.looks[i], look{m.Configuration, m.Block, math.Log(speed)})
		}
	}
}

// compare gives the pairs of the winner of a race with the default.
func (f *final) compare(race int) pairing {
	return pair(f.looks[race], f.winners[race], 0, levels{})
}
