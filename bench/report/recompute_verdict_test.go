package report

import (
	"fmt"
	"math"
	"slices"

	"dragstrip/bench"
)

// compared is the outcome of a comparison, computed again.
type compared struct {
	ratio, low, high, p float64
	verdict             string
}

// sheetAgain computes every comparison of a sheet again from the raw samples.
func sheetAgain(c *tally, sheet Sheet, sessions []twice) {
	find := func(cell SheetCell) (*rawSession, [][]float64, rawScatter) {
		at := slices.IndexFunc(sessions, func(x twice) bool { return x.session == cell.Row.Session })
		raw, test := sessions[at].raw, rawTest{cell.Row.Test.Test.Prompt, cell.Row.Test.Test.Generation, cell.Row.Test.Test.Depth}
		return raw, raw.jobs[cell.Row.Job.ID].starts[test], raw.scatterOf(cell.Row.Job.ID, test)
	}
	again := func(base, cell SheetCell) compared {
		a, x, p := find(base)
		b, y, q := find(cell)
		switch {
		case a == b:
			return compare(x, y, rawScatter{}, rawScatter{})
		case a.machine == b.machine && q.Freedom > p.Freedom:
			return compare(x, y, q, q)
		case a.machine == b.machine:
			return compare(x, y, p, p)
		}
		return compare(x, y, p, q)
	}
	for _, row := range sheet.Rows {
		base := row.Cells[sheet.Baseline]
		var cells []SheetCell
		var family []compared
		for _, cell := range row.Cells {
			if cell.Compared {
				cells, family = append(cells, cell), append(family, again(base, cell))
			}
		}
		holm(family)
		for i, cell := range cells {
			again, name := family[i], fmt.Sprintf("%s %s against %s", row.Name(), cell.Row.Job.ID, base.Row.Job.ID)
			if again.verdict == "" {
				again.verdict = again.judge(disturbedAgain(base.Row, cell.Row) || disturbedAgain(cell.Row, base.Row))
			}
			c.number(name+" ratio", cell.Ratio, again.ratio)
			c.number(name+" low", cell.Low, again.low)
			c.number(name+" high", cell.High, again.high)
			c.count(math.Abs(cell.P-again.p) < 1e-5, name+" chance", cell.P, again.p)
			c.word(name+" verdict", string(cell.Verdict), again.verdict)
			c.verdicts[again.verdict]++
		}
	}
}

// compare is Welch's test on the logarithms of the starts' medians. With one
// start on a side, it is the ratio and the range that the two intervals allow.
// p and q are the scatter between sessions on each side; they are equal if both
// sides use one estimate.
func compare(a, b [][]float64, p, q rawScatter) compared {
	x, xLow, xHigh, xKnown := figureOf(a)
	y, yLow, yHigh, yKnown := figureOf(b)
	if p.Sessions > 0 && len(a) > 0 {
		x, xLow, xHigh = figureAcross(a, p)
		xKnown = true
	}
	if q.Sessions > 0 && len(b) > 0 {
		y, yLow, yHigh = figureAcross(b, q)
		yKnown = true
	}
	few := func(starts [][]float64) int {
		return len(slices.DeleteFunc(slices.Clone(starts), func(s []float64) bool { return len(s) == 0 }))
	}
	least := min(few(a), few(b))
	if least < 2 {
		if !xKnown || !yKnown {
			return compared{p: 1, verdict: "too_few"}
		}
		down := math.Sqrt(square(math.Log(y/yLow)) + square(math.Log(xHigh/x)))
		up := math.Sqrt(square(math.Log(yHigh/y)) + square(math.Log(x/xLow)))
		return compared{y / x, y / x * math.Exp(-down), y / x * math.Exp(up), 1, "few_starts"}
	}
	ours, theirs := errorAcross(a, p), errorAcross(b, q)
	sum, freedom := addedUp(ours[0], ours[1], theirs[0], theirs[1])
	if p == q {
		sum, freedom = addedUp(ours[0], theirs[0], [2]float64{2 * ours[1][0], ours[1][1]})
	}
	scale := math.Sqrt(sum)
	t := math.Log(y/x) / scale
	off := bandOfT(freedom) * scale
	out := compared{y / x, y / x * math.Exp(-off), y / x * math.Exp(off), 2 * tailOfT(math.Abs(t), freedom), ""}
	if least < 3 {
		out.p, out.verdict = 1, "few_starts"
	}
	return out
}

func square(v float64) float64 { return v * v }

// spreadOfStarts is the variance of the logarithms of the starts' medians, and
// the number of starts.
func spreadOfStarts(starts [][]float64) (variance, n float64) {
	var logs []float64
	for _, samples := range starts {
		if len(samples) > 0 {
			logs = append(logs, math.Log(middleOf(samples)))
		}
	}
	_, variance = averageOf(logs)
	return variance, float64(len(logs))
}

// holm enlarges the probabilities of one row's comparisons: the smallest is
// multiplied by their number, the next by one less, and so on. None becomes
// smaller than the one before.
func holm(family []compared) {
	var judged []*compared
	for i := range family {
		if family[i].verdict == "" {
			judged = append(judged, &family[i])
		}
	}
	slices.SortFunc(judged, func(a, b *compared) int {
		if a.p < b.p {
			return -1
		}
		return 1
	})
	before := 0.0
	for i, c := range judged {
		before = max(before, min(1, c.p*float64(len(judged)-i)))
		c.p = before
	}
}

// disturbedAgain tells whether a result has a doubt of its own that makes a
// difference doubtful. A doubt about a machine's setting does not count if the
// other result has it, too.
func disturbedAgain(r, other *Row) bool {
	for _, w := range r.Doubts {
		shared := slices.ContainsFunc(other.Doubts, func(o bench.Warning) bool { return o.Code == w.Code && o.Text == w.Text }) &&
			r.Session.Machine.Line == other.Session.Machine.Line && r.Session.Lasts(w) && other.Session.Lasts(w)
		if g := bench.KindOf(w.Code).Grade; !shared && (g == "noisy" || g == "throttled") && r.Grade != "suspect" {
			return true
		}
	}
	return false
}

// judge gives the verdict on two sides, of which one may be disturbed.
func (c compared) judge(disturbed bool) string {
	verdict := "no_difference"
	switch {
	case c.p < 0.05 && c.low > 1:
		verdict = "faster"
	case c.p < 0.05 && c.high < 1:
		verdict = "slower"
	}
	if verdict != "no_difference" && disturbed {
		return "doubtful"
	}
	return verdict
}

// doubtsOf says which doubts the repetitions of a test alone show.
func doubtsOf(starts [][]float64) map[string]bool {
	out := map[string]bool{"slow_first": false, "outliers": false, "trend": false, "wide": false}
	figure, low, high, known := figureOf(starts)
	out["wide"] = known && len(starts) != 2 && max(high-figure, figure-low) > 0.05*figure
	if len(slices.Concat(starts...)) < 4 {
		return out
	}
	if out["slow_first"] = firstIsSlow(starts); out["slow_first"] {
		starts = slices.Clone(starts)
		for i, samples := range starts {
			if len(samples) > 1 {
				starts[i] = samples[1:]
			}
		}
	}
	out["outliers"] = anyFar(slices.Concat(starts...))
	out["trend"] = goesOneWay(starts)
	return out
}

// firstIsSlow fits a level for each start and one step for all first
// repetitions to the logarithms, by least squares. A test with Student's t then
// decides whether the step goes down.
func firstIsSlow(starts [][]float64) bool {
	// The best step leaves the smallest sum of squares. The normal equations
	// for one step and one level per start lead to these two sums.
	var bend, pull, count, levels float64
	for _, s := range starts {
		if n := float64(len(s)); n > 1 {
			total := 0.0
			for _, v := range s {
				total += math.Log(v)
			}
			bend += 1 - 1/n
			pull += math.Log(s[0]) - total/n
			count, levels = count+n, levels+1
		}
	}
	freedom := count - levels - 1
	if freedom < 2 {
		return false
	}
	step, left := pull/bend, 0.0
	for _, s := range starts {
		if n := float64(len(s)); n > 1 {
			level := -step / n
			for _, v := range s {
				level += math.Log(v) / n
			}
			for i, v := range s {
				off := math.Log(v) - level
				if i == 0 {
					off -= step
				}
				left += off * off
			}
		}
	}
	t := -step / math.Sqrt(left/freedom/bend)
	return 1-math.Exp(step) > 0.05 && tailOfT(t, freedom) < 0.0125
}

// anyFar tells whether a value lies so far from the median, in logarithms, that
// this happens by chance in only one of eighty tests.
func anyFar(values []float64) bool {
	n := len(values)
	if n < 5 {
		return false
	}
	beyond := 16.3
	for _, step := range [][2]float64{{6, 9.6}, {8, 7.7}, {10, 6.5}, {12, 6.1}, {15, 5.7}, {20, 5.1}, {30, 4.7}, {50, 4.4}, {100, 4.3}} {
		if float64(n) >= step[0] {
			beyond = step[1]
		}
	}
	var logs, off []float64
	for _, v := range values {
		logs = append(logs, math.Log(v))
	}
	middle := middleOf(logs)
	for _, l := range logs {
		off = append(off, math.Abs(l-middle))
	}
	usual := middleOf(off)
	for i, o := range off {
		if 0.6745*o > beyond*usual && math.Abs(math.Exp(logs[i]-middle)-1) > 0.03 {
			return true
		}
	}
	return false
}

// goesOneWay tells whether repetitions within starts, or starts one after the
// other, rise or fall by at least 2 % in an order that happens by chance in one
// of a hundred tests. If both are checked, the limit is one of two hundred.
func goesOneWay(starts [][]float64) bool {
	var medians []float64
	longest := 0
	for _, s := range starts {
		medians, longest = append(medians, middleOf(s)), max(longest, len(s))
	}
	chance := 0.01
	if longest > 1 && len(starts) > 1 {
		chance = 0.005
	}
	for _, groups := range [][][]float64{starts, {medians}} {
		var slopes, all []float64
		longest, score := 0, 0
		for _, g := range groups {
			all, longest = append(all, g...), max(longest, len(g))
			for i, v := range g {
				for k, w := range g[:i] {
					slopes = append(slopes, (v-w)/float64(i-k))
					if v > w {
						score++
					} else if v < w {
						score--
					}
				}
			}
		}
		if len(slopes) > 0 && math.Abs(middleOf(slopes))*float64(longest-1)/middleOf(all) > 0.02 && orders(groups, max(score, -score)) < chance {
			return true
		}
	}
	return false
}
