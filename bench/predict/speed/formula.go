package speed

import (
	"math"
	"strings"
)

// Work describes the work for one token of generation.
type Work struct {
	// WeightBytes is how many bytes of weights are read for each token: all
	// weights, except for an embedding table that is only looked up, and for
	// the experts of a mixture that are not active. KVBytes is how many bytes
	// of the KV cache are read.
	WeightBytes, KVBytes float64
	Layers               int
	ParamsB              float64 // billions of parameters that a token uses
	Quant                string  // "Q4_K_M", "F16", "4bit"; see QuantClass
	Mixture              bool    // whether the model is a mixture of experts
}

// Place describes the chip and the engine build that do the work.
type Place struct {
	Backend string // "CUDA", "Metal", "Vulkan" …
	Family  string // the family of the chip
	Dies    int    // how many dies share the work, at least 1
	// GBps is the specified bandwidth of the memory in GB/s. TFLOPS is the
	// arithmetic without matrix units, in 10^12 operations a second.
	GBps, TFLOPS float64
	// Age is how many years before 2026 the engine was built, see AgeOf.
	Age float64
}

// flopsForBandwidth is how many TFLOPS a chip is assumed to have for each GB/s,
// if its arithmetic is not known. It is the median of the GPUs in the reference
// set.
const flopsForBandwidth = 0.05

// Effects are the fitted effects by name. A missing name means an effect of
// zero.
type Effects map[string]float64

// Names are the names of the effects on each part of the formula.
type Names struct {
	// E, C and U name the effects on the logarithms of three values: the share
	// of the bandwidth, the seconds for each layer, and the share of the
	// arithmetic. The logarithm of the first also has Dies-1 times EffectDies.
	// The logarithm of the whole time has Age times the effects in Years.
	E, C, U, Years []string
}

// Names of effects that are the same everywhere, and beginnings of others.
const (
	effectE    = "bandwidth"
	effectC    = "layer"
	effectU    = "arithmetic"
	EffectDies = "bandwidth: a further die"
	// EffectSpread is not an effect on the speed. It is the name of the spread
	// of the misses.
	EffectSpread = "spread"
	// EffectSmall is the beginning of the names of the spreads that small models
	// have in addition.
	EffectSmall = "spread of small models"
	effectYears = "year"
)

// NamesOf gives the names of the effects for work on a place.
func NamesOf(p Place, w Work) Names {
	q := QuantClass(w.Quant)
	on := p.Backend + ", " + p.Family
	n := Names{
		E:     []string{effectE, effectE + ": " + p.Backend, effectE + ": " + on, effectE + ": " + on + ", " + q},
		C:     []string{effectC, effectC + ": " + p.Backend, effectC + ": " + on},
		U:     []string{effectU, effectU + ": " + q, effectU + ": " + p.Backend + ", " + q},
		Years: []string{effectYears, effectYears + ": " + p.Backend},
	}
	if w.Mixture {
		const of = ": mixture of experts"
		n.E = append(n.E, effectE+of, effectE+of+", "+p.Backend)
		n.C = append(n.C, effectC+of, effectC+of+", "+p.Backend)
	}
	return n
}

// QuantClass gives the same name to quantizations that are computed alike:
// Q4_K_M and Q4_K_S become Q4_K.
func QuantClass(quant string) string {
	quant = strings.ToUpper(strings.TrimSpace(quant))
	for _, size := range []string{"_XXS", "_XS", "_XL", "_S", "_M", "_L"} {
		quant = strings.TrimSuffix(quant, size)
	}
	return quant
}

// Terms are the parts of a token's time in seconds.
type Terms struct{ Memory, Layers, Arithmetic float64 }

// Sum returns the time of a token in seconds, without the effect of the build's
// age.
func (t Terms) Sum() float64 { return t.Memory + t.Layers + t.Arithmetic }

// Sum adds the effects of several names.
func (e Effects) Sum(names []string) (sum float64) {
	for _, name := range names {
		sum += e[name]
	}
	return sum
}

// Terms computes the parts of a token's time.
func (e Effects) Terms(p Place, w Work, names Names) Terms {
	share := math.Exp(e.Sum(names.E) + float64(p.Dies-1)*e[EffectDies])
	used := math.Exp(e.Sum(names.U))
	flops := p.TFLOPS
	if flops <= 0 {
		flops = flopsForBandwidth * p.GBps
	}
	return Terms{
		Memory:     (w.WeightBytes + w.KVBytes) / (share * p.GBps * 1e9),
		Layers:     math.Exp(e.Sum(names.C)) * float64(w.Layers),
		Arithmetic: 2 * w.ParamsB * 1e9 / (used * flops * 1e12),
	}
}

// Seconds returns the time of a token in seconds.
func (e Effects) Seconds(p Place, w Work) float64 {
	names := NamesOf(p, w)
	return e.Terms(p, w, names).Sum() * math.Exp(p.Age*e.Sum(names.Years))
}
