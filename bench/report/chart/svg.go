package chart

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// drawing is an SVG that is being written.
type drawing struct{ b strings.Builder }

// drawingWide is how wide each drawing is, in its own units.
const drawingWide = 480.0

// start opens a drawing. high is the height of the drawing in its own units. A
// page shows the drawing as wide as there is room. title says in words what the
// drawing shows, for readers who cannot see it.
func start(high float64, title string) *drawing {
	d := &drawing{}
	fmt.Fprintf(&d.b, `<svg class="chart" viewBox="0 0 %s %s" role="img" aria-label="%s">`, number(drawingWide), number(high), html.EscapeString(title))
	return d
}

func (d *drawing) end() string { return d.b.String() + "</svg>" }

// text writes a text. anchor is "start", "middle" or "end".
func (d *drawing) text(x, y float64, class, anchor, text string) {
	fmt.Fprintf(&d.b, `<text x="%s" y="%s" class="%s" text-anchor="%s">%s</text>`, number(x), number(y), class, anchor, html.EscapeString(text))
}

func (d *drawing) line(x1, y1, x2, y2 float64, class string) {
	fmt.Fprintf(&d.b, `<line x1="%s" y1="%s" x2="%s" y2="%s" class="%s"/>`, number(x1), number(y1), number(x2), number(y2), class)
}

func (d *drawing) rect(x, y, wide, high float64, class string) {
	fmt.Fprintf(&d.b, `<rect x="%s" y="%s" width="%s" height="%s" class="%s"/>`, number(x), number(y), number(max(0, wide)), number(high), class)
}

// titled is a rectangle with a text that appears when the mouse is on it.
func (d *drawing) titled(x, y, wide, high float64, class, title string) {
	fmt.Fprintf(&d.b, `<rect x="%s" y="%s" width="%s" height="%s" class="%s"><title>%s</title></rect>`, number(x), number(y), number(max(0, wide)), number(high), class, html.EscapeString(title))
}

// dot and square are points with a text that appears when the mouse is on it.
func (d *drawing) dot(x, y, radius float64, class, title string) {
	fmt.Fprintf(&d.b, `<circle cx="%s" cy="%s" r="%s" class="%s"><title>%s</title></circle>`, number(x), number(y), number(radius), class, html.EscapeString(title))
}

func (d *drawing) square(x, y, radius float64, class, title string) {
	d.titled(x-radius, y-radius, 2*radius, 2*radius, class, title)
}

func (d *drawing) path(points [][2]float64, class string) {
	var parts []string
	for _, p := range points {
		parts = append(parts, number(p[0])+","+number(p[1]))
	}
	fmt.Fprintf(&d.b, `<polyline points="%s" class="%s"/>`, strings.Join(parts, " "), class)
}

// number writes a position with at most one digit after the point.
func number(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }

// letter is how wide a letter is on average, in the units of a drawing.
const letter = 6.6

func widthOf(text string) float64 { return letter * float64(utf8.RuneCountInString(text)) }

// cut shortens a text to a width.
func cut(text string, to float64) string {
	runes := []rune(text)
	most := int(to/letter + 0.001)
	if len(runes) <= most || most < 2 {
		return text
	}
	return string(runes[:most-1]) + "…"
}
