package report

import (
	"fmt"

	"dragstrip/bench"
)

// GateStarts is how many starts of the engine each side of a row needs before a
// gate judges the row. With fewer starts the interval is so wide that nearly
// every row would pass. It would then look as if nothing had become slower.
const GateStarts = 4

// Gate is the outcome of checking a sheet against limits.
type Gate struct {
	Breaches []Breach
	// Unjudged are the rows that a limit covers but that cannot be judged.
	// Judged counts the rows that were judged.
	Unjudged []Unjudged
	Judged   int
	// Open are the judged rows that are no breach, but whose interval reaches past a
	// limit. So they may be slower than the limit allows.
	Open []Breach
}

// Unjudged is a row that a limit covers but that cannot be judged, with the
// reason.
type Unjudged struct {
	Row string `json:"row"`
	Why string `json:"why"`
}

func (u Unjudged) String() string { return u.Row + " cannot be judged: " + u.Why }

// UnjudgedSaid says which rows cannot be judged, one line for each reason.
func (g Gate) UnjudgedSaid() (lines []string) {
	var whys once
	for _, u := range g.Unjudged {
		whys.add(u.Why, u.Row)
	}
	for _, why := range whys.order {
		lines = append(lines, Unjudged{bench.Joined(whys.of[why]), why}.String())
	}
	return lines
}

// PassedSaid says how many rows a gate without a breach judged.
func (g Gate) PassedSaid() string {
	return bench.Plural(g.Judged, "row") + " judged, none certainly slower than the limit"
}

// ofSeveralRows is why a row is no breach although its interval lies past the
// limit.
const ofSeveralRows = "of several rows, one can lie that far off by chance"

// OpenSaid says which rows may be slower than a limit although they are no breach,
// one line for each.
func (g Gate) OpenSaid() (lines []string) {
	for _, b := range g.Open {
		why := "may be slower than the limit %s allows: %s (%s)"
		if b.High < 1-b.fraction {
			why = "looks slower than the limit %s allows: %s (%s), but " + ofSeveralRows
		}
		lines = append(lines, fmt.Sprintf("%s "+why+"; more starts of the engine on both sides (--rounds) narrow this",
			b.Row, b.Limit, bench.FormatChange(b.Ratio), intervalOf(b.Ratio, b.Low, b.High, bench.FormatChange)))
	}
	return lines
}

// asked is a limit and a row that the limit covers. chance is the probability
// that a row lies this far past the limit although the true change is within the
// limit.
type asked struct {
	limit  Limit
	pair   pair
	chance float64
}

// Gate checks the rows against limits. A row is a breach if its whole interval
// lies past the limit and if this also holds after a correction for the number
// of rows. Ten rows have ten chances to look slow by accident, so all rows are
// one family (Holm). A doubtful breach counts only if anyway is set.
func (s Sheet) Gate(limits []Limit, anyway bool) Gate {
	var g Gate
	var family []asked
	for _, p := range s.allPairs() {
		var under []asked
		for _, l := range limits {
			if l.covers(p.row.Test) {
				under = append(under, asked{l, p, p.is.SlowerThan(l.Fraction)})
			}
		}
		switch why := p.unjudged(); {
		case len(under) == 0:
		case why != "":
			g.Unjudged = append(g.Unjudged, Unjudged{p.name(), why})
		default:
			g.Judged++
			family = append(family, under...)
		}
	}
	g.judge(family, anyway)
	return g
}

// judge finds the breaches of a family. If a row would be a breach but is
// doubtful, it counts as not judged.
func (g *Gate) judge(family []asked, anyway bool) {
	chances := make([]float64, len(family))
	for i, a := range family {
		chances[i] = a.chance
	}
	doubted := map[string]bool{}
	for i, chance := range bench.Holm(chances) {
		a := family[i]
		c, name := a.pair.is, a.pair.name()
		switch {
		case chance >= (1-bench.Confidence)/2 || c.High >= 1-a.limit.Fraction:
			if c.Low < 1-a.limit.Fraction {
				g.Open = append(g.Open, Breach{a.limit.String(), name, c.Ratio, c.Low, c.High, a.limit.Fraction})
			}
		case c.Verdict != bench.Doubtful || anyway:
			g.Breaches = append(g.Breaches, Breach{a.limit.String(), name, c.Ratio, c.Low, c.High, a.limit.Fraction})
		case !doubted[name]:
			doubted[name] = true
			g.Judged--
			g.Unjudged = append(g.Unjudged, Unjudged{name, fmt.Sprintf("%s (%s), but "+whyDoubtful+"; measure again when the machine is quiet, or count it with `dragstrip rerun OLD --with NEW --anyway`",
				bench.FormatChange(c.Ratio), intervalOf(c.Ratio, c.Low, c.High, bench.FormatChange))})
		}
	}
}

// name is the row's name, with its job if a model has several.
func (p pair) name() string { return bench.Clean(joinNonEmpty(" ", p.row.Job, p.row.Name())) }

// unjudged says why a gate cannot judge a row; "" if it can.
func (p pair) unjudged() string {
	switch c := p.is; {
	case c.Why == whySuspect:
		return "a side is suspect; --include-suspect compares it"
	case c.Why == whyPublished:
		return "a side is a published figure without samples"
	case !c.Compared:
		return "it was not measured on both sides"
	case p.was.Row != nil && p.was.Row.Pooled > 0 && p.was.Row.Pooled < GateStarts:
		return fmt.Sprintf("only %s of this machine measured it before, but --fail-if needs %d", bench.Plural(p.was.Row.Pooled, "session"), GateStarts)
	case !c.HasRatio() || c.Starts() < GateStarts:
		return fmt.Sprintf("a side has only %s of the engine, but --fail-if needs %d; measure both sides with `dragstrip run --rounds %d` (rerun repeats the rounds of the old session)", bench.Plural(c.Starts(), "start"), GateStarts, bench.DefaultRepetitions)
	case tellsNothing(c.Ratio, c.Low, c.High) && c.Sessions > 0:
		return "the change is uncertain, because its ± is larger than the figure itself: it includes how far sessions of this machine differ, which more starts do not narrow; measure in further sessions while no other programs are busy"
	case tellsNothing(c.Ratio, c.Low, c.High):
		return "the change is uncertain, because its ± is larger than the figure itself; measure again when the machine is quiet, or with --precision 1%"
	}
	return ""
}
