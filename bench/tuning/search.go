package tuning

import (
	"errors"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
)

// Options are how a search is done.
type Options struct {
	// Goals are what the best configuration is searched for. Each has its own
	// winner.
	Goals []Goal
	// MaxTime limits the search and its final together; 0 means a quarter of
	// the time that measuring everything would take.
	MaxTime time.Duration
	// Exhaustive measures every configuration in every block.
	Exhaustive bool
	// MemoryLimit is the most memory in bytes that a configuration may take; 0
	// means no limit.
	MemoryLimit int64
	// Known are failures of earlier searches on this machine, by the index of
	// the configuration. One that may pass is tried again.
	Known map[int]Failure
}

// Rounds is how often an exhaustive search measures each configuration.
const Rounds = bench.DefaultRepetitions

// Search finds the best configurations. It only decides: Next says what to
// measure, and Take is told what was measured. It uses no clock and no chance.
// So the same measurements lead to the same decisions, and a search that was
// killed continues where it was once its journal was read again.
type Search struct {
	space    *Space
	options  Options
	races    []*race
	block    Block
	open     []Member // members of the block that were not measured yet
	tried    map[int]bool
	failures map[int]int
	held     map[int]bool   // configurations that were killed and are tried once more
	again    []int          // configurations that failed once
	once     map[int]string // why they failed
	out      map[int]fate
	memory   map[int]int64
	costs    costs
	keys     []string // the load key of each configuration
	final    *final
	late     bool // the time was over before the search had its answer
}

// New starts a search.
func New(space *Space, options Options) (*Search, error) {
	if len(options.Goals) == 0 {
		return nil, errors.New("the search has no goal")
	}
	s := &Search{
		space: space, options: options, block: Block{Number: -1},
		tried: map[int]bool{}, failures: map[int]int{}, held: map[int]bool{}, once: map[int]string{}, out: map[int]fate{}, memory: map[int]int64{}, costs: costs{own: map[int][]time.Duration{}},
	}
	for i := range space.Configurations {
		s.keys = append(s.keys, space.loadKey(i))
	}
	for _, g := range options.Goals {
		if err := g.Validate(); err != nil {
			return nil, err
		}
		s.races = append(s.races, &race{goal: g, dropped: map[int]string{}, leader: -1})
	}
	for i := range space.Configurations {
		if f, known := options.Known[i]; known && f.Kind != FailedOnce {
			if f.Kind == FailedKilled {
				s.failures[i] = tries - 1
			}
			s.fail(i, f)
		}
	}
	return s, nil
}

// Next says what to measure next: the members of a block, or those of them that
// were not measured yet. It is false if the search is over.
func (s *Search) Next() (Block, bool) {
	if len(s.open) == 0 && s.block.Stage != StageOver {
		s.begin()
	}
	return Block{s.block.Number, s.block.Stage, slices.Clone(s.open), s.repetitions()}, s.block.Stage != StageOver
}

// repetitions is how often the tests of the block are measured.
func (s *Search) repetitions() int {
	if s.block.Number == 0 && !s.options.Exhaustive {
		return firstRepetitions
	}
	return 1
}

// begin decides what the next block is.
func (s *Search) begin() {
	s.block.Number++
	if s.final == nil {
		members := s.members()
		if len(members) > 0 && s.hasTimeFor(members) {
			s.issue(StageSearch, members)
			return
		}
		undecided := slices.ContainsFunc(s.races, func(r *race) bool { return r.undecided(s) })
		s.late = len(members) > 0 || undecided && !s.options.Exhaustive
		s.final = s.newFinal()
	}
	if members := s.final.members(s.out); len(members) > 0 {
		s.issue(StageFinal, members)
		return
	}
	s.block.Stage = StageOver
}

// issue makes a block of configurations. Those that share a loaded model are
// together, and every second block is measured in reverse, so that no
// configuration always comes first.
func (s *Search) issue(stage Stage, members []int) {
	slices.SortStableFunc(members, func(a, b int) int { return strings.Compare(s.keys[a], s.keys[b]) })
	if s.block.Number%2 == 1 {
		slices.Reverse(members)
	}
	s.block.Stage, s.open = stage, nil
	for _, i := range members {
		s.open = append(s.open, Member{i, s.tests()})
		s.tried[i] = true
	}
}

// tests are the tests of all goals, each once.
func (s *Search) tests() []bench.Test { return TestsOf(s.options.Goals) }

// Take is told what a measurement gave. It ignores a measurement that is not part
// of the block.
func (s *Search) Take(m Measured) {
	at := slices.IndexFunc(s.open, func(t Member) bool { return t.Configuration == m.Configuration })
	if at < 0 || m.Block != s.block.Number {
		return
	}
	s.open = slices.Delete(s.open, at, at+1)
	s.costs.take(m)
	delete(s.held, m.Configuration)
	s.memory[m.Configuration] = max(s.memory[m.Configuration], m.MemoryBytes)
	if m.Failure == nil {
		m.Failure = s.overLimit(m)
	}
	switch {
	case m.Failure != nil:
		s.fail(m.Configuration, *m.Failure)
	case s.final != nil:
		s.final.take(m)
	default:
		for _, r := range s.races {
			r.take(m)
		}
	}
	if len(s.open) == 0 && s.final == nil {
		for _, r := range s.races {
			r.judge(s)
		}
	}
}

// members are the configurations of the next block of the search; none if the
// search has an answer.
func (s *Search) members() []int {
	if s.options.Exhaustive {
		return s.everything()
	}
	again := s.again
	s.again = nil
	if len(s.costs.own) == 0 {
		if len(again) > 0 {
			return again
		}
		return s.standard()
	}
	var members []int
	add := func(list ...int) {
		for _, i := range list {
			if _, out := s.out[i]; !out && !slices.Contains(members, i) {
				members = append(members, i)
			}
		}
	}
	add(again...)
	for _, r := range s.races {
		if !r.over {
			add(s.of(r)...)
		}
	}
	return members
}

// everything is the next block of an exhaustive search.
func (s *Search) everything() []int {
	if s.block.Number >= Rounds {
		return nil
	}
	return s.remaining()
}

// standard is the first block: the default alone. It tells how long a measurement and
// a loading take.
func (s *Search) standard() []int {
	if _, out := s.out[0]; out {
		return s.untriedAtAll()
	}
	return []int{0}
}

// exploring divides the time limit: a block may take half of it. That is enough
// to try many configurations per loading of a model, and little enough that the
// search learns before it has spent its time.
const exploring = 2

// contendersAtOnce is how many contenders a block has at most: enough that the
// best is among them, few enough that they are measured within the same minutes.
const contendersAtOnce = 4

// of are the configurations that a race wants in the next block: the leader,
// those that may be better than it, and untried ones that promise most. The
// leader links the blocks, so that all can be compared.
func (s *Search) of(r *race) []int {
	if r.leader < 0 {
		return s.untriedAtAll()
	}
	left := s.limit() - s.costs.spent
	members := []int{r.leader}
	rivals := r.contenders(s)
	for _, i := range rivals[:min(len(rivals), contendersAtOnce)] {
		if s.timeOf(append(members, i)) <= left {
			members = append(members, i)
		}
	}
	if !r.explored {
		once := max(s.limit()/exploring, s.timeOf(members)*2)
		members = append(members, r.promising(s, members, min(left, once))...)
	}
	if len(members) < 2 {
		return nil // a leader alone is compared with nobody
	}
	return members
}

// untriedAtAll gives some configurations that were never tried. It is used if
// all those that were tried have failed.
func (s *Search) untriedAtAll() []int {
	var out []int
	for i := range s.space.Configurations {
		if _, gone := s.out[i]; !gone && !s.tried[i] && !s.isHeld(i) && len(out) < 4 {
			out = append(out, i)
		}
	}
	return out
}

// Name names a configuration by its differences from the default.
func (s *Search) Name(i int) string { return s.space.Name(i) }

// Default says the values of the default on each axis that has others.
func (s *Search) Default() []string {
	var out []string
	for i, a := range s.space.Axes {
		if len(a.Values) > 1 {
			out = append(out, a.Said(s.space.Configurations[0][i]))
		}
	}
	return out
}

// OutOfTime tells whether the search ended because its time was over, before it had
// its answer.
func (s *Search) OutOfTime() bool { return s.late }

// Ended tells whether the search and its final are over. Next must have been
// called after the last measurement.
func (s *Search) Ended() bool { return s.block.Stage == StageOver }
