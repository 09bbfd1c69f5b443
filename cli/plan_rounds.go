package cli

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/planning"
)

// roundFlags say how many repetitions there are, and how they are spread over
// rounds.
type roundFlags struct {
	rounds     int // 0: dragstrip chooses
	order      string
	seed       seed
	coolDown   time.Duration
	noSentinel bool
	precision  percent
	maxTime    time.Duration
}

func (r *roundFlags) defineRounds(f *flags) {
	f.IntVar(&r.rounds, "rounds", 0, "spread the repetitions over `N` rounds of all jobs (A B B A); 0: dragstrip chooses by the time that loading takes, and takes 1 round for a single job")
	f.StringVar(&r.order, "order", string(bench.OrderAlternate), "order of the jobs in the rounds: alternate (A B, B A), shuffle (by --seed) or fixed (A B, A B)")
	f.Var(&r.seed, "seed", "`NUMBER` that fixes the order of --order shuffle (default: a new random number, kept in the plan)")
	f.DurationVar(&r.coolDown, "cool-down", 0, "before each start of the engine, wait until the machine is as cool (or as idle) as when the session began, at most this `TIME` (such as 2m); 0: do not wait")
	f.metavars["order"] = "alternate|shuffle|fixed"
	f.BoolVar(&r.noSentinel, "no-sentinel", false, "no drift check: do not repeat the first test at the end")
	f.Var(&r.precision, "precision", "repeat each test until its median is certain to within this `PERCENT` (such as 1%); at least 6 and at most 100 repetitions")
	f.DurationVar(&r.maxTime, "max-time", planning.DefaultMaxTime, "with --precision: add no more repetitions once the session has taken this `TIME` (such as 30m); 0: no limit")
}

// wishes gives what the flags ask for.
func (r *roundFlags) wishes() planning.Rounds {
	w := planning.Rounds{
		Number: r.rounds, Order: bench.Order(r.order), Seed: uint64(r.seed.number),
		CoolDown: r.coolDown, NoSentinel: r.noSentinel, Precision: float64(r.precision), MaxTime: r.maxTime,
	}
	if !r.seed.given {
		w.Seed = rand.Uint64N(bench.MaxSeed)
	}
	return w
}

// percent is the value of a flag: a fraction, written "1%", "0.5 %" or "0.5".
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
		return fmt.Errorf("must be between %g%% and %g%%", bench.MinPrecision*100, bench.MaxPrecision*100)
	default:
		*p = percent(v / 100)
	}
	return nil
}

// seed is the value of a flag: a number that may be left out.
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
