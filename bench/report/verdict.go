package report

import (
	"fmt"

	"dragstrip/bench"
)

// VerdictSign is a verdict as one sign: ↑ faster, ↓ slower, ~ no difference
// shown, ? doubtful, · no verdict because of too few starts or samples.
func VerdictSign(v bench.Verdict) string {
	switch v {
	case bench.Faster:
		return "↑"
	case bench.Slower:
		return "↓"
	case bench.NoDiff:
		return bench.NoDifference
	case bench.Doubtful:
		return "?"
	}
	return "·"
}

// VerdictWord is a verdict in words.
func VerdictWord(v bench.Verdict) string {
	switch v {
	case bench.Faster, bench.Slower:
		return string(v)
	case bench.NoDiff:
		return "no difference shown"
	case bench.FewStarts:
		return "too few starts"
	case bench.Doubtful:
		return "doubtful: noisy or throttled" // short: on 80 columns it ends a full line
	}
	return "too few samples"
}

// VerdictOf is the verdict of a comparison in words. It says why no difference is
// shown although the interval, which stands beside it, does not reach zero.
func VerdictOf(c bench.Comparison) string {
	if c.OneOfMany() {
		return VerdictWord(c.Verdict) + ": one of several can be chance" // short: on 100 columns it ends a full line
	}
	return VerdictWord(c.Verdict)
}

// oneOfMany says why several comparisons are judged more strictly than one.
const oneOfMany = "of several comparisons, one can differ that much by chance"

// verdict is what a table says: the word with its sign, or only one of them.
func verdict(v bench.Verdict) string {
	switch v {
	case bench.Faster, bench.Slower, bench.Doubtful:
		return string(v) + " " + VerdictSign(v)
	case bench.NoDiff:
		return VerdictSign(v)
	}
	return VerdictWord(v)
}

// changeMade says how a change and its interval are computed.
const changeMade = "The change compares the two figures; in its 95 % interval every start of the engine counts once (Welch's t over the starts)"

// fewStartsMeans explains why too few starts give no verdict, and says what to
// do.
func fewStartsMeans() string {
	return fmt.Sprintf("Too few starts: starts of the engine differ even if nothing was changed, and a side has fewer than %d. "+
		"The interval of a single start does not tell how much starts differ. --rounds %d starts the engine %d times",
		bench.MinStarts, bench.DefaultRepetitions, bench.DefaultRepetitions)
}

// acrossSessions and acrossUnknown say how reliable a change between two
// sessions is.
const (
	acrossSessions = "For a change between two sessions, the interval also includes how much sessions of this machine differ"
	acrossUnknown  = "Sessions differ even if nothing was changed. There are too few earlier sessions to tell by how much, so a small change from one session to another may mean nothing"
)

// whyDoubtful is why a difference does not count. It names the two grades, and no
// cause: a side is also noisy if only its repetitions lie far apart.
const whyDoubtful = "a side is noisy or throttled"

// doubtfulMeans explains a doubtful verdict (see isDisturbed).
const doubtfulMeans = "Doubtful: a difference is shown, but " + whyDoubtful + "; its warning says why. It does not count: measure again when the machine is quiet, " +
	"or with --precision 1% if the side is uncertain. A setting that slows both sides alike, such as power saving, makes nothing doubtful"

// mostChange is the largest ratio that is written as the upper end of an
// interval, if the ratio itself is small. Starts that lie far apart give an end
// that is far larger.
const mostChange = 11

// ChangeOf writes a ratio and its interval: "-2.5 %", "-2.7 % to -2.3 %".
// Neither is shown without the other.
func ChangeOf(c bench.Comparison) (change, interval string) {
	if !c.HasRatio() {
		return bench.NotMeasured, bench.NotMeasured
	}
	return bench.FormatChange(c.Ratio), intervalOf(c.Ratio, c.Low, c.High, bench.FormatChange)
}

// intervalOf writes the interval of a ratio, each end with spell: "-2.7 % to
// -2.3 %". If the interval contains both "no change" and more than twice the
// ratio, it is too wide to tell anything. Then its ends are not written.
func intervalOf(ratio, low, high float64, spell func(float64) string) string {
	most := max(mostChange, 2*ratio)
	switch {
	case tellsNothing(ratio, low, high):
		return bench.TooUncertain
	case high > most:
		return spell(low) + " to over " + spell(most)
	}
	return spell(low) + " to " + spell(high)
}

// tellsNothing tells whether the interval of a ratio contains both "no change"
// and more than twice the ratio.
func tellsNothing(ratio, low, high float64) bool { return low < 1 && high > 1 && high > 2*ratio }

// GradeSign is a grade as one sign: ▲ for noisy or throttled, ✗ for suspect, ○
// for published, "" for clean or too few repetitions.
func GradeSign(g bench.Grade) string {
	switch g {
	case bench.GradeClean, bench.GradeFew, "":
		return ""
	case bench.GradePublished:
		return "○"
	case bench.GradeSuspect:
		return "✗"
	}
	return "▲"
}

// signElsewhere marks figures of another configuration than the row names.
const signElsewhere = "≠"

// MarksMean explains the marks of figures that occur ([Row.Marks], and the one for
// [SheetCell.Elsewhere]), each as "MARK: what it means".
func MarksMean(occurs func(mark string) bool) (out []string) {
	for _, m := range []struct{ mark, means string }{
		{bench.TooUncertain, "the ± is larger than the figure itself"},
		{GradeSign(bench.GradeNoisy), "noisy or throttled, its warning says why"},
		{GradeSign(bench.GradeSuspect), "suspect, the figure cannot be right"},
		{GradeSign(bench.GradePublished), "published by somebody else, not measured here"},
		{signElsewhere, "of another configuration than its row names, or of one that is not stated; a note says which"},
	} {
		if occurs(m.mark) {
			out = append(out, m.mark+": "+m.means)
		}
	}
	return out
}
