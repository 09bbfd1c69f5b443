package chart

import (
	"math"
	"slices"
)

// Roof is a limit that falls with x: y = Height / x, a straight line if both axes
// are logarithmic.
type Roof struct {
	Name   string
	Height float64
}

// roofs draws the parts of limits that are within the axes, with their names.
func (d *drawing) roofs(roofs []Roof, sx, sy scale) {
	var lines [][][2]float64
	for _, r := range roofs {
		lines = append(lines, r.line(sx, sy))
	}
	var names []box
	for i, r := range roofs {
		if len(lines[i]) < 2 {
			continue
		}
		d.path(lines[i], "roof")
		name := cut(r.Name, drawingWide-plotLeft-plotRight)
		at := placeFor(lines[i], widthOf(name), lines, names)
		names = append(names, at)
		d.text(at.left, at.foot-3, "tick", "start", name)
	}
}

// line gives the part of a limit that is within the axes, from left to right.
func (r Roof) line(sx, sy scale) (points [][2]float64) {
	const steps = 40
	for k := range steps + 1 {
		v := sx.low * math.Pow(sx.high/sx.low, float64(k)/steps)
		if !sx.log {
			v = sx.low + (sx.high-sx.low)*float64(k)/steps
		}
		if v > 0 && r.Height/v <= sy.high && r.Height/v >= sy.low {
			points = append(points, [2]float64{sx.at(v), sy.at(r.Height / v)})
		}
	}
	return points
}

// box is where a name stands.
type box struct{ left, top, right, foot float64 }

func (b box) touches(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.foot && o.top < b.foot
}

// isCrossed tells whether a line goes through the box.
func (b box) isCrossed(line [][2]float64) bool {
	for i := 1; i < len(line); i++ {
		from, to := line[i-1], line[i]
		if b.touches(box{from[0], min(from[1], to[1]), to[0], max(from[1], to[1])}) {
			return true
		}
	}
	return false
}

// nameHigh is how high a name is with the space around it.
const nameHigh = 14.0

// placeFor finds a place for the name of a falling line. It tries places above
// the line, and then places below it, from right to left. It takes the first
// place that covers no line and no other name. If there is no such place, it
// takes the first one within the drawing.
func placeFor(line [][2]float64, wide float64, lines [][][2]float64, names []box) box {
	var places []box
	for _, p := range slices.Backward(line) {
		if p[0]+wide <= drawingWide && p[1] >= nameHigh {
			places = append(places, box{p[0], p[1] - nameHigh - 1, p[0] + wide, p[1] - 1})
		}
	}
	for _, p := range slices.Backward(line) {
		if p[0]-wide >= plotLeft && p[1]+nameHigh <= plotHigh-plotFoot {
			places = append(places, box{p[0] - wide, p[1] + 1, p[0], p[1] + nameHigh + 1})
		}
	}
	for _, b := range places {
		if !slices.ContainsFunc(names, b.touches) && !slices.ContainsFunc(lines, b.isCrossed) {
			return b
		}
	}
	if len(places) > 0 {
		return places[0]
	}
	left, y := drawingWide-wide, max(line[0][1], nameHigh)
	return box{left, y - nameHigh, drawingWide, y}
}
