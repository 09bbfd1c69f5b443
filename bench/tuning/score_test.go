package tuning

import (
	"cmp"
	"math"
	"slices"

	"dragstrip/bench"
)

// score is the performance score of Kernel Tuner (Willemsen and others, A
// Methodology for Comparing Optimization Algorithms for Auto-Tuning, 2024): at
// each moment, which part of the way from random search to the optimum the
// search has gone, averaged over the time in which random search goes 95 % of
// the way from the median to the optimum. 0 is random search, 1 is the optimum.
//
// Random search starts the engine for each configuration, as scripts that do it
// do. It is favoured in one thing: it sees the true speed of each configuration
// after one measurement.
func score(f *field, g Goal, outcomes []outcome) float64 {
	var times []float64 // seconds per token, the shortest first
	for i := range f.space.Configurations {
		times = append(times, 1/f.speed(g, i))
	}
	slices.SortFunc(times, cmp.Compare[float64])
	each := f.randomMeasurement(g)
	middle, best := bench.Median(times), times[0]
	draws := 1
	for draws < len(times) && expectedBest(times, draws) > best+0.05*(middle-best) {
		draws++
	}
	const moments = 50
	sum := 0.0
	for m := range moments {
		at := each * float64(draws) * float64(m+1) / moments
		random := math.Min(expectedBest(times, int(at/each)), middle)
		found := 0.0
		for _, o := range outcomes {
			found += timeAt(f, g, o, at, middle) / float64(len(outcomes))
		}
		if random > best {
			sum += (random - found) / (random - best)
		} else if found <= best {
			sum++
		}
	}
	return sum / moments
}

// timeAt is the true time per token of the leader at a moment; before there is
// one it is that of the median configuration.
func timeAt(f *field, g Goal, o outcome, at, nothing float64) float64 {
	time := nothing
	for _, l := range o.trace {
		if l.at.Seconds() <= at {
			time = 1 / f.speed(g, l.leader)
		}
	}
	return time
}

// expectedBest is the expected shortest of some times drawn at random, none of
// them twice.
func expectedBest(sorted []float64, draws int) float64 {
	n := len(sorted)
	if draws < 1 {
		return bench.Median(sorted)
	}
	// The i-th is the best drawn if all others come from the n−1−i after it.
	sum, chance := 0.0, float64(draws)/float64(n)
	for i := 0; i+draws <= n; i++ {
		sum += sorted[i] * chance
		if n-1-i > 0 {
			chance *= float64(n-i-draws) / float64(n-1-i)
		}
	}
	return sum
}

// randomMeasurement is the mean time of one start for one configuration, in
// seconds.
func (f *field) randomMeasurement(g Goal) float64 {
	sum := 0.0
	for i := range f.space.Configurations {
		for _, t := range g.Tests() {
			sum += float64(t.Tokens()+t.Prompt+min(t.Generation, 1)) / math.Exp(f.truth[t][i])
		}
	}
	return f.load + sum/float64(len(f.space.Configurations))
}
