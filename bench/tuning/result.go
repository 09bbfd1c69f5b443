package tuning

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Row is what is known of one configuration for one goal.
type Row struct {
	Configuration int
	State         ConfigurationState
	Reason        string
	// Looks counts the measurements of the search. Speed is in tokens per second, as
	// if all had been measured in the same minutes; 0 if not measured.
	Looks int
	Speed float64
	// MemoryBytes is the most memory that it took; 0 if not known.
	MemoryBytes int64
}

// Best is what the search found for one goal.
type Best struct {
	Goal Goal
	// Winner is the configuration to use; -1 if none could be measured. It is 0,
	// the default, unless the final showed that another one is faster.
	Winner int
	// Leader is the configuration that led the race and was in the final.
	Leader int
	// Gain is how much faster the leader was than the default in the final, as
	// a fraction, with its interval. Pairs is the number of pairs of the final;
	// with 0 there was no final.
	Gain, Low, High float64
	Pairs           int
	// Shown tells whether the final shows that the leader is faster.
	Shown bool
	// Deeper are the same comparison at the other depths that goals ask for.
	Deeper []AtDepth
	Rows   []Row
}

// Alone tells whether only one configuration was measured, so that there is nothing
// to compare it with.
func (b Best) Alone() bool {
	measured := 0
	for _, row := range b.Rows {
		if row.Looks > 0 {
			measured++
		}
	}
	return measured == 1
}

// AtDepth compares the leader of a goal with the default at another depth, by the
// pairs of the final.
type AtDepth struct {
	Depth           int
	Gain, Low, High float64
	Pairs           int
	// Shown tells whether a difference is shown, in either direction.
	Shown bool
}

// ErrNothingMeasured is the error of a search in which every configuration
// failed.
var ErrNothingMeasured = errors.New("no configuration could be measured")

// Result gives what was found so far. It can be asked at any time; before the
// final the winner is the leader.
func (s *Search) Result() ([]Best, error) {
	var all []Best
	measured := false
	for i, r := range s.races {
		b := s.best(i, r)
		measured = measured || b.Leader >= 0
		all = append(all, b)
	}
	s.adjust(all)
	for i := range all {
		all[i].Rows = s.rows(s.races[i], all[i])
	}
	if !measured && len(s.tried) > 0 && s.block.Stage == StageOver {
		return all, ErrNothingMeasured
	}
	return all, nil
}

// best gives what was found for one goal, without its rows.
func (s *Search) best(i int, r *race) Best {
	b := Best{Goal: r.goal, Winner: r.leader, Leader: r.leader}
	if s.final == nil {
		if len(s.open) > 0 {
			b.Leader = s.Leading(i)
			b.Winner = b.Leader
		}
		return b
	}
	b.Leader = s.final.winners[i]
	b.Winner = b.Leader
	if b.Leader <= 0 {
		return b
	}
	p := s.final.compare(i)
	b.Pairs, b.Gain = p.n, math.Exp(p.difference)-1
	if _, failed := s.out[b.Leader]; failed && s.block.Stage == StageOver {
		b.Winner, b.Pairs = 0, 0
	}
	if b.Pairs > 0 {
		b.Deeper = s.deeper(b)
	}
	return b
}

// deeper compares the leader of a goal with the default at the other depths of the
// same goal: the final measures everybody for all goals.
func (s *Search) deeper(b Best) (all []AtDepth) {
	for i, g := range s.final.goals {
		if g.Prompt != b.Goal.Prompt || g.Generation != b.Goal.Generation || g.Depth == b.Goal.Depth {
			continue
		}
		if p := pair(s.final.looks[i], b.Leader, 0, levels{}); p.n > 0 {
			all = append(all, AtDepth{Depth: g.Depth, Gain: math.Exp(p.difference) - 1, Pairs: p.n})
		}
	}
	return all
}

// adjust decides which leaders are shown to be faster. Several finals of one
// model, and their comparisons at other depths, are one family: the more there are, the more likely one of them shows a
// difference by chance.
func (s *Search) adjust(all []Best) {
	finals := 0
	for _, b := range all {
		if b.Pairs > 0 {
			finals += 1 + len(b.Deeper)
		}
	}
	sure := 1 - (1-confidence)/float64(max(finals, 1))
	for i := range all {
		if b := &all[i]; b.Pairs > 0 {
			low, high := s.final.compare(i).interval(sure)
			b.Low, b.High = math.Exp(low)-1, math.Exp(high)-1
			if b.Shown = low > 0; !b.Shown {
				b.Winner = 0
			}
			s.adjustDeeper(b, sure)
		}
	}
}

// adjustDeeper gives the comparisons at other depths their intervals.
func (s *Search) adjustDeeper(b *Best, sure float64) {
	for k := range b.Deeper {
		d := &b.Deeper[k]
		for i, g := range s.final.goals {
			if g.Prompt == b.Goal.Prompt && g.Generation == b.Goal.Generation && g.Depth == d.Depth {
				low, high := pair(s.final.looks[i], b.Leader, 0, levels{}).interval(sure)
				d.Low, d.High, d.Shown = math.Exp(low)-1, math.Exp(high)-1, low > 0 || high < 0
			}
		}
	}
}

// rows says what became of every configuration.
func (s *Search) rows(r *race, b Best) []Row {
	// The levels of the race have nothing of a block that is still being measured.
	now := levelsOf(r.looks)
	rows, machine := make([]Row, len(s.space.Configurations)), machineOf(r.looks, now)
	for i := range rows {
		row := &rows[i]
		row.Configuration, row.MemoryBytes, row.Looks = i, s.memory[i], now.looks[i]
		if row.Looks > 0 {
			row.Speed = math.Exp(now.of[i] + machine)
		}
		row.State, row.Reason = s.became(r, b, i)
	}
	return rows
}

// machineOf is the level of the machine over all blocks: what a level must be
// raised by to be a speed again.
func machineOf(looks []look, l levels) float64 {
	sum := 0.0
	for _, k := range looks {
		sum += (k.speed - l.of[k.configuration]) / float64(len(looks))
	}
	return sum
}

// became says what became of a configuration, and why.
func (s *Search) became(r *race, b Best, i int) (ConfigurationState, string) {
	if f, out := s.out[i]; out {
		return f.state, f.reason
	}
	switch {
	case i == b.Winner:
		return StateWinner, ""
	case i == 0 && b.Shown:
		return StateSlower, fmt.Sprintf("%s slower than %s, shown by %d fresh pairs", loss(b.Gain), s.space.Name(b.Leader), b.Pairs)
	case r.levels.looks[i] == 0 && s.once[i] != "" && s.waits(i):
		return StateFailed, s.once[i] + " (tried once so far)"
	case r.levels.looks[i] == 0 && s.once[i] != "":
		return StateFailed, s.once[i] + " (tried once)"
	case r.levels.looks[i] == 0 && slices.ContainsFunc(r.looks, func(k look) bool { return k.configuration == i }):
		return StateMeasured, "" // in a block that is still being measured
	case r.levels.looks[i] == 0:
		return StateNotTried, s.whyNotTried(r, i)
	case r.dropped[i] != "":
		return StateSlower, r.dropped[i]
	case i == b.Leader:
		return StateTied, "the final did not show that it is faster than the default"
	}
	if r.model != nil && b.Winner >= 0 && r.levels.looks[b.Winner] > 0 && r.levels.of[b.Winner]-r.levels.of[i] < sure*math.Hypot(r.error(i), r.error(b.Winner)) {
		return StateTied, "no difference shown"
	}
	return StateMeasured, ""
}

// waits tells whether a configuration is still to be tried again, unless the
// session ends before.
func (s *Search) waits(i int) bool {
	return !s.Ended() && (slices.Contains(s.again, i) || slices.ContainsFunc(s.open, func(m Member) bool { return m.Configuration == i }))
}

// whyNotTried says why a configuration was never measured.
func (s *Search) whyNotTried(r *race, i int) string {
	if s.tried[i] {
		return "not finished"
	}
	if why := r.beyondPeak(s.space, i); why != "" {
		return why
	}
	switch {
	case s.late && len(r.levels.at) < 2: // one configuration suggests nothing of others
		return "the time was over before its turn came"
	case r.model == nil || r.leader < 0:
		return "the search ended before its turn came"
	}
	e := r.model.expect(i)
	return fmt.Sprintf("similar configurations suggest %s of the best speed", bench.FormatPercent(math.Exp(e.mean-r.best())))
}

// Headline says in a sentence what was found for a goal.
func (s *Search) Headline(b Best) string {
	over := s.block.Stage == StageOver
	switch {
	case b.Leader < 0 && !over:
		return s.upper(b.Goal) + ": nothing was measured yet"
	case b.Leader < 0:
		return s.upper(b.Goal) + ": no configuration could be measured"
	case b.Shown && over:
		return fmt.Sprintf("The default loses %s of %s here (%s to %s): %s is faster, shown by %d fresh pairs",
			loss(b.Gain), s.speedName(b.Goal), loss(b.Low), loss(b.High), s.space.Name(b.Winner), b.Pairs)
	case b.Leader > 0 && !over:
		return s.upper(b.Goal) + fmt.Sprintf(": %s is ahead; no final has shown yet that it is faster than the default", s.space.Name(b.Leader))
	case b.Pairs > 0:
		return s.upper(b.Goal) + fmt.Sprintf(": a tie, so the default wins; %d fresh pairs did not show that %s is faster", b.Pairs, s.space.Name(b.Leader))
	case b.Leader > 0 && b.Winner > 0:
		return s.upper(b.Goal) + fmt.Sprintf(": %s is the fastest; the default failed, so nothing could be compared with it", s.space.Name(b.Winner))
	case b.Leader > 0:
		return s.upper(b.Goal) + fmt.Sprintf(": %s failed in the final, so the default wins", s.space.Name(b.Leader))
	case !over:
		return s.upper(b.Goal) + ": the default is ahead so far"
	case len(s.space.Configurations) == 1:
		return s.upper(b.Goal) + ": the default is the only configuration that can be tried"
	case b.Alone() && s.late:
		return s.upper(b.Goal) + ": only the default was measured, because the time was over"
	case b.Alone():
		return s.upper(b.Goal) + ": only the default could be measured"
	}
	return s.upper(b.Goal) + ": the default is the best that was found"
}

// upper names a goal at the beginning of a sentence.
func (s *Search) upper(g Goal) string {
	name := s.GoalName(g)
	return strings.ToUpper(name[:1]) + name[1:]
}

// loss is the share of the speed that is lost by not using a configuration that
// gains so much.
func loss(gain float64) string { return bench.FormatLoss(gain / (1 + gain)) }

// Leading is the configuration that is ahead for a goal at the moment, also in
// the middle of a block; -1 if nothing was measured yet.
func (s *Search) Leading(goal int) int {
	l := levelsOf(s.races[goal].looks)
	ahead := -1
	for _, i := range l.at {
		if _, out := s.out[i]; !out && (ahead < 0 || l.of[i] > l.of[ahead]) {
			ahead = i
		}
	}
	return ahead
}
