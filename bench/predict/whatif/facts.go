package whatif

import (
	"fmt"
	"strings"

	"dragstrip/bench"
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
	add("expected", a.expectedText(a.Test, a.Expected))
	add("by", a.basisText())
	add("published", FigureText(a.Published))
	add("prompt", a.expectedText(usualPrompt, a.Prompt))
	add("published", FigureText(a.PublishedPrompt))
	add("memory", a.memoryFact())
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
	speed := bench.FormatTPS(f.TPS)
	if f.StdDev > 0 {
		speed += " ± " + bench.FormatTPS(f.StdDev)
	}
	flash := ""
	switch f.FlashAttention {
	case "1":
		flash = "flash attention on"
	case "0":
		flash = "flash attention off"
	}
	text := fmt.Sprintf("%s: %s t/s; %s; from %s", f.Test, speed, joined(f.Configuration(), flash, f.Notes), f.Source.Name)
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
