package whatif

import (
	"cmp"
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
)

// Facts is everything about an answer as name and value, with the source of each
// figure.
func (a Answer) Facts() [][2]string {
	var out [][2]string
	add := func(name, value string) {
		if value != "" {
			out = append(out, [2]string{name, value})
		}
	}
	machine := a.Machine
	if a.Here && a.Chip != nil {
		machine += ", like the " + a.Chip.Name
	}
	add("machine", bench.Clean(machine))
	add("model", bench.Clean(a.Model.Label()))
	add("expected", cmp.Or(a.expectedText(a.Test, a.Expected), a.unknownText()))
	add("by", a.basisText())
	add("published", FigureText(a.Published))
	add("prompt", a.expectedText(usualPrompt, a.Prompt))
	add("published", FigureText(a.PublishedPrompt))
	add("memory", a.memoryFact())
	for _, name := range a.Unused {
		add("GPU", bench.Clean(name)+": "+bench.UnusedGPU)
	}
	if a.GBps > 0 {
		add("bandwidth", fmt.Sprintf("%s specified", bench.FormatGBps(a.GBps)))
	}
	add("price", a.priceText())
	if a.Chip != nil {
		add("chip", joined(a.Chip.Memory, yearText(a), "figures from "+bench.Clean(a.Chip.Source)))
		add("note", bench.Clean(a.Chip.Notes))
	}
	return out
}

func (a Answer) unknownText() string {
	if why := a.WhyUnknown(); why != "" {
		return "not known: " + why
	}
	return ""
}

// WhyUnknown says why no speed is expected, if the model fits and nobody
// published its speed either. Otherwise it gives "".
func (a Answer) WhyUnknown() string {
	switch why := Unpredicted(a.Model); {
	case a.TPS() > 0 || !a.Fits():
		return ""
	case a.Lack == speed.TooUncertain:
		return fmt.Sprintf("the results that were measured here are too uncertain (slowest and fastest would differ by more than a factor of %d); `dragstrip run` measures again, best while no other programs are busy", speed.MostWidth)
	case a.Lack == speed.OtherThreads:
		return "this machine was measured only with numbers of threads that were asked for (-t), and speeds are computed from results with the usual number; `dragstrip run` without -t measures with it"
	case why != "" && a.Here:
		return why + "; `dragstrip run` measures it here"
	case why != "":
		return why
	case len(a.Unused) > 0:
		return "no engine build here can use the GPU of this machine; after `dragstrip run` measured one model, speeds of others are computed from its result"
	case a.Here:
		return "this machine has no GPU that the reference set knows; after `dragstrip run` measured one model, speeds of others are computed from its result"
	}
	return ""
}

// Unpredicted says why the speed of a model cannot be predicted from published
// results. It gives "" if it can be predicted.
func Unpredicted(m bench.Model) string {
	if speed.Predicts(m) {
		return ""
	}
	return UnpredictedQuant(m.Quant)
}

// UnpredictedQuant is the reason for models in a quantization that is not one of
// GGUF.
func UnpredictedQuant(quant string) string {
	return fmt.Sprintf("speeds are predicted for GGUF quantizations only, and %s is not one of them", cmp.Or(bench.Clean(quant), "the one of this model"))
}

// Tests are the tests whose published figures an answer is about.
func (a Answer) Tests() []bench.Test { return []bench.Test{a.Test, usualPrompt} }

// Details are facts that explain the others: how the memory is used, how near
// the expected speed comes to what the memory allows, and what its range means.
func (a Answer) Details() [][2]string {
	var out [][2]string
	if need := a.Fit.Need; need.Total() > 0 {
		text := fmt.Sprintf("%s: weights %s", bench.FormatBytes(need.Total()), bench.FormatBytes(need.WeightBytes))
		if need.KVBytes > 0 {
			text += ", KV cache " + bench.FormatBytes(need.KVBytes)
		}
		if need.ComputeBytes > 0 {
			text += ", intermediate results about " + bench.FormatBytes(need.ComputeBytes)
		}
		out = append(out, [2]string{"needs", text})
	}
	if read := a.Model.ReadBytesAt(a.Test, bench.KVTypes{}); read > 0 && a.GBps > 0 {
		most := a.GBps * 1e9 / float64(read)
		text := fmt.Sprintf("each token reads %s, so the specified bandwidth allows at most %s t/s", bench.FormatBytes(read), bench.FormatTPS(most))
		if a.Expected.TPS > 0 && a.Fits() {
			text += fmt.Sprintf("; the most likely speed is %s of that", bench.FormatPercent(a.Expected.TPS/most))
		}
		out = append(out, [2]string{"ceiling", text})
	}
	if a.Expected.TPS > 0 && a.Fits() {
		out = append(out, [2]string{"range", "8 of 10 results are expected to lie in it; " + a.calibrationText()})
	}
	return out
}

// calibrationText says how wide the range of the expected speed is, and why.
func (a Answer) calibrationText() string {
	switch {
	case a.Small:
		return "it is wide, because the model is smaller than the models of the published results"
	case a.Basis != "":
		return "its width follows from results that were measured on this machine"
	}
	return "its width follows from how far published results of similar chips are from their predictions"
}

func (a Answer) expectedText(t bench.Test, r bench.SpeedRange) string {
	if r.TPS <= 0 || !a.Fits() {
		return ""
	}
	return fmt.Sprintf("%s: %s (80 %% interval), most likely %s", t, r, bench.FormatTPS(r.TPS))
}

// basisText says what the expected speed is computed from.
func (a Answer) basisText() string {
	switch {
	case a.Expected.TPS <= 0 || !a.Fits():
		return ""
	case a.Basis != "":
		return strings.TrimPrefix(a.Basis, "by ")
	}
	return fmt.Sprintf("published results of similar chips, with %s and a new engine build", a.Backend)
}

// FigureText says what was published with which configuration, and by whom. It
// gives "" without a figure.
func FigureText(f *published.Figure) string {
	if f == nil {
		return ""
	}
	tps := bench.FormatTPS(f.TPS)
	if f.StdDev > 0 {
		tps += " ± " + bench.FormatTPS(f.StdDev)
	}
	flash := ""
	switch f.FlashAttention {
	case "1":
		flash = "flash attention on"
	case "0":
		flash = "flash attention off"
	}
	text := fmt.Sprintf("%s: %s t/s; %s; from %s", f.Test, tps, joined(f.Configuration(), flash, f.Notes), f.Source.Name)
	if f.Source.Address != "" {
		text += ", " + f.Source.Address
	}
	return bench.Clean(text)
}

func (a Answer) memoryFact() string {
	if text := a.Fit.String(); text != "" {
		return text
	}
	return "needs " + bench.FormatBytes(a.Fit.Need.Total()) + "; how much memory the machine has is not known"
}

// priceText says what the chip cost, when, and who says so.
func (a Answer) priceText() string {
	if a.PriceUSD() <= 0 {
		return ""
	}
	text := fmt.Sprintf("%.0f US dollars when it came out in %d, from %s", a.PriceUSD(), a.Chip.Year, bench.Clean(a.Chip.Source))
	if a.PerThousand() > 0 {
		text += fmt.Sprintf("; %s t/s for each 1,000 dollars", bench.FormatTPS(a.PerThousand()))
	}
	return text
}

func yearText(a Answer) string {
	if a.Year() == 0 {
		return ""
	}
	return fmt.Sprintf("of %d", a.Year())
}

// joined puts commas between texts that are not empty.
func joined(texts ...string) string {
	var out []string
	for _, text := range texts {
		if text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, ", ")
}
