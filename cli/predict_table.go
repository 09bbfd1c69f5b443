package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
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
	work, ok := speed.WorkOf(m.Model, int(m.Facts.Layers), ask.depth)
	if !ok {
		return predictions{}, fmt.Errorf("%s: the file does not say how many bytes a token reads, so no speed can be predicted", bench.Clean(m.Label()))
	}
	need := m.Need(bench.Load{Tokens: int64(ask.depth) + 512}).Total()
	out := predictions{Model: m.Label(), Test: test.String(), NeedBytes: need, Small: work.IsSmall(), Chips: []predictedOnChip{}}
	said := published.Load().Best(m.Model, test)
	for _, c := range chips {
		one := predictedOnChip{
			Chip: c.Name, Backend: speed.UsualBackend(c), Fits: c.MaxMemoryGB == 0 || float64(need) < c.MaxMemoryGB*1e9,
			GBps: c.GBps, MemoryGB: c.MaxMemoryGB, Year: c.Year, PriceUSD: c.PriceUSD,
		}
		if p, ok := speed.Predict(speed.On(c, one.Backend), work, nil); ok {
			one.Expected, one.From, one.To = p.TPS, p.From, p.To
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
	const row = "%-46s %-7s %9s %-15s %10s %6s %5s %7s %6s\n"
	fmt.Fprintf(e.out, row, "chip", "backend", "expected", "80 % interval", "published", "GB/s", "year", "price", "t/s/k$")
	for _, c := range chips {
		name := c.Chip
		if !c.Fits {
			name += " (too little memory)"
		}
		interval := ""
		if c.Expected > 0 {
			interval = bench.FormatTPS(c.From) + " to " + bench.FormatTPS(c.To)
		}
		fmt.Fprintf(e.out, row, name, orNone(c.Backend), tpsOrNone(c.Expected), interval, tpsOrNone(c.Published),
			fmt.Sprintf("%.0f", c.GBps), wholeOrNone(float64(c.Year)), wholeOrNone(c.PriceUSD), tpsOrNone(c.PerThousand))
	}
	fmt.Fprintln(e.out, "\nexpected: tokens a second with a new engine build; docs/numbers.md says how it is computed"+
		"\npublished: the newest result of others for this model; --json names its source and configuration"+
		"\nprice: in US dollars, of the chip or a machine with it when it came out; t/s/k$: tokens a second for 1,000 dollars")
	if p.Small {
		fmt.Fprintln(e.err, "Models of less than 3 GB are predicted less well, so their intervals are wide.")
	}
	if more > 0 || small > 0 {
		fmt.Fprintf(e.err, "Not shown: %d slower chips, and %d with too little memory; --all shows them.\n", more, small)
	}
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

func orNone(text string) string {
	if text == "" {
		return bench.NotMeasured
	}
	return text
}
