package tuning

import (
	"math"

	"github.com/aclements/go-moremath/stats"

	"dragstrip/bench"
)

// pairing compares two configurations by the blocks that both were measured in.
// What the machine did in those minutes affects both, so it falls out.
type pairing struct {
	n          int
	difference float64 // mean logarithm of the ratio: above 0 means faster
	error      float64
	freedom    float64
}

// borrowed is how many degrees of freedom the noise of all configurations
// brings into one comparison. So a few pairs that agree by luck do not look
// exact, and a configuration that is noisier than others still counts as noisy
// (Smyth, Linear models and empirical Bayes methods, 2004).
const borrowed = 4

// pair compares configuration i with configuration j. The noise of all
// measurements counts beside that of the pairs. If it is not known yet, only the
// pairs count.
func pair(looks []look, i, j int, l levels) pairing {
	differences := differencesOf(looks, i, j)
	p := pairing{n: len(differences)}
	if p.n == 0 {
		return p
	}
	for _, d := range differences {
		p.difference += d / float64(p.n)
	}
	square := 0.0
	for _, d := range differences {
		square += (d - p.difference) * (d - p.difference)
	}
	lent := math.Min(borrowed, l.freedom)
	p.freedom = float64(p.n-1) + lent
	if p.freedom > 0 {
		variance := (square + lent*2*l.noise*l.noise) / p.freedom
		p.error = math.Sqrt(variance / float64(p.n))
	}
	return p
}

// differencesOf are the differences i − j in each block that has both.
func differencesOf(looks []look, i, j int) []float64 {
	of := map[int]float64{}
	for _, k := range looks {
		if k.configuration == j {
			of[k.block] = k.speed
		}
	}
	var out []float64
	for _, k := range looks {
		if other, both := of[k.block]; both && k.configuration == i {
			out = append(out, k.speed-other)
		}
	}
	return out
}

// chance is the chance of a difference as low as this one, or lower, if both
// configurations are equally fast. It is 1 if nothing is known of the noise.
func (p pairing) chance() float64 {
	if p.n == 0 || p.freedom <= 0 {
		return 1
	}
	if p.error == 0 {
		if p.difference < 0 {
			return 0
		}
		return 1
	}
	return stats.TDist{V: p.freedom}.CDF(p.difference / p.error)
}

// interval contains the true difference with the given confidence.
func (p pairing) interval(confidence float64) (low, high float64) {
	if p.n < 2 || p.freedom <= 0 {
		return math.Inf(-1), math.Inf(1)
	}
	off := p.error * bench.StudentCritical(p.freedom, confidence)
	return p.difference - off, p.difference + off
}

// spent is the chance of error that may be spent on the n-th look at one of
// several rivals. The shares of all looks, 1/2 + 1/6 + 1/12 + …, add up to 1. So
// the chance that a race drops any configuration wrongly is at most whole,
// however long the race goes on.
func spent(whole float64, rivals, n int) float64 {
	return whole / float64(max(rivals, 1)) / float64(n*(n+1))
}
