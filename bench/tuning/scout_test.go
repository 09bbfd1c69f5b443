package tuning

import (
	"cmp"
	"math"
	"slices"

	"dragstrip/bench"
)

// scout searches a field by the rule of llama-parameter-scout 0.1.0 (profile
// "standard"), for comparison: the default first, then the configurations in
// their order, 20 attempts in all, each with 4 repetitions in one start. What
// attempts are left go, one repetition each, to those that scatter by more than
// 12 %, or to the first and another one that differ by less than 3 % of the
// scatter. Then those that are slower than another one in both prefill and
// generation are dropped, and the highest median wins. It has no interval and
// no fresh comparison, so it always has a winner. Its repetitions get
// independent noise here, although they share a start: that favours it.
func scout(f *field, g Goal, seed uint64) outcome {
	const attempts, repetitions, scattered, most = 20, 4, 0.12, 6
	w := newWorld(f, seed)
	samples := map[int][]map[bench.Test]float64{}
	measure := func(i, n int) {
		w.minutesPass()
		prefill, generation := f.tests()
		for range n {
			m := w.measure(Block{Repetitions: 1}, Member{i, []bench.Test{prefill, generation}})
			samples[i] = append(samples[i], m.Speeds)
		}
	}
	left := attempts
	for i := range f.space.Configurations {
		if left > 0 {
			measure(i, repetitions)
			left--
		}
	}
	ranked := func() []int {
		var order []int
		for i := range f.space.Configurations {
			if len(samples[i]) > 0 {
				order = append(order, i)
			}
		}
		slices.SortStableFunc(order, func(a, b int) int {
			return cmp.Compare(medianSpeed(g, samples[b]), medianSpeed(g, samples[a]))
		})
		return order
	}
	for ; left > 0; left-- {
		order, target := ranked(), -1
		for _, i := range order {
			if target < 0 && scatterOf(g, samples[i]) > scattered && len(samples[i]) < most {
				target = i
			}
		}
		if target < 0 {
			break
		}
		measure(target, 1)
	}
	winner := ranked()[0]
	out := outcome{search: w.spent, whole: w.spent, regret: 1 - f.speed(g, winner)/f.bestSpeed(g)}
	out.best = Best{Goal: g, Winner: winner, Leader: winner, Shown: winner != 0}
	return out
}

func medianSpeed(g Goal, samples []map[bench.Test]float64) float64 {
	var all []float64
	for _, s := range samples {
		all = append(all, g.Speed(s))
	}
	return bench.Median(all)
}

// scatterOf is the median distance from the median, as a fraction of it.
func scatterOf(g Goal, samples []map[bench.Test]float64) float64 {
	middle := medianSpeed(g, samples)
	var off []float64
	for _, s := range samples {
		off = append(off, math.Abs(g.Speed(s)-middle))
	}
	return bench.Median(off) / middle
}
