package report

import (
	"cmp"
	"slices"

	"dragstrip/bench"
)

// depthLine is the speed of generation of one column over the tokens in the
// context.
type depthLine struct {
	Column int
	// Row is one of the rows of the line: they differ only in their depths.
	Row    SheetRow
	Points []depthPoint // from the smallest depth
}

// depthPoint is one depth of a line.
type depthPoint struct {
	Depth int
	Cell  SheetCell
}

// isLine tells whether there are two depths or more.
func (c depthLine) isLine() bool { return c.Points[0].Depth != c.Points[len(c.Points)-1].Depth }

// overDepth are the lines of all columns, including those with only one depth.
// Suspect results are left out.
func (s Sheet) overDepth() []depthLine {
	type of struct {
		job, model, under string
		generation        int
		column            int
	}
	index := map[of]int{}
	var all []depthLine
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
				index[key], all = k, append(all, depthLine{Column: at, Row: row})
			}
			all[k].Points = append(all[k].Points, depthPoint{row.Test.Depth, c})
		}
	}
	for _, c := range all {
		slices.SortStableFunc(c.Points, func(a, b depthPoint) int { return cmp.Compare(a.Depth, b.Depth) })
	}
	return all
}
