package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// modelColumn is one column of the list: how its cells look, and how it sorts.
type modelColumn struct {
	widget.Column
	cell func(d *desk, m Model) widget.Cell
	less func(a, b Model) int
}

// nameColumn is the title of the column that tells rows apart.
const nameColumn = "name"

// The smallest widths of the column with the names. In a list of at least
// wideModels cells, other columns are left out before names are cut much.
const narrowModel, wideModel, wideModels = 12, 24, 56

// roomForNames sets the smallest width of the names in a list of models.
func roomForNames(list *widget.Table, width int) {
	list.Columns[0].Min = narrowModel
	if width >= wideModels {
		list.Columns[0].Min = wideModel
	}
}

var modelColumns = []modelColumn{
	{
		widget.Column{Title: nameColumn, Priority: 9, Shrink: true, Min: narrowModel, Cut: naming.CutApart},
		func(_ *desk, m Model) widget.Cell { return widget.Cell{Text: modelName(m)} },
		func(a, b Model) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) },
	},
	{
		widget.Column{Title: "engine", Priority: 3},
		func(_ *desk, m Model) widget.Cell {
			return widget.Cell{Text: strings.Join(m.engines(), ", "), Tone: theme.Muted}
		},
		func(a, b Model) int { return slices.Compare(a.engines(), b.engines()) },
	},
	{
		widget.Column{Title: "quant", Priority: 8, Max: 10},
		func(_ *desk, m Model) widget.Cell { return widget.Cell{Text: bench.Clean(m.Quant)} },
		func(a, b Model) int { return cmp.Compare(a.Quant, b.Quant) },
	},
	{widget.Column{Title: "bpw", Right: true, Priority: 2}, func(_ *desk, m Model) widget.Cell {
		return widget.Cell{Text: known(m.BitsPerWeight, "%.2f"), Tone: theme.Muted}
	}, func(a, b Model) int { return cmp.Compare(b.BitsPerWeight, a.BitsPerWeight) }},
	{widget.Column{Title: "GiB", Right: true, Priority: 7}, func(_ *desk, m Model) widget.Cell {
		return widget.Cell{Text: gibibytes(m.SizeBytes)}
	}, func(a, b Model) int { return cmp.Compare(b.SizeBytes, a.SizeBytes) }},
	{widget.Column{Title: "params", Right: true, Priority: 4}, func(_ *desk, m Model) widget.Cell {
		return widget.Cell{Text: bench.FormatParams(m.ParamCount)}
	}, func(a, b Model) int { return cmp.Compare(b.ParamCount, a.ParamCount) }},
	{
		widget.Column{Title: "active", Right: true, Priority: 1},
		activeCell,
		func(a, b Model) int { return cmp.Compare(b.ActiveParamCount, a.ActiveParamCount) },
	},
	{widget.Column{Title: "fits", Priority: 6}, fitCell, func(a, b Model) int { return cmp.Compare(fitOrder(a), fitOrder(b)) }},
	{
		widget.Column{Title: "expect t/s", Right: true, Priority: 5},
		speedCell,
		func(a, b Model) int { return cmp.Compare(speedOf(b), speedOf(a)) },
	},
	{widget.Column{Title: "store", Priority: 2, Max: 14}, func(_ *desk, m Model) widget.Cell {
		return widget.Cell{Text: bench.Clean(m.Place), Tone: theme.Muted}
	}, func(a, b Model) int { return cmp.Compare(a.Place, b.Place) }},
}

func modelName(m Model) string {
	name := bench.Clean(m.Name)
	switch {
	case m.StandInFault.String() != "":
		name += " (outdated stand-in)"
	case m.StandIn:
		name += " (stand-in)"
	}
	return name
}

// gibibytes writes a size for a column in GiB. A small one gets a second decimal,
// so that it does not read as nothing.
func gibibytes(bytes int64) string {
	size := float64(bytes) / (1 << 30)
	if size < 0.1 {
		return known(size, "%.2f")
	}
	return known(size, "%.1f")
}

func known(v float64, format string) string {
	if v <= 0 {
		return bench.NotKnown
	}
	return fmt.Sprintf(format, v)
}

func activeCell(_ *desk, m Model) widget.Cell {
	if m.ActiveParamCount == 0 || m.ActiveParamCount >= m.ParamCount*95/100 {
		return widget.Cell{}
	}
	return widget.Cell{Text: bench.FormatParams(m.ActiveParamCount)}
}

func fitCell(d *desk, m Model) widget.Cell {
	switch m.Fit {
	case "fits":
		return widget.Cell{Text: d.Yes, Tone: theme.Good}
	case "tight", "spills":
		return widget.Cell{Text: m.Fit, Tone: theme.Warn}
	case "":
		return widget.Cell{Text: bench.NotKnown, Tone: theme.Muted}
	}
	return widget.Cell{Text: d.No + " too large", Tone: theme.Bad}
}

func fitOrder(m Model) int {
	return slices.Index([]string{"fits", "tight", "spills", "does not fit", ""}, m.Fit)
}

func ceilingOf(m Model) float64 {
	if m.CeilingMeasured > 0 {
		return m.CeilingMeasured
	}
	return m.CeilingSpecified
}

// speedOf is the speed by which models are sorted. It is the expected speed or,
// if none is known, the most that the memory allows.
func speedOf(m Model) float64 { return cmp.Or(m.Expected.TPS, ceilingOf(m)) }

// speedCell shows the expected range or, if none is known, the most that the
// memory allows.
func speedCell(d *desk, m Model) widget.Cell {
	if d.refused(m) != "" {
		return widget.Cell{Text: bench.NotMeasured, Tone: theme.Muted}
	}
	if m.Expected.TPS > 0 {
		return widget.Cell{Text: m.Expected.Figures()}
	}
	if v := ceilingOf(m); v > 0 {
		return widget.Cell{Text: "at most " + bench.FormatTPS(v) + d.ceilingDoubt(m), Tone: theme.Muted}
	}
	return widget.Cell{Text: bench.NotKnown, Tone: theme.Muted}
}
