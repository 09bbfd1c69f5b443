package whatif

import (
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/published"
)

// Column is a column of a list of answers.
type Column struct {
	Title string
	Right bool // figures are aligned right
	// Rank says which column is left out first if there is no room: the one with
	// the lowest rank.
	Rank int
	Text func(Answer) string
	// Order is the order in which this column sorts a list; "" for none.
	Order string
	// Kind says how a screen shows the text. For example, a screen shows Fits as a
	// sign and Bar as a bar.
	Kind Kind
}

// Kind says what sort of text a column has, and so how a screen shows it.
type Kind int

// The kinds of columns.
const (
	Plain Kind = iota
	Name       // tells rows apart
	Fits       // whether the memory is large enough
	Bar        // the expected speed as a bar; it has no text
	Faint      // explains the other columns
)

// MachineColumns are the columns of one model on many machines.
var MachineColumns = []Column{
	{Title: "machine", Rank: 20, Text: shortName, Kind: Name},
	{Title: "GB/s", Right: true, Rank: 9, Order: "bandwidth", Text: func(a Answer) string { return whole(a.GBps) }},
	{Title: "memory", Right: true, Rank: 4, Text: memoryText, Kind: Faint},
	{Title: "fits", Rank: 12, Text: fitText, Kind: Fits},
	{Title: "expected t/s", Right: true, Rank: 18, Text: func(a Answer) string { return ifFits(a, figuresText(a.Expected)) }},
	{Rank: 6, Text: func(Answer) string { return "" }, Kind: Bar},
	{Title: "published", Right: true, Rank: 14, Text: func(a Answer) string { return publishedText(a.Published) }},
	{Title: "pp512 t/s", Right: true, Rank: 10, Order: "prompt", Text: func(a Answer) string { return ifFits(a, figuresText(a.Prompt)) }},
	{Title: "pp512 published", Right: true, Rank: 2, Text: func(a Answer) string { return publishedText(a.PublishedPrompt) }},
	{Title: "year", Right: true, Rank: 5, Order: "year", Text: func(a Answer) string { return whole(float64(a.Year())) }, Kind: Faint},
	{Title: "price $", Right: true, Rank: 7, Text: func(a Answer) string { return whole(a.PriceUSD()) }},
	{Title: "t/s per k$", Right: true, Rank: 8, Order: "price", Text: func(a Answer) string { return bench.FormatTPS(a.PerThousand()) }},
}

// ModelColumns are the columns of many models on one machine.
var ModelColumns = []Column{
	{Title: "model", Rank: 20, Text: func(a Answer) string { return bench.Clean(a.Model.Name) }, Kind: Name},
	{Title: "quant", Rank: 19, Text: func(a Answer) string { return bench.Clean(a.Model.Quant) }},
	{Title: "needs", Right: true, Rank: 9, Text: func(a Answer) string { return bench.FormatBytes(a.Fit.Need.Total()) }},
	{Title: "params", Right: true, Rank: 4, Text: func(a Answer) string { return bench.FormatParams(a.Model.ParamCount) }, Kind: Faint},
	{Title: "fits", Rank: 12, Text: fitText, Kind: Fits},
	{Title: "expected t/s", Right: true, Rank: 18, Text: func(a Answer) string { return figuresText(a.Expected) }},
	{Rank: 6, Text: func(Answer) string { return "" }, Kind: Bar},
	{Title: "published", Right: true, Rank: 14, Text: func(a Answer) string { return publishedText(a.Published) }},
	{Title: "pp512 t/s", Right: true, Rank: 10, Order: "prompt", Text: func(a Answer) string { return figuresText(a.Prompt) }},
	{Title: "pp512 published", Right: true, Rank: 2, Text: func(a Answer) string { return publishedText(a.PublishedPrompt) }},
	{Title: "file", Rank: 5, Text: func(a Answer) string {
		if a.Model.Path == "" {
			return "not here"
		}
		return "here"
	}, Kind: Faint},
}

// Filled gives the columns that are not empty. If nobody published figures of a
// model, the columns of published figures are empty.
func Filled(columns []Column, answers []Answer) []Column {
	return slices.DeleteFunc(slices.Clone(columns), func(c Column) bool {
		return c.Kind != Bar && !slices.ContainsFunc(answers, func(a Answer) bool {
			text := c.Text(a)
			return text != "" && text != bench.NotMeasured && text != bench.NotKnown
		})
	})
}

// shortName is the name of a machine without the part in brackets. The part
// stays if it gives the number of cores, because that tells chips with the same
// name apart.
func shortName(a Answer) string {
	if a.Here || a.Chip == nil {
		return a.Machine
	}
	return a.Chip.Short()
}

func figuresText(r bench.SpeedRange) string {
	if r.TPS <= 0 {
		return bench.NotMeasured
	}
	return r.Figures()
}

func publishedText(f *published.Figure) string {
	if f == nil {
		return bench.NotMeasured
	}
	return bench.FormatTPS(f.TPS)
}

// ifFits leaves out the speed if the memory is too small, because then nobody
// gets this speed.
func ifFits(a Answer, text string) string {
	if !a.Fits() {
		return ""
	}
	return text
}

func fitText(a Answer) string {
	switch a.Fit.Verdict {
	case "":
		return bench.NotKnown
	case bench.Fits:
		return "yes"
	case bench.FitsTightly:
		return "tight"
	}
	return bench.FormatBytes(-a.Fit.SpareBytes) + " over"
}

func memoryText(a Answer) string {
	if a.Fit.Memory.Bytes <= 0 {
		return bench.NotKnown
	}
	return fmt.Sprintf("%.0f GiB", float64(a.Fit.Memory.Bytes)/(1<<30))
}

func whole(v float64) string {
	if v <= 0 {
		return bench.NotMeasured
	}
	return fmt.Sprintf("%.0f", v)
}
