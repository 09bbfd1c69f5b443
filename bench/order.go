package bench

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Order says in which order a round takes the jobs.
type Order string

// The orders.
const (
	// OrderAlternate turns the order round with every round: A B, B A. What
	// drifts evenly over two rounds then falls on all jobs alike.
	OrderAlternate Order = "alternate"
	// OrderShuffle shuffles each round by the plan's seed. It also stands
	// against what comes and goes in step with the rounds.
	OrderShuffle Order = "shuffle"
	// OrderFixed takes the queue as it stands in every round.
	OrderFixed Order = "fixed"
)

// Orders lists them, the usual one first.
var Orders = []Order{OrderAlternate, OrderShuffle, OrderFixed}

// Validate says what is wrong with an order, or nil. The empty one is that of
// plans written before there was a choice: fixed.
func (o Order) Validate() error {
	if o != "" && !slices.Contains(Orders, o) {
		return fmt.Errorf("order %q is not possible (alternate, shuffle or fixed)", Clean(string(o)))
	}
	return nil
}

// MaxSeed bounds seeds: below it they pass unharmed through everybody's JSON.
const MaxSeed = 1 << 32

// LoadKey names what one loading of a model serves: jobs of the same key can
// share a start of the engine.
func (j *Job) LoadKey() string {
	return j.Build.ID + "\x00" + j.Model.Key() + "\x00" + j.Params.Only(ScopeLoad).String() + "\x00" + j.Params.Only(ScopeProcess).String()
}

// Sequence is the order in which round r (from 0) takes jobs of the given load
// keys, as indices. Jobs that one loading serves stay together: a round loads
// each model once, whatever the order.
//
// Alternating, every second round is its predecessor backwards, so that over
// the two every job has the same mean place. With three and more models the
// pairs also begin one model further on each time: over twice as many rounds
// as there are models each is first equally often, and in every other place.
func (p *Plan) Sequence(r int, keys []string) []int {
	groups := grouped(keys)
	switch p.Order {
	case OrderAlternate:
		turn(groups, r)
	case OrderShuffle:
		// A stream of its own for each round, so that a resumed session
		// finds the same order without going through the earlier ones.
		random := rand.New(rand.NewPCG(p.Seed, uint64(r)))
		random.Shuffle(len(groups), func(i, k int) { groups[i], groups[k] = groups[k], groups[i] })
		for _, g := range groups {
			random.Shuffle(len(g), func(i, k int) { g[i], g[k] = g[k], g[i] })
		}
	default:
		// The queue as it stands, also where that loads a model again.
		out := make([]int, len(keys))
		for i := range out {
			out[i] = i
		}
		return out
	}
	return slices.Concat(groups...)
}

// grouped gives the indices of equal keys together, in the order of their
// first.
func grouped(keys []string) [][]int {
	var groups [][]int
	at := map[string]int{}
	for i, key := range keys {
		g, seen := at[key]
		if !seen {
			g = len(groups)
			at[key] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}

// turn arranges groups for an alternating round.
func turn(groups [][]int, r int) {
	pair := r / 2
	if len(groups) > 2 {
		shift(groups, pair)
	}
	for _, g := range groups {
		if len(g) > 2 {
			shift(g, pair)
		}
	}
	if r%2 == 1 {
		slices.Reverse(groups)
		for _, g := range groups {
			slices.Reverse(g)
		}
	}
}

// shift begins a list n further on.
func shift[T any](list []T, n int) {
	n %= len(list)
	rest := slices.Clone(list[:n])
	copy(list, list[n:])
	copy(list[len(list)-n:], rest)
}
