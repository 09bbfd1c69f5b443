package predict

import (
	"cmp"
	"math"
	"slices"
	"time"

	"dragstrip/bench"
)

// Past is the pace of a machine as its sessions show it. What was measured is
// taken as it was, the newest first. What was not is taken from the pace below,
// by as much slower or faster as the nearest thing that was measured: the same
// test with other parameters or another build, another test of the model, a
// model of the same quantization, anything of the engine build.
//
// A live session is a Past above that of the earlier ones: its own seconds
// count, and scale the remainder.
type Past struct {
	below Pace

	tests  map[like]bench.Summary
	turns  map[like]Turn
	onces  map[like]time.Duration
	near   map[like][]ratio
	starts map[like]time.Duration
	loads  map[like]float64 // a start over that of the pace below
	firsts map[like]time.Duration
	hashed map[like]bool
	look   time.Duration
	probe  time.Duration
}

// ratio is how a turn came out against the pace below.
type ratio struct {
	tokens     int
	once, each float64
}

// nearKept bounds how many tests are kept to choose the nearest from.
const nearKept = 32

// NewPast knows what the pace below it does.
func NewPast(below Pace) *Past {
	return &Past{
		below: below, tests: map[like]bench.Summary{}, turns: map[like]Turn{}, onces: map[like]time.Duration{}, near: map[like][]ratio{},
		starts: map[like]time.Duration{}, loads: map[like]float64{}, firsts: map[like]time.Duration{}, hashed: map[like]bool{},
	}
}

// Learn takes one session more, newest first.
func (p *Past) Learn(s *bench.Session) {
	p.learnTests(s)
	p.learnTimes(s)
}

// learnTimes takes what its time went into.
func (p *Past) learnTimes(s *bench.Session) {
	p.learnTurns(s)
	p.learnStarts(s)
	if p.look == 0 {
		p.look = s.Spent.Looking
	}
	if p.probe == 0 {
		p.probe = mean(s.Spent.Probes)
	}
	for _, h := range s.Spent.Hashed {
		if j := s.Job(h.Job); j != nil {
			p.hashed[hashKey(j.Model)] = true
		}
	}
}

// learnTests keeps the newest summaries. What is suspect is left out: nothing
// is expected from what cannot be. Judging costs most, so what a newer session
// has shown is not judged again.
func (p *Past) learnTests(s *bench.Session) {
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			key := testKey(&j.Job, t.Test)
			if _, newer := p.tests[key]; newer || len(t.Results) == 0 {
				continue
			}
			if sum := t.Summary(); sum.N > 0 && bench.GradeOf(s.DoubtsOf(j, t)) != bench.GradeSuspect {
				p.tests[key] = sum
			}
		}
	}
}

// learnTurns takes the mean over rounds: that is what adds up to what was.
func (p *Past) learnTurns(s *bench.Session) {
	type of struct {
		job    string
		test   bench.Test
		filled bool
	}
	var order []of
	turns := map[of][]bench.TurnSpent{}
	for _, t := range s.Spent.Turns {
		key := of{t.Job, t.Test, t.Filled}
		if turns[key] == nil {
			order = append(order, key)
		}
		turns[key] = append(turns[key], t)
	}
	for _, key := range order {
		if j := s.Job(key.job); j != nil {
			below, _ := p.below.Turn(&j.Job, key.test, key.filled)
			turn, first := meanTurn(turns[key], below.Once)
			p.keepTurn(&j.Job, key.test, key.filled, turn)
			if turns[key][0].First {
				keepNewest(p.firsts, startKey(&j.Job), first)
			}
		}
	}
}

// meanTurn is what a turn took, and what the first of a session took more. With
// the first alone nobody knows how much comes again: as much as lies half way to
// what was thought before.
func meanTurn(turns []bench.TurnSpent, once time.Duration) (turn Turn, first time.Duration) {
	var onces []time.Duration
	n := 0
	for _, t := range turns {
		turn.Each += time.Duration(t.N) * t.Each
		n += t.N
		if !t.First {
			onces = append(onces, t.Once)
		}
	}
	turn.Each /= time.Duration(max(n, 1))
	turn.Once = mean(onces)
	if !turns[0].First {
		return turn, 0
	}
	if len(onces) == 0 {
		turn.Once = min(turns[0].Once, time.Duration(math.Sqrt(float64(turns[0].Once)*float64(once))))
	}
	return turn, max(turns[0].Once-turn.Once, 0)
}

func (p *Past) keepTurn(j *bench.Job, t bench.Test, filled bool, turn Turn) {
	for _, key := range sameTurn(j, t) {
		keepNewest(p.turns, key, turn)
		keepNewest(p.onces, key.leftFilled(filled), turn.Once)
	}
	guess, _ := p.below.Turn(j, t, filled)
	r := ratio{t.Tokens() + t.Depth, over(turn.Once, guess.Once), over(turn.Each, guess.Each)}
	for _, key := range nearTurn(j, t) {
		if len(p.near[key]) < nearKept {
			p.near[key] = append(p.near[key], r)
		}
	}
}

func (p *Past) learnStarts(s *bench.Session) {
	took := map[string][]time.Duration{}
	for _, start := range s.Spent.Starts {
		if start.Whole {
			took[start.Job] = append(took[start.Job], start.Took)
		}
	}
	for _, j := range s.Jobs {
		if len(took[j.ID]) == 0 {
			continue
		}
		one := mean(took[j.ID])
		keepNewest(p.starts, startKey(&j.Job), one)
		for _, key := range nearStart(&j.Job) {
			keepNewest(p.loads, key, over(one, p.below.Start(&j.Job)))
		}
	}
}

// Turn is what was measured of the test, or what lies nearest says.
func (p *Past) Turn(j *bench.Job, t bench.Test, filled bool) (Turn, bool) {
	for _, key := range sameTurn(j, t) {
		turn, same := p.turns[key]
		if !same {
			continue
		}
		once, known := p.onces[key.leftFilled(filled)]
		if !known { // it was measured after other tests
			likely, _ := p.unseen(j, t, filled)
			once = likely.Once
		}
		return Turn{once, turn.Each}, true
	}
	return p.unseen(j, t, filled)
}

// unseen is a turn that was not measured, by what lies nearest. Of a prompt and
// a generation together each part goes by its own kind.
func (p *Past) unseen(j *bench.Job, t bench.Test, filled bool) (Turn, bool) {
	below, seen := p.below.Turn(j, t, filled)
	if sortOf(t) == both {
		prompt := bench.Test{Prompt: t.Prompt, Depth: t.Depth}
		tokens := bench.Test{Generation: t.Generation, Depth: t.Depth + t.Prompt}
		a, _ := p.below.Turn(j, prompt, true)
		b, _ := p.below.Turn(j, tokens, true)
		first, second := p.ratioOf(j, prompt), p.ratioOf(j, tokens)
		below.Once = scaled(below.Once, first.once)
		below.Each = scaled(below.Each, over(scaled(a.Each, first.each)+scaled(b.Each, second.each), a.Each+b.Each))
		return below, seen
	}
	r := p.ratioOf(j, t)
	return Turn{scaled(below.Once, r.once), scaled(below.Each, r.each)}, seen
}

// ratioOf is the nearest ratio, or 1.
func (p *Past) ratioOf(j *bench.Job, t bench.Test) ratio {
	if r, ok := p.nearest(j, t); ok {
		return r
	}
	return ratio{once: 1, each: 1}
}

// nearest is the ratio of what has most in common, and of those the one of the
// most similar length.
func (p *Past) nearest(j *bench.Job, t bench.Test) (best ratio, ok bool) {
	far := func(r ratio) float64 {
		return math.Abs(math.Log(float64(max(r.tokens, 1)) / float64(max(t.Tokens()+t.Depth, 1))))
	}
	for _, key := range nearTurn(j, t) {
		if all := p.near[key]; len(all) > 0 {
			return slices.MinFunc(all, func(a, b ratio) int { return cmp.Compare(far(a), far(b)) }), true
		}
	}
	return best, false
}

// Start is what a start with the model took, or what other models' say.
func (p *Past) Start(j *bench.Job) time.Duration {
	if took, known := p.starts[startKey(j)]; known {
		return took
	}
	for _, key := range nearStart(j) {
		if r, known := p.loads[key]; known {
			return scaled(p.below.Start(j), r)
		}
	}
	return p.below.Start(j)
}

// First is what it took last.
func (p *Past) First(j *bench.Job) time.Duration {
	if first, known := p.firsts[startKey(j)]; known {
		return first
	}
	return p.below.First(j)
}

// Look is what it took last.
func (p *Past) Look() time.Duration { return cmp.Or(p.look, p.below.Look()) }

// Probe is what it took last.
func (p *Past) Probe() time.Duration { return cmp.Or(p.probe, p.below.Probe()) }

// Hash costs nothing a second time: digests are remembered.
func (p *Past) Hash(m bench.Model) time.Duration {
	if p.hashed[hashKey(m)] {
		return 0
	}
	return p.below.Hash(m)
}

// Summary is that of the newest session that measured the same.
func (p *Past) Summary(j *bench.Job, t bench.Test) bench.Summary {
	if sum := p.tests[testKey(j, t)]; sum.N > 0 {
		return sum
	}
	return p.below.Summary(j, t)
}

// Expect is the interval of the newest session that measured the same; where
// it has none, its slowest and fastest repetition.
func (p *Past) Expect(j *bench.Job, t bench.Test) (low, high float64) {
	sum := p.Summary(j, t)
	if sum.HasInterval {
		return sum.Low, sum.High
	}
	return sum.Min, sum.Max
}

// keepNewest keeps what is learned first: sessions come newest first. Nothing,
// where that is what it took, is known as well.
func keepNewest[T any](kept map[like]T, key like, value T) {
	if _, newer := kept[key]; !newer {
		kept[key] = value
	}
}

func mean(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	var sum time.Duration
	for _, d := range all {
		sum += d
	}
	return sum / time.Duration(len(all))
}

// over is a ratio that is good to multiply with: what is too short to be timed
// says nothing.
func over(took, guess time.Duration) float64 {
	const least = 5 * time.Millisecond
	return float64(max(took, least)) / float64(max(guess, least))
}

func scaled(d time.Duration, by float64) time.Duration { return time.Duration(float64(d) * by) }
