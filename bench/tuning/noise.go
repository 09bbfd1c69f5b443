package tuning

import (
	"math"

	"dragstrip/bench"
)

const (
	// guessed is the noise of one look that is supposed before anything was
	// measured.
	guessed = 0.03
	// believed is how many degrees of freedom this counts for beside the first
	// repetitions: they are few, and may agree by luck.
	believed = 2
)

// firstNoise is the noise of one look, as far as a few repetitions of one
// configuration tell.
func firstNoise(speeds []float64) float64 {
	var logs []float64
	mean := 0.0
	for _, v := range speeds {
		logs = append(logs, math.Log(v))
		mean += math.Log(v) / float64(len(speeds))
	}
	square := believed * guessed * guessed
	for _, v := range logs {
		square += (v - mean) * (v - mean)
	}
	return math.Sqrt(square / float64(believed+max(len(logs)-1, 0)))
}

// repetitions is how many repetitions a measurement had.
func (m Measured) repetitions() int {
	most := 1
	for _, all := range m.Repeated {
		most = max(most, len(all))
	}
	return most
}

// repeated are the tokens per second for the goal in each repetition, as far as
// all its tests have it.
func (g Goal) repeated(all map[bench.Test][]float64) (speeds []float64) {
	for n := 0; ; n++ {
		of := map[bench.Test]float64{}
		for _, t := range g.Tests() {
			if n >= len(all[t]) {
				return speeds
			}
			of[t] = all[t][n]
		}
		if v := g.Speed(of); v > 0 {
			speeds = append(speeds, v)
		}
	}
}
