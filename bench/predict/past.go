package predict

import (
	"cmp"
	"math"
	"slices"
	"time"

	"dragstrip/bench"
)

// Past is the pace of a machine as its sessions show it. If something was
// measured, its newest measurement counts. If not, the time comes from below,
// the Pace that this Past builds on. That time is corrected by the ratio of the
// most similar measured tests of the same sort. The order of similarity is: the
// same model and parameters, the same model, a model of the same quantization,
// anything on the engine build, anything on another build of the engine on the
// same sort of device.
//
// The Past of a live session builds on the Past of the earlier sessions: the
// session's own times count, and they correct the times of the earlier
// sessions.
type Past struct {
	below Pace

	tests  map[like]bench.Summary
	turns  map[like]*lesson
	onces  map[like]*lesson
	near   map[like][]*lesson
	starts map[like]time.Duration
	loads  map[like]float64 // the measured time of a start, divided by the time that below expects
	firsts map[like]*lesson
	hashed map[like]bool
	look   time.Duration
	probe  time.Duration

	sessions int // how many sessions it learned from
	sittings map[like][]bench.Sitting
	// elsewhere are the keys of what other machines computed.
	elsewhere map[like]bool
}

// nearKept limits how many tests are kept to choose the nearest from.
const nearKept = 32

// NewPast makes a Past that has learned nothing yet: it answers like the pace
// below it.
func NewPast(below Pace) *Past {
	return &Past{
		below: below, tests: map[like]bench.Summary{}, turns: map[like]*lesson{}, onces: map[like]*lesson{}, near: map[like][]*lesson{},
		starts: map[like]time.Duration{}, loads: map[like]float64{}, firsts: map[like]*lesson{}, hashed: map[like]bool{}, sittings: map[like][]bench.Sitting{}, elsewhere: map[like]bool{},
	}
}

// learnAround learns how a session spent its time besides its tests.
func (p *Past) learnAround(s *bench.Session) {
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

// learnTests keeps the newest summaries, and the samples of each session.
// Suspect results are left out, because their figures cannot be right.
// Throttled results are left out of the scatter, too.
func (p *Past) learnTests(s *bench.Session) {
	p.sessions++
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			sum := t.Summary()
			if sum.N == 0 {
				continue
			}
			grade := bench.GradeOf(s.DoubtsOf(j, t))
			if grade != bench.GradeSuspect {
				keepNewest(p.tests, testKey(&j.Job, t.Test), sum)
			}
			if grade.Weight() < bench.GradeThrottled.Weight() {
				key := scatterKey(&j.Job, t.Test)
				p.sittings[key] = append(p.sittings[key], bench.Sitting{Session: p.sessions, Starts: t.StartsTPS()})
				p.elsewhere[key] = j.BuildUsed().Traits.Elsewhere
			}
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

// Turn is the measured time of the test. If the test was not measured, the time
// follows from the nearest test.
func (p *Past) Turn(j *bench.Job, t bench.Test, filled bool) (Turn, bool) {
	for _, key := range sameTurn(j, t) {
		same := p.turns[key]
		if same == nil {
			continue
		}
		if after := p.onces[key.leftFilled(filled)]; after != nil {
			return Turn{after.turn.Once, same.turn.Each}, true
		}
		// The test was measured, but not after a test that left the engine in
		// the same state as now.
		likely, _ := p.unseen(j, t, filled)
		return Turn{likely.Once, same.turn.Each}, true
	}
	return p.unseen(j, t, filled)
}

// unseen estimates a turn that was not measured from the nearest test. If a
// test has both a prompt and a generation, each part is estimated by itself.
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

// nearest is the ratio of the test that has most in common. If there are
// several, the one with the most similar length counts.
func (p *Past) nearest(j *bench.Job, t bench.Test) (best ratio, ok bool) {
	far := func(r ratio) float64 {
		return math.Abs(math.Log(float64(max(r.tokens, 1)) / float64(max(t.Tokens()+t.Depth, 1))))
	}
	for _, key := range nearTurn(j, t) {
		if all := p.near[key]; len(all) > 0 {
			return slices.MinFunc(all, func(a, b *lesson) int { return cmp.Compare(far(a.ratio), far(b.ratio)) }).ratio, true
		}
	}
	return best, false
}

// Start is how long a start with the model took. If there was none, the time
// follows from starts with other models.
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

// First is the extra time of the latest first turn.
func (p *Past) First(j *bench.Job) time.Duration {
	if last := p.firsts[startKey(j)]; last != nil {
		return last.extra
	}
	return p.below.First(j)
}

// Look is how long it took the last time.
func (p *Past) Look() time.Duration { return cmp.Or(p.look, p.below.Look()) }

// Probe is how long it took the last time.
func (p *Past) Probe() time.Duration { return cmp.Or(p.probe, p.below.Probe()) }

// Hash is zero if the model was hashed before, because digests are remembered.
func (p *Past) Hash(m bench.Model) time.Duration {
	if p.hashed[hashKey(m)] {
		return 0
	}
	return p.below.Hash(m)
}

// Summary is the summary from the newest session that measured the same.
func (p *Past) Summary(j *bench.Job, t bench.Test) bench.Summary {
	if sum := p.tests[testKey(j, t)]; sum.N > 0 {
		return sum
	}
	return p.below.Summary(j, t)
}

// Expect is the figure of the newest session that measured the same, with its
// 95 % interval. If there is no interval, the ends are the slowest and the
// fastest repetition.
func (p *Past) Expect(j *bench.Job, t bench.Test) bench.SpeedRange {
	sum := p.Summary(j, t)
	if sum.HasInterval {
		return bench.SpeedRange{TPS: sum.Median, From: sum.Low, To: sum.High}
	}
	return bench.SpeedRange{TPS: sum.Median, From: sum.Min, To: sum.Max}
}

// keepNewest keeps the value that comes first, because the newest session comes
// first. A time of zero also counts as known.
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

func scaled(d time.Duration, by float64) time.Duration { return time.Duration(float64(d) * by) }
