package speed

import (
	"math"
	"strings"

	"dragstrip/bench/published"
)

// Prediction is a predicted speed in tokens a second. From and To are the ends
// of its 80 % interval.
type Prediction struct{ TPS, From, To float64 }

// Predict says how fast work runs on a place. own are speeds that were measured
// there; with one of them the interval is half as wide. ok is false if nothing is
// known: without a bandwidth, or on a CPU, of which too little was published.
func Predict(p Place, w Work, own []Own) (pred Prediction, ok bool) {
	if p.GBps <= 0 || w.WeightBytes <= 0 || w.Layers <= 0 || !OnGPU(p.Backend) {
		return Prediction{}, false
	}
	e := Fitted()
	spread := e.spread(EffectSpread, p.Family)
	tps := 1 / e.Seconds(p, w)
	if len(own) > 0 {
		tps = Calibrate(tps, w, own)
		spread *= calibrated
	}
	if w.IsSmall() {
		spread *= smallSpread
	}
	from, to := spread.Interval(tps)
	return Prediction{tps, from, to}, true
}

// within makes the interval at least as wide as the uncertainty of what the
// prediction was computed from, as a logarithm.
func (p Prediction) within(unsure float64) Prediction {
	reach := math.Exp(unsure)
	return Prediction{p.TPS, min(p.From, p.TPS/reach), max(p.To, p.TPS*reach)}
}

// smallSpread is how much larger misses are with small models, and leastBytes the
// size below which a dense model is small: the effects are fitted to files of
// 3 GB or more. Fourteen smaller ones were missed by 17 % in the median.
const smallSpread, leastBytes = 2.8, 2.7e9

// IsSmall tells whether a model is smaller than those that effects are fitted to.
func (w Work) IsSmall() bool { return !w.Mixture && w.WeightBytes < leastBytes }

// calibrated is how much smaller misses are if a speed of the machine is known:
// 3.5 % instead of 6.1 % in the median (BenchmarkAfterOneOwn).
const calibrated = 0.6

// spread is the spread of one kind of prediction for a family, or that of all families if none of its chips
// is in the set.
func (e Effects) spread(of, family string) Spread {
	if s, ok := e[of+": "+family]; ok {
		return Spread(s)
	}
	return Spread(e[of])
}

// OnGPU tells whether a backend is one of llama.cpp's for GPUs, for which there
// are published results.
func OnGPU(backend string) bool {
	switch backend {
	case "CUDA", "ROCm", "Vulkan", "Metal", "SYCL":
		return true
	}
	return false
}

// On is a chip with a backend and a new engine build.
func On(c *published.Chip, backend string) Place {
	return Place{Backend: backend, Family: c.Family, Dies: c.Dies, GBps: c.GBps, TFLOPS: c.TFLOPS}
}

// UsualBackend is the backend that most people use on a chip; "" for a chip
// without a GPU.
func UsualBackend(c *published.Chip) string {
	switch {
	case c.Kind == "cpu-platform":
		return ""
	case c.Vendor == "apple":
		return "Metal"
	case c.Vendor == "nvidia":
		return "CUDA"
	case c.Vendor == "amd" && strings.HasPrefix(c.Memory, "HBM"):
		return "ROCm" // accelerators for servers
	case c.Vendor == "amd", c.Vendor == "intel":
		return "Vulkan"
	}
	return ""
}

// newest is the time, in years, from which on builds count as new. oldest limits
// how old a build can count, because older ones are not in the set.
const newest, oldest = 2026.0, 2023.5

// AgeOf is how many years before 2026 a build is from. year is the year with its
// fraction, or 0 if it is not known: then the build counts as a year old.
func AgeOf(year float64) float64 {
	if year == 0 {
		return 1
	}
	return min(newest-oldest, max(0, newest-year))
}
