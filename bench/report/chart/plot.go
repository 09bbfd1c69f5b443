package chart

import (
	"fmt"
	"math"
	"slices"
)

// Axis is what an axis shows.
type Axis struct {
	Name string
	Log  bool
	// Time says that figures are seconds of Unix time. Near says that the axis
	// begins near the smallest figure and not at zero, so that readers can see
	// small changes.
	Time, Near bool
	// Reach is a figure that the axis has in any case, so that several plots can
	// have one axis.
	Reach float64
	// Marks are places on the axis, each with a text.
	Marks []Mark
}

// Mark is a place on an axis.
type Mark struct {
	X    float64
	Text string
}

// Series is a line of points with a name. Points that are Loose are not
// connected.
type Series struct {
	Name   string
	Points []Point
	Loose  bool
	// Plain draws a thin line without dots and without a name below the plot.
	Plain bool
}

// Point is a figure on two axes. Low and High are the interval of Y, if High is
// larger. Text is shown when the mouse is on the point. Sign is drawn beside the
// point, if it is not "".
type Point struct {
	X, Y, Low, High float64
	Text, Sign      string
}

const (
	plotHigh  = 300.0
	plotLeft  = 46.0
	plotRight = 12.0
	plotTop   = 10.0
	plotFoot  = 42.0
)

// Plot draws series of points on two axes, below roofs. The points of a series
// are connected, except loose ones. The names of the series are written below
// the plot. It gives "" if there is no point.
func Plot(title string, x, y Axis, series []Series, roofs []Roof) string {
	xs, ys := figuresOf(series)
	if len(xs) == 0 {
		return ""
	}
	named := len(slices.DeleteFunc(slices.Clone(series), func(s Series) bool { return s.Plain }))
	d := start(plotHigh+18*float64(named), title)
	sx := x.scale(append(xs, x.reached(xs)), plotLeft, drawingWide-plotRight)
	roofs = slices.DeleteFunc(slices.Clone(roofs), func(r Roof) bool { return !(r.Height > 0) })
	for _, r := range roofs {
		ys = append(ys, r.Height/sx.high, r.Height/sx.low)
	}
	sy := y.scale(ys, plotHigh-plotFoot, plotTop)
	d.axes(x, y, sx, sy)
	d.roofs(roofs, sx, sy)
	row := 0
	for i, s := range series {
		d.series(s, sx, sy, i)
		if s.Plain {
			continue
		}
		top := plotHigh + 18*float64(row) + 8
		row++
		d.point(5, top-4, i, s.Name)
		d.text(14, top, "label", "start", cut(s.Name, drawingWide-20))
	}
	d.marks(x.Marks, sx)
	return d.end()
}

func figuresOf(series []Series) (xs, ys []float64) {
	for _, s := range series {
		for _, p := range s.Points {
			xs, ys = append(xs, p.X), append(ys, p.Y)
			if p.High > p.Low {
				ys = append(ys, p.Low, p.High)
			}
		}
	}
	return xs, ys
}

func (d *drawing) axes(x, y Axis, sx, sy scale) {
	last := math.Inf(-1)
	ticks, gap := sx.ticks(8), 34.0 // otherwise texts would touch
	if x.Time {
		ticks, gap = sx.times(), 74
	}
	for _, v := range ticks {
		at := sx.at(v)
		d.line(at, plotTop, at, plotHigh-plotFoot, "grid")
		if at-last > gap {
			d.text(min(at, drawingWide-gap/2), plotHigh-plotFoot+15, "tick", "middle", x.tick(v, sx))
			last = at
		}
	}
	last = math.Inf(1)
	for _, v := range sy.ticks(6) {
		at := sy.at(v)
		d.line(plotLeft, at, drawingWide-plotRight, at, "grid")
		if last-at > 12 {
			d.text(plotLeft-6, at+4, "tick", "end", tickText(v))
			last = at
		}
	}
	d.line(plotLeft, plotHigh-plotFoot, drawingWide-plotRight, plotHigh-plotFoot, "axis")
	d.line(plotLeft, plotTop, plotLeft, plotHigh-plotFoot, "axis")
	d.text(drawingWide-plotRight, plotHigh-plotFoot+32, "tick", "end", x.Name)
	d.text(plotLeft+6, plotTop+10, "tick", "start", y.Name)
}

// reached is the figure up to which the axis goes at least.
func (a Axis) reached(xs []float64) float64 {
	if a.Reach > 0 {
		return a.Reach
	}
	return xs[0]
}

// marks draws a line at each mark, with its text beside it. Texts stand one
// below the other, because marks may be close together.
func (d *drawing) marks(marks []Mark, sx scale) {
	for i, m := range marks {
		at := sx.at(m.X)
		d.line(at, plotTop, at, plotHigh-plotFoot, "mark")
		anchor, beside := "start", at+4
		if at > drawingWide/2 {
			anchor, beside = "end", at-4
		}
		d.text(beside, plotTop+24+float64(i%8)*14, "note", anchor, m.Text)
	}
}

func (d *drawing) series(s Series, sx, sy scale, i int) {
	if len(s.Points) > 1 && !s.Loose {
		var points [][2]float64
		for _, p := range s.Points {
			points = append(points, [2]float64{sx.at(p.X), sy.at(p.Y)})
		}
		class := "series " + look(i)
		if s.Plain {
			class = "series plain"
		}
		d.path(points, class)
	}
	if s.Plain {
		return
	}
	for _, p := range s.Points {
		if p.High > p.Low {
			d.line(sx.at(p.X), sy.at(p.Low), sx.at(p.X), sy.at(p.High), "interval")
		}
		d.point(sx.at(p.X), sy.at(p.Y), i, p.Text)
		if p.Sign != "" {
			d.text(sx.at(p.X), signAt(sy.at(p.Y)), "note", "middle", p.Sign)
		}
	}
}

// signAt is where the sign of a point stands: above it, or below it if that is the
// place of the axis' name.
func signAt(y float64) float64 {
	if y < plotTop+24 {
		return y + 18
	}
	return y - 8
}

// colours is how many colours a page has.
const colours = 8

// point is a point of the i-th series. The first series have dots, the next ones
// squares.
func (d *drawing) point(x, y float64, i int, title string) {
	if isAgain(i) {
		d.square(x, y, 4, "point "+look(i), title)
		return
	}
	d.dot(x, y, 4, "point "+look(i), title)
}

// look is the class of the i-th series. It says the colour, and whether the
// colour is used for the second time. There are twice as many looks as colours;
// after that the looks repeat.
func look(i int) string {
	colour := fmt.Sprintf("c%d", i%colours)
	if isAgain(i) {
		return colour + " again"
	}
	return colour
}

func isAgain(i int) bool { return i/colours%2 == 1 }
