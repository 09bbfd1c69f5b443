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
	// OrderAlternate reverses the order in every second round: A B, B A. A
	// steady drift over two rounds then affects all jobs equally.
	OrderAlternate Order = "alternate"
	// OrderShuffle shuffles each round by the plan's seed. It also helps
	// against disturbances that come and go at the pace of the rounds.
	OrderShuffle Order = "shuffle"
	// OrderFixed takes the jobs in the queue's order in every round.
	OrderFixed Order = "fixed"
)

// Orders lists all orders, the usual one first.
var Orders = []Order{OrderAlternate, OrderShuffle, OrderFixed}

// Validate returns an error if an order is not possible. An empty order means
// fixed: plans that were written before there was a choice have no order.
func (o Order) Validate() error {
	if o != "" && !slices.Contains(Orders, o) {
		return fmt.Errorf("order %q is not possible (alternate, shuffle or fixed)", Clean(string(o)))
	}
	return nil
}

// MaxSeed limits seeds, so that every reader of JSON keeps them exact.
const MaxSeed = 1 << 32

// LoadKey is the same for jobs that one loading of a model can serve. They can
// share a start of the engine.
func (j *Job) LoadKey() string {
	return j.Build.ID + "\x00" + j.Model.Key() + "\x00" + j.Params.Only(ScopeLoad).String() + "\x00" + j.Params.Only(ScopeProcess).String()
}

// Sequence is the order in which round r (from 0) takes jobs of the given load
// keys, as indices. Unless the order is fixed, jobs that one loading serves
// stay together, so that a round loads each model once.
//
// In the alternating order, every second round is the round before it in
// reverse, so that over the two rounds every job has the same mean position.
// With three or more models, each pair of rounds also begins one model later
// than the pair before it. Over twice as many rounds as there are models, each
// model is equally often in each position.
func (p *Plan) Sequence(r int, keys []string) []int {
	groups := grouped(keys)
	switch p.Order {
	case OrderAlternate:
		turn(groups, r)
	case OrderShuffle:
		// Each round has its own stream, so that a resumed session finds the
		// same order without going through the earlier rounds.
		random := rand.New(rand.NewPCG(p.Seed, uint64(r)))
		random.Shuffle(len(groups), func(i, k int) { groups[i], groups[k] = groups[k], groups[i] })
		for _, g := range groups {
			random.Shuffle(len(g), func(i, k int) { g[i], g[k] = g[k], g[i] })
		}
	default:
		// This is the queue's order, even if it loads a model again.
		out := make([]int, len(keys))
		for i := range out {
			out[i] = i
		}
		return out
	}
	return slices.Concat(groups...)
}

// grouped puts the indices of equal keys together. The groups are in the order
// of their first indices.
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

// shift rotates a list: it then begins with what was at index n.
func shift[T any](list []T, n int) {
	n %= len(list)
	rest := slices.Clone(list[:n])
	copy(list, list[n:])
	copy(list[len(list)-n:], rest)
}
