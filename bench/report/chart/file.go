package chart

import (
	_ "embed" // for the styles
	"fmt"
	"strings"
)

// Styles are the colours of all charts, for light and dark pages.
//
//go:embed styles.css
var Styles string

// Panel is a chart in a file of charts.
type Panel struct {
	// Title and Says stand above the chart, line by line.
	Title, Says []string
	SVG         string
}

// Sizes in a file of charts, in the units of the drawings.
const (
	between    = 32.0 // from chart to chart, and around them
	titleLine  = 19.0
	saysLine   = 15.0
	belowWords = 6.0
)

// File makes one SVG of several charts, two beside each other. It stands alone:
// it has its own styles, and follows the light or dark mode of the reader. head
// stands above the charts and foot below them, line by line.
func File(head []string, panels []Panel, foot []string) string {
	columns := min(max(len(panels), 1), 2)
	d := &drawing{}
	y := between
	for _, line := range head {
		d.text(between, y+titleLine-belowWords, "head", "start", line)
		y += titleLine
	}
	if len(head) > 0 {
		y += 2 * belowWords
	}
	for len(panels) > 0 {
		row := panels[:min(columns, len(panels))]
		panels = panels[len(row):]
		words, high := 0.0, 0.0
		for _, p := range row {
			words, high = max(words, p.wordsHigh()), max(high, heightOf(p.SVG))
		}
		for i, p := range row {
			p.write(d, between+float64(i)*(drawingWide+between), y, words)
		}
		y += words + high + between
	}
	for _, line := range foot {
		d.text(between, y, "tick", "start", line)
		y += saysLine
	}
	wide := between + float64(columns)*(drawingWide+between)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s"><style>`+"\n%s</style>\n"+
		`<rect width="100%%" height="100%%" style="fill: var(--paper)"/>`+"\n%s</svg>\n", number(wide), number(y), number(wide), number(y), Styles, d.b.String())
}

// wordsHigh is how much room the words above the chart take.
func (p Panel) wordsHigh() float64 {
	return titleLine*float64(len(p.Title)) + saysLine*float64(len(p.Says)) + belowWords
}

// write writes the words, and the chart below the words of its row.
func (p Panel) write(d *drawing, x, y, words float64) {
	at := y
	for _, line := range p.Title {
		at += titleLine
		d.text(x, at-belowWords, "head", "start", line)
	}
	for _, line := range p.Says {
		at += saysLine
		d.text(x, at-belowWords, "tick", "start", line)
	}
	fmt.Fprintf(&d.b, `<g transform="translate(%s %s)">`, number(x), number(y+words))
	d.b.WriteString(strings.Replace(p.SVG, " viewBox", fmt.Sprintf(` width="%s" height="%s" viewBox`, number(drawingWide), number(heightOf(p.SVG))), 1))
	d.b.WriteString("</g>\n")
}

// heightOf is the height of a drawing that start began.
func heightOf(svg string) (high float64) {
	_, box, _ := strings.Cut(svg, `viewBox="0 0 `)
	_, _ = fmt.Sscanf(box, "%g %g", new(float64), &high)
	return high
}
