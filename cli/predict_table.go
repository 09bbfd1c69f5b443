package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
	"dragstrip/bench/report"
	"dragstrip/models"
)

// predictAsk holds the flags of `dragstrip predict`.
type predictAsk struct {
	on, sort string
	depth    int
	all      bool
}

// predictions says how fast a model is on chips. The chips are in the order
// that the user chose.
type predictions struct {
	Model string `json:"model"`
	Test  string `json:"test"`
	// NeedBytes is the memory that the model takes with its context.
	NeedBytes int64 `json:"need_bytes"`
	// Small says that the model is smaller than the models that the formula was
	// fitted to.
	Small bool              `json:"small,omitempty"`
	Chips []predictedOnChip `json:"chips"`
	// unknown are the names of chips that nothing can be said about.
	unknown []string
}

// predictedOnChip says how fast a model is on one chip. Figures that are not
// known are left out.
type predictedOnChip struct {
	Chip    string `json:"chip"`
	Backend string `json:"backend,omitempty"`
	Fits    bool   `json:"fits"`
	// Expected is the speed in tokens a second; From and To are the ends of its
	// 80 % interval.
	Expected float64 `json:"expected_tps,omitempty"`
	From     float64 `json:"expected_from_tps,omitempty"`
	To       float64 `json:"expected_to_tps,omitempty"`
	// Prompt is the speed of processing a prompt of 512 tokens, with its interval.
	Prompt     float64 `json:"expected_pp512_tps,omitempty"`
	PromptFrom float64 `json:"expected_pp512_from_tps,omitempty"`
	PromptTo   float64 `json:"expected_pp512_to_tps,omitempty"`
	// Published is what others measured, with the backend, the build and the
	// date that they stated.
	Published   float64 `json:"published_tps,omitempty"`
	How         string  `json:"published_configuration,omitempty"`
	Source      string  `json:"source,omitempty"`
	Address     string  `json:"source_address,omitempty"`
	GBps        float64 `json:"specified_gbps"`
	MemoryGB    float64 `json:"max_memory_gb,omitempty"`
	Year        int     `json:"year,omitempty"`
	PriceUSD    float64 `json:"launch_price_usd,omitempty"`
	PerThousand float64 `json:"tps_per_1000_usd,omitempty"`
}

// tps is the speed by which chips are ordered. It is the expected speed or, if
// there is none, the published one.
func (p predictedOnChip) tps() float64 {
	if p.Expected > 0 {
		return p.Expected
	}
	return p.Published
}

// predictAll predicts a model on chips, and looks up what was published.
func predictAll(m models.Found, chips []*published.Chip, ask predictAsk) (predictions, error) {
	test := bench.Test{Generation: 128, Depth: ask.depth}
	work, ok := speed.WorkOf(m.Model, ask.depth)
	if !ok {
		return predictions{}, fmt.Errorf("%s: the file does not say how many bytes a token reads, so no speed can be predicted", bench.Clean(m.Label()))
	}
	need := m.Need(bench.Load{Tokens: int64(ask.depth) + 512}).Total()
	out := predictions{Model: m.Label(), Test: test.String(), NeedBytes: need, Small: work.IsSmall(), Chips: []predictedOnChip{}}
	said := published.Load().Best(m.Model, test)
	for _, c := range chips {
		one := predictedOnChip{
			Chip: c.Name, Backend: speed.UsualBackend(c), Fits: c.MaxMemoryGB == 0 || float64(need) < c.MaxMemoryGB*(1<<30),
			GBps: c.GBps, MemoryGB: c.MaxMemoryGB, Year: c.Year, PriceUSD: c.PriceUSD,
		}
		if p, ok := speed.Predict(speed.On(c, one.Backend), work, nil); ok {
			one.Expected, one.From, one.To = p.TPS, p.From, p.To
		}
		if p, ok := speed.PredictPrompt(speed.On(c, one.Backend), work); ok && ask.depth == 0 {
			one.Prompt, one.PromptFrom, one.PromptTo = p.TPS, p.From, p.To
		}
		if f := said[c]; f != nil {
			one.Published, one.Source, one.Address = f.TPS, f.Source.Name, f.Source.Address
			one.How = dotted(f.Engine, f.Backend+joined(" ", f.Variant), f.Build, f.Date)
		}
		if one.PriceUSD > 0 {
			one.PerThousand = 1000 * one.tps() / one.PriceUSD
		}
		if one.tps() > 0 {
			out.Chips = append(out.Chips, one)
		} else {
			out.unknown = append(out.unknown, c.Name)
		}
	}
	sortPredictions(out.Chips, ask.sort)
	return out, nil
}

// joined puts something before a text, unless the text is empty.
func joined(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}

var predictOrders = []string{"speed", "price", "bandwidth", "year", "name"}

func sortPredictions(chips []predictedOnChip, order string) {
	slices.SortStableFunc(chips, func(a, b predictedOnChip) int {
		by := 0
		switch order {
		case "price":
			by = cmp.Compare(b.PerThousand, a.PerThousand)
		case "bandwidth":
			by = cmp.Compare(b.GBps, a.GBps)
		case "year":
			by = cmp.Compare(b.Year, a.Year)
		case "name":
			by = strings.Compare(a.Chip, b.Chip)
		}
		return cmp.Or(by, cmp.Compare(b.tps(), a.tps()), strings.Compare(a.Chip, b.Chip))
	})
}

// shownChips is how many chips are printed if the user named no chips.
const shownChips = 30

func (e *env) printPredictions(p predictions, ask predictAsk) {
	fmt.Fprintf(e.out, "%s · %s · needs %s of memory\n\n", bench.Clean(p.Model), p.Test, bench.FormatBytes(p.NeedBytes))
	if len(p.Chips) == 0 {
		fmt.Fprintf(e.told(), "Nothing is predicted for %s: speeds are predicted only for GPUs with a known memory bandwidth, because too little was published for CPUs. Nobody published a result of this model for these chips either.\n", bench.Clean(chipsSaid(p.unknown)))
		return
	}
	chips, small := p.Chips, 0
	if ask.on == "" && !ask.all {
		chips = slices.DeleteFunc(slices.Clone(chips), func(c predictedOnChip) bool { return !c.Fits })
		small = len(p.Chips) - len(chips)
	}
	more := 0
	if ask.on == "" && !ask.all && len(chips) > shownChips {
		more = len(chips) - shownChips
		chips = chips[:shownChips]
	}
	heads := []string{"chip", "expected", "80 % interval", "published", "backend", "GB/s", "pp512", "price", "t/s/k$", "year"}
	var lines [][]string
	for _, c := range chips {
		name := c.Chip
		if !c.Fits {
			name += " (too little memory)"
		}
		lines = append(lines, []string{
			name, tpsOrNone(c.Expected), fromTo(c.From, c.To), tpsOrNone(c.Published), cmp.Or(c.Backend, bench.NotMeasured), fmt.Sprintf("%.0f", c.GBps),
			fromTo(c.PromptFrom, c.PromptTo), wholeOrNone(c.PriceUSD), tpsOrNone(c.PerThousand), wholeOrNone(float64(c.Year)),
		})
	}
	fmt.Fprint(e.out, report.PlainTable(e.width(), heads, lines))
	fmt.Fprintln(e.out)
	for _, line := range []string{
		"expected: tokens a second with a new engine build; docs/numbers.md says how it is computed",
		"published: the newest result of others for this model; --json names its source and configuration",
		"pp512: the 80 % interval of the expected speed of processing a prompt",
		"price: launch price in US dollars, of the chip or of a machine that contains it; t/s/k$: tokens a second for 1,000 dollars",
	} {
		fmt.Fprintln(e.told(), line)
	}
	if p.Small {
		fmt.Fprintln(e.err, "Models of less than 3 GB are predicted less well, so their intervals are wide.")
	}
	var hidden []string
	if more > 0 {
		hidden = append(hidden, bench.Plural(more, "slower chip"))
	}
	if small > 0 {
		hidden = append(hidden, bench.Plural(small, "chip")+" with too little memory")
	}
	if len(hidden) > 0 {
		fmt.Fprintf(e.err, "Not shown: %s; --all shows them.\n", strings.Join(hidden, ", and "))
	}
}

// chipsSaid names a few chips, and counts the others.
func chipsSaid(names []string) string {
	const named = 5
	if more := len(names) - named; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:named], ", "), more)
	}
	return strings.Join(names, ", ")
}

func fromTo(from, to float64) string {
	if to <= 0 {
		return bench.NotMeasured
	}
	return bench.FormatTPS(from) + " to " + bench.FormatTPS(to)
}

func tpsOrNone(v float64) string {
	if v <= 0 {
		return bench.NotMeasured
	}
	return bench.FormatTPS(v)
}

func wholeOrNone(v float64) string {
	if v <= 0 {
		return bench.NotMeasured
	}
	return fmt.Sprintf("%.0f", v)
}
