package report

import (
	"cmp"
	"slices"

	"dragstrip/bench"
)

// Curve is the speed of generation of one column over the tokens in the context.
type Curve struct {
	Column int
	// Row is one of the rows of the curve: they differ only in their depths.
	Row    SheetRow
	Points []CurvePoint // from the smallest depth
}

// CurvePoint is one depth of a curve.
type CurvePoint struct {
	Depth int
	Cell  SheetCell
}

// Curves are the columns of the sheet that have generation at two depths or
// more, without suspect results.
func (s Sheet) Curves() []Curve {
	return slices.DeleteFunc(s.overDepth(), func(c Curve) bool { return !c.isLine() })
}

// isLine tells whether the curve has two depths or more.
func (c Curve) isLine() bool { return c.Points[0].Depth != c.Points[len(c.Points)-1].Depth }

// overDepth are the curves of all columns, including those with only one depth.
func (s Sheet) overDepth() []Curve {
	type of struct {
		job, model, under string
		generation        int
		column            int
	}
	index := map[of]int{}
	var all []Curve
	for _, row := range s.Rows {
		if !row.Test.IsDecode() {
			continue
		}
		for at, c := range row.Cells {
			if !c.Measured() || c.Row.Grade == bench.GradeSuspect {
				continue
			}
			key := of{row.Job, row.Model, row.Under, row.Test.Generation, at}
			k, known := index[key]
			if !known {
				k = len(all)
				index[key], all = k, append(all, Curve{Column: at, Row: row})
			}
			all[k].Points = append(all[k].Points, CurvePoint{row.Test.Depth, c})
		}
	}
	for _, c := range all {
		slices.SortStableFunc(c.Points, func(a, b CurvePoint) int { return cmp.Compare(a.Depth, b.Depth) })
	}
	return all
}
