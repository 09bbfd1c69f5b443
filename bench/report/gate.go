package report

import (
	"fmt"

	"dragstrip/bench"
)

// GateStarts is how many starts of the engine each side of a row needs for a
// gate to judge it. With fewer, an interval is so wide that a gate would pass
// nearly everything, and would look as if it had found nothing.
const GateStarts = 4

// Gate is what limits say of a sheet.
type Gate struct {
	Breaches []Breach
	// Unjudged are rows under a limit of which nothing can be said; Judged
	// counts the others.
	Unjudged []Unjudged
	Judged   int
}

// Unjudged is a row under a limit of which nothing can be said.
type Unjudged struct {
	Row string `json:"row"`
	Why string `json:"why"`
}

func (u Unjudged) String() string { return u.Row + " cannot be judged: " + u.Why }

// asked is a limit and a row it covers, with the chance of a row this far past
// the limit if the truth is no further than the limit itself.
type asked struct {
	limit  Limit
	pair   pair
	chance float64
}

// Gate holds the rows against limits. A row breaches one where its whole
// interval lies past it, and still does with the number of rows in mind: ten
// rows have ten chances to be slow by chance, so the rows are one family
// (Holm). A breach that is doubtful counts only where anyway is asked for.
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

// judge finds the breaches of a family. A row that only doubt keeps from being
// one is not judged.
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
		case c.Verdict != bench.Doubtful || anyway:
			g.Breaches = append(g.Breaches, Breach{a.limit.String(), name, c.Ratio, c.Low, c.High})
		case !doubted[name]:
			doubted[name] = true
			g.Judged--
			g.Unjudged = append(g.Unjudged, Unjudged{name, fmt.Sprintf("%s (%s to %s), but a side is noisy or throttled; measure again when the machine is quiet, or let it count with --anyway",
				bench.FormatChange(c.Ratio), bench.FormatChange(c.Low), bench.FormatChange(c.High))})
		}
	}
}

// name is the row's, with its job where a model has several.
func (p pair) name() string { return bench.Clean(joinNonEmpty(" ", p.row.Job, p.row.Name())) }

// unjudged says why a gate can say nothing of a row, or "".
func (p pair) unjudged() string {
	switch c := p.is; {
	case c.Why == whySuspect:
		return "a side is suspect; --include-suspect compares it"
	case !c.Compared:
		return "it was not measured on both sides"
	case !c.HasRatio() || c.Starts() < GateStarts:
		return fmt.Sprintf("a side has only %s of the engine, but --fail-if needs %d; --rounds %d makes them", bench.Plural(c.Starts(), "start"), GateStarts, bench.DefaultRepetitions)
	}
	return ""
}
