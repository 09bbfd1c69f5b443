package tui

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// sign is a sign that a screen shows instead of words.
type sign struct {
	tone          theme.Tone
	text, meaning string
	at            []screenNumber
}

// signs are all signs, with the screens that show them. The help of a screen
// lists its signs, so a new sign must be added here.
func (d *desk) signs() []sign {
	figures, lists := []screenNumber{atLive, atResults}, []screenNumber{atModels, atWhatIf, atHistory}
	everywhere := []screenNumber{atMachine, atModels, atPlan, atLive, atResults, atWhatIf, atHistory}
	faster, slower := "+11 %", "-6 %"
	if !d.Color {
		faster, slower = faster+" "+d.Up, slower+" "+d.Down
	}
	return []sign{
		{theme.Accent, d.Best, "clearly the fastest in its row; of a search: the best configuration for a goal", []screenNumber{atResults}},
		{theme.Accent, d.Best, "of a search: the best configuration for a goal", []screenNumber{atLive}},
		{theme.Good, faster, "faster than the baseline", []screenNumber{atResults}},
		{theme.Bad, slower, "slower than the baseline", []screenNumber{atResults}},
		{theme.Muted, d.NoDifference, "no difference shown: the change is within noise", []screenNumber{atResults}},
		{theme.Warn, d.Unclear, "after a difference: doubtful, because a side is noisy or throttled; after a bandwidth: uncertain, because the machine was busy", []screenNumber{atResults}},
		{theme.Warn, d.Unclear, "uncertain: the machine was busy, or a cache made it look faster", []screenNumber{atMachine, atLive}},
		{theme.Muted, "at most", "the speed that the memory allows, with 4096 tokens in the context", []screenNumber{atModels}},
		{theme.Muted, bench.NotKnown, "alone: not known; after a figure: uncertain, because the machine was busy", []screenNumber{atModels}},
		{theme.Muted, bench.NotKnown, "not known", []screenNumber{atWhatIf, atHistory}},
		{theme.Muted, d.Unknown, "no verdict: too few starts of the engine, or too few repetitions", []screenNumber{atResults}},
		{theme.Muted, d.Published, "published by somebody else, not measured here", []screenNumber{atResults}},
		{theme.Muted, d.Elsewhere, "of another configuration than its row names, or of one that is not stated", []screenNumber{atResults}},
		{theme.Plain, "23.1", "t/s: the median of the repetitions. If the engine was started several times, the geometric mean of the starts' medians: each start counts once", figures},
		{theme.Muted, d.Spelled("± 0.4"), "how uncertain the figure is: 95 % of such intervals contain the true figure", figures},
		{theme.Muted, d.uncertainSign(), d.Spelled("uncertain: the ± is larger than the figure itself"), []screenNumber{atResults}},
		{theme.Plain, d.Sample + d.From + d.Middle + d.To, "repetitions as dots, the interval between two bars, and the figure", []screenNumber{atResults}},
		{theme.Plain, "+", "in a picture: several results in one place", []screenNumber{atResults}},
		{theme.Accent, d.Mark, "marked", lists},
		{theme.Accent, d.Going, "being measured", []screenNumber{atLive, atHistory}},
		{theme.Muted, d.Waiting, "waits for its turn", []screenNumber{atLive}},
		{theme.Good, d.Yes, "done", []screenNumber{atLive, atHistory}},
		{theme.Good, d.Yes, "fit to measure, or usable", []screenNumber{atMachine}},
		{theme.Good, d.Yes, "fits into memory", []screenNumber{atModels, atWhatIf}},
		{theme.Muted, d.Published, "imported: others measured it", []screenNumber{atHistory}},
		{theme.Warn, d.Stopped, "stopped before it was done", []screenNumber{atLive, atHistory}},
		{theme.Bad, d.No, "failed, or a figure that should not be used", figures},
		{theme.Bad, d.No, "failed, or cannot be read", []screenNumber{atHistory}},
		{theme.Bad, d.No, "too little memory", []screenNumber{atWhatIf}},
		{theme.Bad, d.No, "not possible here", []screenNumber{atMachine, atModels, atPlan}},
		{theme.Warn, d.Doubt, "a warning", []screenNumber{atMachine, atModels, atPlan, atLive, atResults, atHistory}},
		{theme.Plain, bench.NotMeasured, "not measured, or not known", everywhere},
		{theme.Plain, d.More, "the text is longer than its room", everywhere},
	}
}

// signsAt are the signs of one screen.
func (d *desk) signsAt(at screenNumber) []sign {
	return slices.DeleteFunc(d.signs(), func(s sign) bool { return !slices.Contains(s.at, at) })
}

// changed colours a change by its verdict and adds the verdict's sign. Colours
// show faster and slower. If there are no colours, arrows show them.
func (d *desk) changed(change string, v bench.Verdict) string {
	switch v {
	case bench.Faster:
		return d.Paint(theme.Good, d.arrow(change, d.Up))
	case bench.Slower:
		return d.Paint(theme.Bad, d.arrow(change, d.Down))
	case bench.NoDiff:
		return d.Paint(theme.Muted, d.NoDifference)
	case bench.Doubtful:
		return d.Paint(theme.Warn, change+" "+d.Unclear)
	case bench.FewStarts:
		return d.Paint(theme.Muted, change+" "+d.Unknown)
	}
	return d.Paint(theme.Muted, d.Unknown)
}

// arrow adds an arrow to a change if there is no colour. With colour it adds
// spaces instead, so that figures line up.
func (d *desk) arrow(change, sign string) string {
	if d.Color {
		return change + "  "
	}
	return change + " " + sign
}
