package speed

import "math"

// Term is an effect on the speed of prompt processing, with what it is
// multiplied by.
type Term struct {
	Name  string
	Value float64
}

// typicalTFLOPS and typicalParamsB are where the effects of arithmetic and of
// size are zero.
const typicalTFLOPS, typicalParamsB = 40, 7

// EffectPrompt begins the names of all effects on prompt processing.
const EffectPrompt = "prompt"

// PromptTerms gives the effects on the share of the arithmetic that prompt
// processing of 512 tokens reaches, as a logarithm: of the backend, the family
// and the quantization, of how much arithmetic there is (large chips are harder
// to keep busy), of the model's size and of the age of the build.
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

// PromptTPS is the speed of prompt processing in tokens a second: the share of
// the arithmetic that is reached, times the arithmetic, through two operations
// for each parameter of a token.
func (e Effects) PromptTPS(p Place, w Work) float64 {
	var share float64
	for _, t := range PromptTerms(p, w) {
		share += e[t.Name] * t.Value
	}
	return math.Exp(share) * p.TFLOPS * 1e12 / (2 * w.ParamsB * 1e9)
}

// PredictPrompt says how fast a prompt of 512 tokens is processed. ok is false
// for mixtures of experts, of which too little was published for other chips
// than one, and if the arithmetic of the chip is not known.
func PredictPrompt(p Place, w Work) (pred Prediction, ok bool) {
	if p.TFLOPS <= 0 || w.ParamsB <= 0 || w.Mixture || !OnGPU(p.Backend) {
		return Prediction{}, false
	}
	e := Fitted()
	tps := e.PromptTPS(p, w)
	from, to := e.spread(EffectPrompt+" "+EffectSpread, p.Family).Interval(tps)
	return Prediction{tps, from, to}, true
}
