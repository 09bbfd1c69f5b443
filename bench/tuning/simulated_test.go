package tuning

import (
	"math"
	"math/rand/v2"
	"time"

	"dragstrip/bench"
)

// world is one simulated session on a field.
type world struct {
	*field
	chance *rand.Rand
	// drifted is how much faster the machine is at the moment, as a logarithm.
	drifted float64
	loaded  string
	spent   time.Duration
}

func newWorld(f *field, seed uint64) *world {
	return &world{field: f, chance: rand.New(rand.NewPCG(seed, 23)), loaded: "nothing"}
}

// draw is the noise of one look.
func (w *world) draw(t bench.Test) float64 {
	if pool := w.noise[t]; len(pool) > 0 {
		return pool[w.chance.IntN(len(pool))]
	}
	return w.sd * w.chance.NormFloat64()
}

// measure measures one member of a block: it loads the model if another one is
// loaded, warms up with one prompt and one token, and measures each test once.
func (w *world) measure(block Block, t Member) Measured {
	m := Measured{Block: block.Number, Configuration: t.Configuration, Speeds: map[bench.Test]float64{}, Repeated: map[bench.Test][]float64{}}
	seconds := 0.0
	if key := w.space.loadKey(t.Configuration); key != w.loaded {
		seconds, w.loaded = w.load, key
		m.Loading = time.Duration(seconds * float64(time.Second))
	}
	for _, test := range t.Tests {
		speed := 0.0
		for range block.Repetitions {
			speed = math.Exp(w.truth[test][t.Configuration] + w.drifted + w.draw(test))
			m.Repeated[test] = append(m.Repeated[test], speed)
			seconds += float64(test.Tokens()) / speed
		}
		m.Speeds[test] = bench.Median(m.Repeated[test])
		seconds += float64(test.Prompt+min(test.Generation, 1)) / speed
	}
	m.Elapsed = time.Duration(seconds * float64(time.Second))
	w.spent += m.Elapsed
	return m
}

// minutesPass changes the machine's speed, as it does between blocks.
func (w *world) minutesPass() {
	w.drifted = 0.8*w.drifted + w.drift*w.chance.NormFloat64()
	w.loaded = "nothing"
}

// outcome is how a simulated search ended.
type outcome struct {
	best Best
	// regret is how much slower the chosen configuration is than the best one,
	// as a fraction of its true speed.
	regret float64
	// search and whole are the times without and with the final.
	search, whole time.Duration
	// trace is who led when.
	trace []leading
}

type leading struct {
	at     time.Duration
	leader int
}

// simulate searches a field once.
func simulate(f *field, g Goal, seed uint64, o Options) outcome {
	exhaustive := o.Exhaustive
	o.Goals = []Goal{g}
	s, err := New(f.space, o)
	if err != nil {
		panic(err)
	}
	w := newWorld(f, seed)
	var out outcome
	for {
		block, more := s.Next()
		if !more {
			break
		}
		w.minutesPass()
		for _, t := range block.Members {
			s.Take(w.measure(block, t))
			if block.Stage == StageSearch && !exhaustive {
				out.trace = append(out.trace, leading{w.spent, s.Leading(0)})
			}
		}
		if block.Stage == StageSearch {
			out.search = w.spent
			out.trace = append(out.trace, leading{w.spent, s.races[0].leader})
		}
	}
	out.whole = w.spent
	all, _ := s.Result()
	out.best = all[0]
	if out.best.Winner < 0 {
		out.regret = 1
	} else {
		out.regret = 1 - f.speed(g, out.best.Winner)/f.bestSpeed(g)
	}
	return out
}
