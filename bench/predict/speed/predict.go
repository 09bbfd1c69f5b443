package speed

import (
	"math"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/published"
)

// Prediction is a predicted speed in tokens a second. From and To are the ends
// of its 80 % interval.
type Prediction struct{ TPS, From, To float64 }

// Predict says how fast work runs on a place. own are speeds that were measured
// there; they make the interval narrower (calibrated). ok is false if too
// little is known: if the bandwidth is missing, or on a CPU, because too little
// was published for CPUs.
func Predict(p Place, w Work, own []Own) (pred Prediction, ok bool) {
	if p.GBps <= 0 || w.WeightBytes <= 0 || w.Layers <= 0 || !OnGPU(p.Backend) {
		return Prediction{}, false
	}
	e := Fitted()
	spread := e.spread(EffectSpread, p)
	if w.IsSmall() {
		spread = spread.and(e.spread(EffectSmall, p))
	}
	tps := 1 / e.Seconds(p, w)
	if len(own) > 0 {
		tps = Calibrate(tps, w, own)
		spread *= calibrated
	}
	from, to := spread.Interval(tps)
	return Prediction{tps, from, to}, true
}

// within makes the interval at least as wide as unsure. This is the
// uncertainty, as a logarithm, of the results from which the prediction was
// computed.
func (p Prediction) within(unsure float64) Prediction {
	reach := math.Exp(unsure)
	return Prediction{p.TPS, min(p.From, p.TPS/reach), max(p.To, p.TPS*reach)}
}

// leastBytes is the size below which a dense model is small. The effects are
// fitted to files of 3 GB or more, which have more weights than this.
const leastBytes = 2.7e9

// IsSmall tells whether a model is smaller than the models to which the effects
// are fitted.
func (w Work) IsSmall() bool { return !w.Mixture && w.WeightBytes < leastBytes }

// calibrated is the ratio by which misses are smaller if a speed of the machine
// is known. The median miss is then 3.2 % instead of 5.6 %
// (BenchmarkAfterOneOwn).
const calibrated = 0.6

// spread returns the spread of one kind of prediction on a place. If the
// reference set has no chip of the family with this backend, it returns the
// spread for all families of the backend, or for all backends.
func (e Effects) spread(of string, p Place) Spread {
	for _, name := range []string{SpreadName(of, p.Backend, p.Family), SpreadName(of, p.Backend, "")} {
		if s, ok := e[name]; ok {
			return Spread(s)
		}
	}
	return Spread(e[of])
}

// SpreadName is the name of the spread of one kind of prediction for a family on
// a backend, or of the backend if family is "".
func SpreadName(of, backend, family string) string {
	if family == "" {
		return of + ": " + backend
	}
	return of + ": " + backend + ", " + family
}

// OnGPU tells whether a backend is one of llama.cpp's backends for GPUs with
// published results.
func OnGPU(backend string) bool {
	switch backend {
	case "CUDA", "ROCm", "Vulkan", "Metal", "SYCL":
		return true
	}
	return false
}

// fitted is the format of the models that the effects are fitted to.
const fitted = "gguf"

// Predicts tells whether speeds of a model can be predicted from published
// results. Too little was published for models of other formats.
func Predicts(m bench.Model) bool { return m.Format == fitted }

// On returns the place for a chip, a backend and a new engine build.
func On(c *published.Chip, backend string) Place {
	return Place{Backend: backend, Family: c.Family, Dies: c.Dies, GBps: c.GBps, TFLOPS: c.TFLOPS}
}

// UsualBackend returns the backend that most people use on a chip; "" for a
// chip without a GPU.
func UsualBackend(c *published.Chip) string {
	switch {
	case c.Kind == "cpu-platform":
		return ""
	case c.Vendor == "apple":
		return "Metal"
	case c.Vendor == "nvidia":
		return "CUDA"
	case c.Vendor == "amd" && strings.Contains(c.Name, "Instinct"):
		return "ROCm" // accelerators for servers
	case c.Vendor == "amd", c.Vendor == "intel":
		return "Vulkan"
	}
	return ""
}

// newest is the time, in years, from which builds count as new. oldest is the
// time before which all builds count as equally old, because the reference set
// has no older ones.
const newest, oldest = 2026.0, 2023.5

// AgeOf returns how many years before 2026 a build was made. year is the year
// with its fraction, or 0 if it is not known. An unknown build counts as one
// year old.
func AgeOf(year float64) float64 {
	if year == 0 {
		return 1
	}
	return min(newest-oldest, max(0, newest-year))
}
