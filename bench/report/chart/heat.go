package chart

import (
	"fmt"
	"math"
)

// HeatCell is one cell of a heat map.
type HeatCell struct {
	// Value is the figure; 0 if there is none. Text is how it is written, or what is
	// written instead. Title appears when the mouse is on the cell.
	Value       float64
	Text, Title string
	// Best marks the leading cell. A Failed cell is marked as one that has no
	// figure.
	Best, Failed bool
}

// HeatAxis has the names beside the cells, and a title for all of them.
type HeatAxis struct {
	Title string
	Names []string
}

const (
	heatHigh = 30.0 // of a cell
	heatHead = 38.0 // above the cells
	heatSide = 150.0
	// heatLevels is how many shades a page has for cells.
	heatLevels = 7
)

// Heat draws figures as shaded cells: the darker the faster. cells has a list for
// each name of rows. Heat gives "" if no cell has a figure.
func Heat(title string, rows, columns HeatAxis, cells [][]HeatCell) string {
	levels := heatLevelsOf(cells)
	if levels == nil {
		return ""
	}
	side := widthOf(rows.Title)
	for _, name := range rows.Names {
		side = max(side, widthOf(name))
	}
	side = min(side+12, heatSide)
	wide := (drawingWide - side) / float64(max(len(columns.Names), 1))
	d := start(heatHead+heatHigh*float64(len(rows.Names))+2, title)
	d.text(side, 12, "tick", "start", cut(columns.Title, drawingWide-side))
	d.text(0, heatHead-8, "tick", "start", cut(rows.Title, side-6))
	for c, name := range columns.Names {
		d.text(side+wide*(float64(c)+0.5), heatHead-8, "label", "middle", cut(name, wide-2))
	}
	for r, row := range cells {
		top := heatHead + heatHigh*float64(r)
		d.text(0, top+heatHigh/2+4, "label", "start", cut(rows.Names[r], side-6))
		for c, cell := range row {
			d.heatCell(side+wide*float64(c), top, wide, cell, levels(cell.Value))
		}
	}
	return d.end()
}

func (d *drawing) heatCell(left, top, wide float64, c HeatCell, level int) {
	class := "none"
	switch {
	case c.Value > 0:
		class = fmt.Sprintf("h%d", level)
	case c.Failed:
		class = "failed"
	}
	if c.Best {
		class += " leads"
	}
	d.titled(left+1.5, top+1.5, wide-3, heatHigh-3, "heat "+class, c.Title)
	class = "figure"
	if c.Best {
		class = "figure leads"
	}
	d.text(left+wide/2, top+heatHigh/2+4, class, "middle", cut(c.Text, wide-2))
}

// heatLevelsOf gives the shade of a figure: the lowest one has the lightest, the
// highest one the darkest. Equal ratios are equal steps. It gives nil if there
// is no figure.
func heatLevelsOf(cells [][]HeatCell) func(float64) int {
	low, high := math.Inf(1), 0.0
	for _, row := range cells {
		for _, c := range row {
			if c.Value > 0 && !math.IsInf(c.Value, 1) {
				low, high = min(low, c.Value), max(high, c.Value)
			}
		}
	}
	if high == 0 {
		return nil
	}
	return func(v float64) int { return int(math.Round(Level(v, low, high) * (heatLevels - 1))) }
}

// Level is how far a figure is on the way from the lowest to the highest one, 0
// to 1. Equal ratios are equal steps.
func Level(v, low, high float64) float64 {
	if !(v > low) || high <= low {
		if v >= high {
			return 1
		}
		return 0
	}
	return math.Min(math.Log(v/low)/math.Log(high/low), 1)
}
