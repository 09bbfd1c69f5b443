package chart

import "fmt"

// Bar is one figure with its interval.
type Bar struct {
	Label string
	// Value is the figure, and Text is how it is written. Low and High are the
	// ends of the interval. If High is not larger than Low, there is no
	// interval.
	Value     float64
	Text      string
	Low, High float64
	// Best marks the leading bar. A Doubtful bar is drawn so that it does not
	// look certain.
	Best, Doubtful bool
}

const (
	drawingWide = 480.0
	barHigh     = 38.0 // with the label above the bar
	textRoom    = 90.0 // for the figures behind the bars
)

// Bars draws horizontal bars one below the other. They begin at zero, and each
// has its label above it. It gives "" if there is nothing to draw.
func Bars(title string, bars []Bar) string {
	if len(bars) == 0 {
		return ""
	}
	var figures []float64
	for _, b := range bars {
		figures = append(figures, b.Value)
		if b.High > b.Low {
			figures = append(figures, b.High)
		}
	}
	high := barHigh * float64(len(bars))
	d := start(drawingWide, high+4, title)
	s := scaleOver(figures, 0, drawingWide-textRoom, false)
	for i, b := range bars {
		y := barHigh * float64(i)
		d.text(4, y+13, "label", "start", cut(b.Label, drawingWide))
		d.rect(0, y+18, s.at(b.Value), 14, class("bar", b))
		end := s.at(b.Value)
		if b.High > b.Low {
			from, to, middle := s.at(b.Low), s.at(b.High), y+25
			d.line(from, middle, to, middle, "interval")
			d.line(from, middle-4, from, middle+4, "interval")
			d.line(to, middle-4, to, middle+4, "interval")
			end = max(end, to)
		}
		d.text(end+6, y+30, "figure", "start", b.Text)
	}
	d.line(0, 16, 0, high, "axis")
	return d.end()
}

func class(of string, b Bar) string {
	switch {
	case b.Doubtful:
		return of + " doubtful"
	case b.Best:
		return of + " best"
	}
	return of
}

// Series is a line of points with a name. Points that are Loose are not
// connected.
type Series struct {
	Name   string
	Points []Point
	Loose  bool
}

// Point is a figure on two axes. Low and High are the interval of Y, if High is
// larger. Text is shown when the mouse is on the point.
type Point struct {
	X, Y, Low, High float64
	Text            string
}

// colour is the class of the i-th series. After the last colour the first one
// comes again.
func colour(i int) string { return fmt.Sprintf("c%d", i%8) }
