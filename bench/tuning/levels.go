package tuning

import (
	"math"

	"dragstrip/bench"
)

// look is one measured speed: the logarithm of the speed of a configuration in
// a block.
type look struct {
	configuration, block int
	speed                float64
}

// levels are the speeds of the configurations, as far as the looks tell them.
// All are logarithms, so differences are ratios.
//
// A look is the sum of the configuration's level, of the block's (how fast the
// machine was in these minutes), and of noise. The levels of blocks are
// estimated together with those of configurations, so that a configuration that
// was only measured in slow minutes is not thought to be slow.
type levels struct {
	at    []int           // the configurations that were measured, in order
	of    map[int]float64 // by configuration
	looks map[int]int     // how often each configuration was measured
	// noise is the standard deviation of one look; freedom says how well it is
	// known: 0 means not at all.
	noise   float64
	freedom float64
}

// fitTimes is how often the levels are improved. The error shrinks by a factor
// each time, because leaders are members of several blocks.
const fitTimes = 20

// outlying is the distance, in standard deviations, from which a look counts
// less: other programs make single looks very slow (Huber, Robust estimation of
// a location parameter, 1964).
const outlying = 1.5

// sums is the estimate while it is improved: the levels of configurations and
// blocks, and the weights of the looks.
type sums struct {
	looks                []look
	configuration, block []float64
	counts               []int // looks by configuration
	weights              []float64
}

// levelsOf estimates the levels.
func levelsOf(looks []look) levels {
	s := sums{looks: looks, weights: make([]float64, len(looks))}
	for i, k := range looks {
		s.weights[i] = 1
		for len(s.configuration) <= k.configuration {
			s.configuration, s.counts = append(s.configuration, 0), append(s.counts, 0)
		}
		for len(s.block) <= k.block {
			s.block = append(s.block, 0)
		}
		s.counts[k.configuration]++
	}
	for range fitTimes {
		s.average(s.configuration, s.block, func(k look) (int, int) { return k.configuration, k.block })
		s.average(s.block, s.configuration, func(k look) (int, int) { return k.block, k.configuration })
		s.weigh()
	}
	l := levels{of: map[int]float64{}, looks: map[int]int{}}
	for i, n := range s.counts {
		if n > 0 {
			l.at = append(l.at, i)
			l.of[i], l.looks[i] = s.configuration[i], n
		}
	}
	l.noise, l.freedom = s.noise(len(l.at))
	return l
}

// average sets one side of the sums (configurations or blocks) to the weighted
// mean of what the other side leaves over.
func (s *sums) average(to, other []float64, keys func(look) (key, otherKey int)) {
	sum, weight := make([]float64, len(to)), make([]float64, len(to))
	for i, k := range s.looks {
		key, otherKey := keys(k)
		sum[key] += s.weights[i] * (k.speed - other[otherKey])
		weight[key] += s.weights[i]
	}
	for key := range to {
		if weight[key] > 0 {
			to[key] = sum[key] / weight[key]
		}
	}
}

// off is what the levels do not explain of a look.
func (s *sums) off(k look) float64 {
	return k.speed - s.configuration[k.configuration] - s.block[k.block]
}

// weigh lowers the weight of looks that are far from what the levels say.
func (s *sums) weigh() {
	var off []float64
	for _, k := range s.looks {
		if s.counts[k.configuration] > 1 {
			off = append(off, math.Abs(s.off(k)))
		}
	}
	usual := 1.4826 * bench.Median(off)
	if usual == 0 {
		return
	}
	for i, k := range s.looks {
		s.weights[i] = math.Min(1, outlying*usual/math.Max(math.Abs(s.off(k)), 1e-12))
	}
}

// noise estimates the standard deviation of one look, with its degrees of
// freedom.
func (s *sums) noise(configurations int) (noise, freedom float64) {
	square, weight := 0.0, 0.0
	blocks := map[int]bool{}
	for i, k := range s.looks {
		square += s.weights[i] * s.off(k) * s.off(k)
		weight += s.weights[i]
		blocks[k.block] = true
	}
	freedom = float64(len(s.looks) - configurations - len(blocks) + 1)
	if freedom <= 0 {
		return 0, 0
	}
	return math.Sqrt(square / freedom * float64(len(s.looks)) / weight), freedom
}

// error is the standard error of a configuration's level.
func (l levels) error(configuration int) float64 {
	return l.noise / math.Sqrt(float64(max(l.looks[configuration], 1)))
}
