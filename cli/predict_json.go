package cli

import (
	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/published"
)

// predictions are the answers of `dragstrip predict MODEL` as JSON, in the order
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

// fittings are the answers of `dragstrip predict --fits MACHINE` as JSON.
type fittings struct {
	Machine string            `json:"machine"`
	Models  []predictedOnChip `json:"models"`
}

// predictedOnChip says how fast a model is on one machine. Figures that are not
// known are left out.
type predictedOnChip struct {
	Chip    string `json:"chip"`
	Here    bool   `json:"this_machine,omitempty"`
	Model   string `json:"model,omitempty"`
	Path    string `json:"path,omitempty"`
	Backend string `json:"backend,omitempty"`
	Fits    bool   `json:"fits"`
	// NeedBytes is the memory that the model takes with its context.
	NeedBytes int64 `json:"need_bytes,omitempty"`
	// Expected is the speed in tokens a second; From and To are the ends of its
	// 80 % interval.
	Expected float64 `json:"expected_tps,omitempty"`
	From     float64 `json:"expected_from_tps,omitempty"`
	To       float64 `json:"expected_to_tps,omitempty"`
	// Basis says what the expected speed on this machine is computed from.
	Basis string `json:"expected_by,omitempty"`
	// Prompt is the speed of processing a prompt of 512 tokens, with its interval.
	Prompt     float64 `json:"expected_pp512_tps,omitempty"`
	PromptFrom float64 `json:"expected_pp512_from_tps,omitempty"`
	PromptTo   float64 `json:"expected_pp512_to_tps,omitempty"`
	// Published is what others measured, with the backend, the build and the
	// date that they stated.
	Published float64 `json:"published_tps,omitempty"`
	How       string  `json:"published_configuration,omitempty"`
	Source    string  `json:"source,omitempty"`
	Address   string  `json:"source_address,omitempty"`
	// PublishedPrompt is the same for a prompt of 512 tokens.
	PublishedPrompt float64 `json:"published_pp512_tps,omitempty"`
	PromptHow       string  `json:"published_pp512_configuration,omitempty"`
	PromptSource    string  `json:"pp512_source,omitempty"`
	PromptAddress   string  `json:"pp512_source_address,omitempty"`
	GBps            float64 `json:"specified_gbps"`
	MemoryGB        float64 `json:"max_memory_gb,omitempty"`
	Year            int     `json:"year,omitempty"`
	PriceUSD        float64 `json:"launch_price_usd,omitempty"`
	// PriceSource says who states the price and the other figures of the chip.
	PriceSource string  `json:"chip_source,omitempty"`
	PerThousand float64 `json:"tps_per_1000_usd,omitempty"`
}

// asJSON gives an answer in the form in which it is printed.
func asJSON(a whatif.Answer) predictedOnChip {
	one := predictedOnChip{
		Chip: a.Machine, Here: a.Here, Backend: a.Backend, Fits: a.Fits(), Basis: a.Basis, GBps: a.GBps,
		Expected: a.Expected.TPS, From: a.Expected.From, To: a.Expected.To,
		Prompt: a.Prompt.TPS, PromptFrom: a.Prompt.From, PromptTo: a.Prompt.To,
		Year: a.Year(), PriceUSD: a.PriceUSD(), PerThousand: a.PerThousand(),
	}
	if a.Chip != nil {
		one.MemoryGB, one.PriceSource = a.Chip.MaxMemoryGB, a.Chip.Source
	}
	one.Published, one.How, one.Source, one.Address = publishedParts(a.Published)
	one.PublishedPrompt, one.PromptHow, one.PromptSource, one.PromptAddress = publishedParts(a.PublishedPrompt)
	return one
}

func publishedParts(f *published.Figure) (tps float64, how, source, address string) {
	if f == nil {
		return 0, "", "", ""
	}
	return f.TPS, f.Configuration(), f.Source.Name, f.Source.Address
}

func predictionsOf(m whatif.Machines) predictions {
	out := predictions{Model: m.Model.Label(), Test: m.Test.String(), NeedBytes: m.NeedBytes, Small: m.Small, Chips: []predictedOnChip{}}
	for _, a := range m.Answers {
		out.Chips = append(out.Chips, asJSON(a))
	}
	return out
}

func fittingsOf(machine string, answers []whatif.Answer) fittings {
	out := fittings{Machine: bench.Clean(machine), Models: []predictedOnChip{}}
	for _, a := range answers {
		one := asJSON(a)
		one.Model, one.Path, one.NeedBytes = a.Model.Label(), a.Model.Path, a.Fit.Need.Total()
		out.Models = append(out.Models, one)
	}
	return out
}
