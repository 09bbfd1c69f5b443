package speed

import "math"

// Term is an effect on the speed of prompt processing. Value is the number by
// which the effect is multiplied.
type Term struct {
	Name  string
	Value float64
}

// With typicalTFLOPS the effect of arithmetic is zero, and with typicalParamsB
// the effect of size is zero.
const typicalTFLOPS, typicalParamsB = 40, 7

// EffectPrompt is the beginning of the names of all effects on prompt
// processing.
const EffectPrompt = "prompt"

// PromptTerms returns the effects on the logarithm of one value: how large a
// share of the chip's arithmetic is used when a prompt of 512 tokens is
// processed. There are effects of the backend, the family, the quantization, the
// amount of arithmetic (large chips are harder to keep busy), the size of the
// model, and the age of the build.
func PromptTerms(p Place, w Work) []Term {
	q := QuantClass(w.Quant)
	on := p.Backend + ", " + p.Family
	arithmetic, size := math.Log(p.TFLOPS/typicalTFLOPS), math.Log(w.ParamsB/typicalParamsB)
	const backend, family, quant = EffectPrompt + ": ", EffectPrompt + " on ", EffectPrompt + " of "
	return []Term{
		{EffectPrompt, 1},
		{backend + p.Backend, 1},
		{family + on, 1},
		{quant + q, 1},
		{quant + p.Backend + ", " + q, 1},
		{quant + on + ", " + q, 1},
		{EffectPrompt + ", arithmetic", arithmetic},
		{EffectPrompt + ", arithmetic: " + p.Backend, arithmetic},
		{EffectPrompt + ", size", size},
		{EffectPrompt + ", year", -p.Age},
		{EffectPrompt + ", year: " + p.Backend, -p.Age},
	}
}

// PromptTPS returns the speed of prompt processing in tokens a second. The
// speed is the reached share of the arithmetic, times the arithmetic, divided
// by the operations of a token. A token takes two operations for each
// parameter.
func (e Effects) PromptTPS(p Place, w Work) float64 {
	var share float64
	for _, t := range PromptTerms(p, w) {
		share += e[t.Name] * t.Value
	}
	return math.Exp(share) * p.TFLOPS * 1e12 / (2 * w.ParamsB * 1e9)
}

// leastPromptB is how many billions of parameters a model must have. The
// smallest model whose prompts were published has 0.6.
const leastPromptB = 0.5

// PredictPrompt says how fast a prompt of 512 tokens is processed. ok is false
// if the arithmetic of the chip is not known. It is also false for models that
// are smaller than all with published results, and for mixtures of experts,
// because enough results were published only for one chip.
func PredictPrompt(p Place, w Work) (pred Prediction, ok bool) {
	if p.TFLOPS <= 0 || w.ParamsB < leastPromptB || w.Mixture || !OnGPU(p.Backend) {
		return Prediction{}, false
	}
	e := Fitted()
	tps := e.PromptTPS(p, w)
	from, to := e.spread(EffectPrompt+" "+EffectSpread, p).Interval(tps)
	return Prediction{tps, from, to}, true
}
