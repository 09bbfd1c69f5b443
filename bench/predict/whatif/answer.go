package whatif

import (
	"cmp"
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
)

// Answer says how fast a model is on a machine. Zero means not known.
type Answer struct {
	Model bench.Model
	Test  bench.Test
	// Machine is the name of a chip, or what this machine is called.
	Machine string
	Here    bool // it is this machine
	// Unused are GPUs of this machine that no engine build can use.
	Unused []string
	// Chip is what the reference set says about the machine. It is nil if the
	// reference set does not have this machine's chip.
	Chip    *published.Chip
	Backend string // the backend that most people use on the chip
	GBps    float64
	Fit     bench.Fit
	// Expected and Prompt are the expected speeds of generation and of a prompt of
	// 512 tokens. Basis says what they are computed from, if that is more than
	// published results.
	Expected, Prompt bench.SpeedRange
	Basis            string
	// Lack says why this machine's own results give no expected speed.
	Lack  speed.Lack
	Small bool // the model is smaller than those that the formula was fitted to
	// Published and PublishedPrompt are the newest published results.
	Published, PublishedPrompt *published.Figure
}

// usualPrompt is the prompt that people publish.
var usualPrompt = bench.Test{Prompt: 512}

// Fits tells whether the memory is large enough. A memory of unknown size counts
// as large enough.
func (a Answer) Fits() bool {
	return a.Fit.Verdict != bench.DoesNotFit && a.Fit.Verdict != bench.Spills
}

// TPS is the speed by which answers are ordered. It is the expected speed or, if
// there is none, the published speed.
func (a Answer) TPS() float64 {
	if a.Published == nil {
		return a.Expected.TPS
	}
	return cmp.Or(a.Expected.TPS, a.Published.TPS)
}

// PriceUSD is the price at which the chip came out, in US dollars.
func (a Answer) PriceUSD() float64 {
	if a.Chip == nil || a.Here {
		return 0
	}
	return a.Chip.PriceUSD
}

// Year is when the chip came out.
func (a Answer) Year() int {
	if a.Chip == nil {
		return 0
	}
	return a.Chip.Year
}

// PerThousand is the speed for each 1,000 US dollars of the price. It is 0 if the
// model does not fit, because then nobody gets this speed.
func (a Answer) PerThousand() float64 {
	if a.PriceUSD() <= 0 || !a.Fits() {
		return 0
	}
	return 1000 * a.TPS() / a.PriceUSD()
}

// known tells whether anything can be said about the speed.
func (a Answer) known() bool { return a.TPS() > 0 || a.PublishedPrompt != nil }

// on gives the answer for a chip. found holds the published figures of the
// model.
func on(c *published.Chip, w asked, found figures) Answer {
	a := Answer{
		Model: w.model, Test: w.test, Machine: c.Name, Chip: c, Backend: speed.UsualBackend(c), GBps: c.GBps,
		Fit:       bench.FitOf(w.need, bench.Memory{Name: c.Name, Bytes: int64(c.MaxMemoryGB * (1 << 30))}),
		Small:     w.work.IsSmall(),
		Published: found.generation[c], PublishedPrompt: found.prompt[c],
	}
	if !speed.Predicts(w.model) {
		return a
	}
	place := speed.On(c, a.Backend)
	if p, ok := speed.Predict(place, w.work, nil); ok {
		a.Expected = bench.SpeedRange(p)
	}
	if p, ok := speed.PredictPrompt(place, w.work); ok && w.test.Depth == 0 {
		a.Prompt = bench.SpeedRange(p)
	}
	return a
}

// asked is a model, and what somebody wants to know about it.
type asked struct {
	model bench.Model
	test  bench.Test
	work  speed.Work
	need  bench.Need
}

// ask prepares the questions about a model. depth is how many tokens are in the
// context already.
func ask(m bench.Model, depth int) (asked, error) {
	test := bench.Test{Generation: 128, Depth: depth}
	work, ok := speed.WorkOf(m, test)
	if !ok {
		return asked{}, fmt.Errorf("%s: the file does not say how many bytes a token reads, so no speed can be predicted", bench.Clean(m.Label()))
	}
	return asked{
		model: m, test: test, work: work,
		need: m.Need(bench.Load{Tokens: int64(depth) + int64(usualPrompt.Prompt)}),
	}, nil
}

// figures are the published figures of a model by chip.
type figures struct {
	generation, prompt map[*published.Chip]*published.Figure
}

func figuresOf(w asked) figures {
	set := published.Load()
	found := figures{generation: set.Best(w.model, w.test)}
	if w.test.Depth == 0 {
		found.prompt = set.Best(w.model, usualPrompt)
	}
	return found
}
