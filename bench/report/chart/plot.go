package chart

import "math"

// Axis is what an axis shows.
type Axis struct {
	Name string
	Log  bool
}

// Roof is a limit that falls with x: y = Height / x, a straight line if both axes
// are logarithmic.
type Roof struct {
	Name   string
	Height float64
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
	d := start(drawingWide, plotHigh+18*float64(len(series)), title)
	sx := scaleOver(xs, plotLeft, drawingWide-plotRight, x.Log)
	for _, r := range roofs {
		if r.Height > 0 {
			ys = append(ys, r.Height/sx.high, r.Height/sx.low)
		}
	}
	sy := scaleOver(ys, plotHigh-plotFoot, plotTop, y.Log)
	d.axes(x, y, sx, sy)
	for _, r := range roofs {
		d.roof(r, sx, sy)
	}
	for i, s := range series {
		d.series(s, sx, sy, i)
	}
	for i, s := range series {
		top := plotHigh + 18*float64(i) + 8
		d.dot(5, top-4, 4, "point "+colour(i), s.Name)
		d.text(14, top, "label", "start", cut(s.Name, drawingWide-20))
	}
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
	for _, v := range sx.ticks(8) {
		at := sx.at(v)
		d.line(at, plotTop, at, plotHigh-plotFoot, "grid")
		if at-last > 34 { // otherwise they would touch
			d.text(at, plotHigh-plotFoot+15, "tick", "middle", tickText(v))
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

// roof draws the part of a limit that is within the axes, with its name above
// it.
func (d *drawing) roof(r Roof, sx, sy scale) {
	if r.Height <= 0 {
		return
	}
	const steps = 40
	var points [][2]float64
	for k := range steps + 1 {
		v := sx.low * math.Pow(sx.high/sx.low, float64(k)/steps)
		if !sx.log {
			v = sx.low + (sx.high-sx.low)*float64(k)/steps
		}
		if v > 0 && r.Height/v <= sy.high && r.Height/v >= sy.low {
			points = append(points, [2]float64{sx.at(v), sy.at(r.Height / v)})
		}
	}
	if len(points) < 2 {
		return
	}
	d.path(points, "roof")
	last := points[len(points)-1]
	d.text(last[0]-4, last[1]-8, "tick", "end", r.Name)
}

func (d *drawing) series(s Series, sx, sy scale, i int) {
	if len(s.Points) > 1 && !s.Loose {
		var points [][2]float64
		for _, p := range s.Points {
			points = append(points, [2]float64{sx.at(p.X), sy.at(p.Y)})
		}
		d.path(points, "series "+colour(i))
	}
	for _, p := range s.Points {
		if p.High > p.Low {
			d.line(sx.at(p.X), sy.at(p.Low), sx.at(p.X), sy.at(p.High), "interval")
		}
		d.dot(sx.at(p.X), sy.at(p.Y), 4, "point "+colour(i), p.Text)
	}
}
