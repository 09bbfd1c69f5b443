package cli

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/predict"
)

// roundFlags say how repetitions are spread, and how many there are to be.
type roundFlags struct {
	rounds     int // 0: chosen
	order      string
	seed       seed
	coolDown   time.Duration
	noSentinel bool
	precision  percent
	maxTime    time.Duration
}

// defaultMaxTime ends a search for precision that nobody bounded: a session
// left alone on a noisy machine should not take the evening.
const defaultMaxTime = 10 * time.Minute

func (r *roundFlags) define(f *flags) {
	f.IntVar(&r.rounds, "rounds", 0, "`N` passes over all jobs that the repetitions are spread over, A B B A; 0 chooses by what loading anew costs")
	f.StringVar(&r.order, "order", string(bench.OrderAlternate), "`ORDER` of the jobs within rounds: alternate (A B, B A), shuffle (by --seed) or fixed (A B, A B)")
	f.Var(&r.seed, "seed", "`NUMBER` that --order shuffle goes by (default: a new one, kept in the plan)")
	f.DurationVar(&r.coolDown, "cool-down", 0, "before each start of the engine wait until the machine is as cool, or as idle, as at first, for at most this `TIME` (2m); 0 does not wait")
	f.BoolVar(&r.noSentinel, "no-sentinel", false, "do not repeat the first test at the end to see drift")
	f.Var(&r.precision, "precision", "go on until the interval of each median is within this `PERCENT` of it (1%), at least 6 and at most 100 repetitions")
	f.DurationVar(&r.maxTime, "max-time", defaultMaxTime, "with --precision: the most `TIME` the session may take before it stops adding repetitions; 0 is no bound")
}

// check finds mistakes; repetitions are those of each test.
func (r *roundFlags) check(repetitions int) error {
	if err := bench.Order(r.order).Validate(); err != nil {
		return usagef("--order: %w", err)
	}
	switch {
	case r.rounds < 0 || r.rounds > repetitions:
		return usagef("--rounds must be 1 to the number of repetitions (%d), not %d; 0 chooses", repetitions, r.rounds)
	case r.coolDown < 0 || r.coolDown > bench.MaxCoolDown:
		return usagef("--cool-down must be 0 to %s, not %s", bench.MaxCoolDown, r.coolDown)
	case r.coolDown > 0 && r.coolDown < bench.MinCoolDown:
		return usagef("--cool-down %s is too short to see anything; give at least %s", r.coolDown, bench.MinCoolDown)
	case r.maxTime < 0:
		return usagef("--max-time must not be negative")
	case r.maxTime != defaultMaxTime && r.precision == 0:
		return usagef("--max-time bounds the search of --precision, which is not given")
	case r.precision > 0 && repetitions < bench.DefaultRepetitions:
		return usagef("--precision needs at least %d repetitions (-r): fewer give no interval", bench.DefaultRepetitions)
	}
	return nil
}

// apply writes the flags into a plan, its number of rounds excepted.
func (r *roundFlags) apply(p *bench.Plan) {
	p.Rounds, p.Order = r.rounds, bench.Order(r.order)
	p.CoolDown, p.Sentinel = r.coolDown, !r.noSentinel
	p.Precision = float64(r.precision)
	if p.Precision > 0 {
		p.MaxTime = r.maxTime
	}
	if p.Order == bench.OrderShuffle {
		p.Seed = uint64(r.seed.number)
		if !r.seed.given {
			p.Seed = rand.Uint64N(bench.MaxSeed)
		}
	}
}

// chooseRounds fills in the number of rounds where it was left open.
func chooseRounds(p *bench.Plan, basis func(*bench.Job) predict.Basis) {
	if p.Rounds == 0 {
		p.Rounds = predict.Rounds(p, basis)
	}
}

// percent is a flag's fraction, written "1%", "0.5 %" or "0.5".
type percent float64

func (p *percent) String() string {
	if p == nil || *p == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(*p)*100, 'g', -1, 64) + "%"
}

func (p *percent) Set(text string) error {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	v, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil:
		return fmt.Errorf("must be a percentage such as 1%%")
	case v == 0:
		*p = 0
	case !(v >= bench.MinPrecision*100 && v <= bench.MaxPrecision*100):
		return fmt.Errorf("must be %g%% to %g%%", bench.MinPrecision*100, bench.MaxPrecision*100)
	default:
		*p = percent(v / 100)
	}
	return nil
}

// seed is a flag's number that may be left open.
type seed struct {
	number uint32
	given  bool
}

func (s *seed) String() string {
	if s == nil || !s.given {
		return ""
	}
	return strconv.FormatUint(uint64(s.number), 10)
}

func (s *seed) Set(text string) error {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 32)
	if err != nil {
		return fmt.Errorf("must be a number from 0 to %d", uint64(bench.MaxSeed)-1)
	}
	s.number, s.given = uint32(n), true
	return nil
}
