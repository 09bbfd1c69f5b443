package tuning

import (
	"math"
	"time"
)

// Ahead is how long a search still takes at most; false if nothing was measured
// yet. A search ends earlier if it has its answer.
func (s *Search) Ahead() (left time.Duration, known bool) {
	switch {
	case s.block.Stage == StageOver:
		return 0, true
	case len(s.costs.own) == 0:
		return 0, false
	}
	var open []int
	for _, m := range s.open {
		open = append(open, m.Configuration)
	}
	if len(open) > 0 {
		left = s.timeOf(open)
	}
	if s.final != nil {
		return left + time.Duration(max(s.final.pairs-s.final.blocks, 0))*s.timeOf(s.final.everybody()), true
	}
	if s.Over() {
		return left + s.reserve(), true
	}
	if s.options.Exhaustive {
		blocks := time.Duration(max(Rounds-1-max(s.block.Number, 0), 0))
		return min(left+blocks*s.timeOf(s.remaining())+s.reserve(), s.most()), true
	}
	return max(s.limit()-s.costs.spent, left) + s.reserve(), true
}

// most is how long the search may still take; without a limit it is a very long
// time.
func (s *Search) most() time.Duration {
	if s.options.MaxTime <= 0 {
		return math.MaxInt64
	}
	return max(s.options.MaxTime-s.costs.spent, 0)
}

// Over tells whether no configuration is searched for any more: what follows is
// the final.
func (s *Search) Over() bool {
	if s.final != nil {
		return true
	}
	for _, r := range s.races {
		if !r.over {
			return false
		}
	}
	return !s.options.Exhaustive
}

// Whole is how long the search takes at most from its beginning, if one
// measurement of every configuration takes all. It is for the time before
// anything was measured.
func (s *Search) Whole(all time.Duration) time.Duration {
	once := all / time.Duration(len(s.space.Configurations))
	final := leastPairs * 2 * once
	takes := max(time.Duration(share*Rounds*float64(all)), leastMeasurements*once) + final
	if s.options.Exhaustive {
		takes = Rounds*all + final
	}
	if s.options.MaxTime > 0 {
		takes = min(takes, s.options.MaxTime)
	}
	return takes
}

// Lead is how a race stands.
type Lead struct {
	// Leader is the configuration that is ahead; -1 if nothing was measured yet.
	Leader int
	// Speed is the leader's, in tokens per second.
	Speed float64
	// Gain is how much faster it is than the default, as a fraction, with its 95 %
	// interval; Blocks is the number of blocks that measured both. During the
	// search these figures flatter the leader, because it was chosen by them. In
	// the final they do not: then they are those of its pairs, of which there
	// will be Pairs.
	Gain, Low, High float64
	Blocks, Pairs   int
	// Running, Dropped and Tried count configurations.
	Running, Dropped int
}

// Lead says how the race for a goal stands, also in the middle of a block.
func (s *Search) Lead(goal int) Lead {
	r := s.races[goal]
	l := Lead{Leader: s.Leading(goal), Dropped: len(r.dropped)}
	if s.final != nil {
		l.Leader, l.Pairs = s.final.winners[goal], s.final.pairs
	}
	for _, i := range r.levels.at {
		if _, out := s.out[i]; !out && r.dropped[i] == "" {
			l.Running++
		}
	}
	if l.Leader < 0 {
		return l
	}
	levels := levelsOf(r.looks)
	l.Speed = math.Exp(levels.of[l.Leader] + machineOf(r.looks, levels))
	if l.Leader > 0 {
		p := pair(r.looks, l.Leader, 0, levels)
		if s.final != nil {
			p = s.final.compare(goal)
		}
		low, high := p.interval(confidence)
		l.Blocks, l.Gain, l.Low, l.High = p.n, math.Exp(p.difference)-1, math.Exp(low)-1, math.Exp(high)-1
	}
	return l
}

// Gone is a configuration that takes no part in any race any more.
type Gone struct {
	Configuration int
	State         ConfigurationState
	Reason        string
}

// Gone lists the configurations that take no part in any race any more: those
// that are slower for every goal, that failed, or that must fail like others.
func (s *Search) Gone() (all []Gone) {
	for i := range s.space.Configurations {
		if f, out := s.out[i]; out {
			all = append(all, Gone{i, f.state, f.reason})
		} else if why := s.slowerEverywhere(i); why != "" {
			all = append(all, Gone{i, StateSlower, why})
		}
	}
	return all
}

// slowerEverywhere says why a configuration was dropped from every race; "" if
// it was not.
func (s *Search) slowerEverywhere(i int) (why string) {
	for _, r := range s.races {
		if r.dropped[i] == "" {
			return ""
		}
		why = r.dropped[i]
	}
	return why
}
