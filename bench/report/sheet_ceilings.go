package report

import (
	"slices"
	"strings"

	"dragstrip/bench"
)

// Ceilings says what the percentages of some columns are of: "A, B: 256 GB/s
// specified, 214 GB/s measured".
func (s Sheet) Ceilings(columns []int) []string {
	var order, letters []string
	for _, at := range columns {
		text := ""
		for _, r := range s.Rows {
			if row := r.Cells[at].Row; row != nil && row.MovedGBps > 0 {
				text = ceilingText(row.Ceiling)
				break
			}
		}
		if text == "" {
			continue
		}
		if i := slices.Index(order, text); i >= 0 {
			letters[i] += ", " + s.Columns[at].Name
		} else {
			order, letters = append(order, text), append(letters, s.Columns[at].Name)
		}
	}
	for i := range order {
		if len(columns) > 1 {
			order[i] = letters[i] + ": " + order[i]
		}
	}
	return order
}

func ceilingText(c bench.Ceiling) string {
	var parts []string
	if c.SpecifiedGBps > 0 {
		parts = append(parts, bench.FormatGBps(c.SpecifiedGBps)+" specified")
	}
	if c.MeasuredGBps > 0 {
		parts = append(parts, bench.FormatGBps(c.MeasuredGBps)+" measured")
	}
	return strings.Join(parts, ", ")
}
