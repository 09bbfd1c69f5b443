package widget

import (
	"math"
	"slices"
	"strings"

	"dragstrip/tui/theme"
)

// PlotLine is a line of a plot.
type PlotLine struct {
	// Sign is drawn at every point: one letter. A line without a sign is drawn
	// without points.
	Sign   string
	Points [][2]float64
	Joined bool // the points are joined by a line
	// Faint draws the line behind the others, so that these stand out.
	Faint bool
}

// Plot is a picture of points on two axes, drawn with text: lines are dots of
// Braille signs, or full stops in ASCII.
type Plot struct {
	Lines []PlotLine
	// Log gives both axes a logarithmic scale, and LogX only the axis across.
	// Otherwise they begin at zero.
	Log, LogX bool
	// X and Y write a figure of an axis.
	X, Y func(float64) string
}

// leastPlotWide and leastPlotHigh are the size below which a plot says nothing.
const leastPlotWide, leastPlotHigh = 12, 4

// Draw draws the plot in at most width × height cells. It gives nil if there is
// no room or no point.
func (p Plot) Draw(t *theme.Theme, width, height int) Block {
	low, high, ok := p.ends()
	if !ok || width < leastPlotWide || height < leastPlotHigh {
		return nil
	}
	top, bottom := p.Y(p.figure(1, high[1])), p.Y(p.figure(1, low[1]))
	left := max(Width(top), Width(bottom)) + 1
	c := newCanvas(t.ASCII, width-left, height-1)
	at := func(point [2]float64) (x, y int) {
		share := func(k, steps int) int {
			return int(math.Round((p.scaled(k, point[k]) - low[k]) / (high[k] - low[k]) * float64(steps-1)))
		}
		return share(0, c.width*c.across), c.height*c.down - 1 - share(1, c.height*c.down)
	}
	for _, line := range p.Lines {
		for i := 1; line.Joined && i < len(line.Points); i++ {
			fromX, fromY := at(line.Points[i-1])
			x, y := at(line.Points[i])
			c.join(fromX, fromY, x, y, !line.Faint)
		}
	}
	for _, line := range p.Lines {
		if line.Sign == "" {
			continue
		}
		for _, point := range line.Points {
			x, y := at(point)
			c.sign(x, y, line.Sign, !line.Faint)
		}
	}
	var out Block
	for row := range c.height {
		name := ""
		switch row {
		case 0:
			name = top
		case c.height - 1:
			name = bottom
		}
		out = append(out, t.Paint(theme.Muted, Right(name, left-1)+t.Upright)+c.row(t, row))
	}
	ends := Ends(p.X(p.figure(0, low[0])), p.X(p.figure(0, high[0])), width-left)
	return append(out, t.Paint(theme.Muted, spaces(left)+ends))
}

// isLog tells whether an axis is logarithmic: 0 is the one across.
func (p Plot) isLog(axis int) bool { return p.Log || p.LogX && axis == 0 }

// scaled is where a figure is on the scale of an axis, and figure is the figure
// there.
func (p Plot) scaled(axis int, v float64) float64 {
	if p.isLog(axis) {
		return math.Log(v)
	}
	return v
}

func (p Plot) figure(axis int, scaled float64) float64 {
	if p.isLog(axis) {
		return math.Exp(scaled)
	}
	return scaled
}

// ends are the ends of both scales.
func (p Plot) ends() (low, high [2]float64, ok bool) {
	for k := range 2 {
		var all []float64
		for _, line := range p.Lines {
			for _, point := range line.Points {
				v := p.scaled(k, point[k])
				if math.IsNaN(v) || math.IsInf(v, 0) {
					return low, high, false
				}
				all = append(all, v)
			}
		}
		if len(all) == 0 {
			return low, high, false
		}
		low[k], high[k] = slices.Min(all), slices.Max(all)
		if !p.isLog(k) {
			low[k] = min(low[k], 0)
		}
		if low[k] == high[k] {
			high[k]++
		}
	}
	return low, high, true
}

// canvas is a picture of dots. A cell has across × down dots.
type canvas struct {
	width, height, across, down int
	dots                        []byte // for each cell, its dots as the bits of a Braille sign
	signs                       []string
	lit                         []bool // a line that stands out passes through the cell
}

func newCanvas(ascii bool, width, height int) *canvas {
	c := &canvas{width: width, height: height, across: 2, down: 4, dots: make([]byte, width*height), signs: make([]string, width*height), lit: make([]bool, width*height)}
	if ascii {
		c.across, c.down = 1, 1
	}
	return c
}

// brailleDots are the bits of the dots of a Braille sign, row by row.
var brailleDots = [4][2]byte{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

// join draws a line of dots.
func (c *canvas) join(fromX, fromY, toX, toY int, lit bool) {
	steps := max(absolute(toX-fromX), absolute(toY-fromY), 1)
	for i := range steps + 1 {
		share := float64(i) / float64(steps)
		x := fromX + int(math.Round(share*float64(toX-fromX)))
		y := fromY + int(math.Round(share*float64(toY-fromY)))
		at := y/c.down*c.width + x/c.across
		c.dots[at] |= brailleDots[y%c.down][x%c.across]
		c.lit[at] = c.lit[at] || lit
	}
}

func absolute(n int) int { return max(n, -n) }

// sign puts a letter at a point. Where several letters meet, a + stands.
func (c *canvas) sign(x, y int, letter string, lit bool) {
	at := y/c.down*c.width + x/c.across
	if c.signs[at] != "" && c.signs[at] != letter {
		letter = "+"
	}
	c.signs[at] = letter
	c.lit[at] = c.lit[at] || lit
}

// row writes one line of cells.
func (c *canvas) row(t *theme.Theme, row int) string {
	var b strings.Builder
	for x := 0; x < c.width; {
		at := row*c.width + x
		if c.signs[at] != "" {
			b.WriteString(t.Paint(toneOf(c.lit[at], theme.Strong), c.signs[at]))
			x++
			continue
		}
		from, lit := x, c.lit[at]
		var run strings.Builder
		for ; x < c.width && c.continues(row*c.width+x, lit); x++ {
			run.WriteString(c.dot(c.dots[row*c.width+x]))
		}
		if text := run.String(); strings.TrimSpace(text) == "" {
			b.WriteString(spaces(x - from))
		} else {
			b.WriteString(t.Paint(toneOf(lit, theme.Filled), text))
		}
	}
	return b.String()
}

// continues tells whether a cell has the tone of the dots before it. Cells
// without dots have any tone.
func (c *canvas) continues(at int, lit bool) bool {
	return c.signs[at] == "" && (c.dots[at] == 0 || c.lit[at] == lit)
}

// toneOf is a tone, or a faint one for lines that do not stand out.
func toneOf(lit bool, tone theme.Tone) theme.Tone {
	if !lit {
		return theme.Rest
	}
	return tone
}

func (c *canvas) dot(dots byte) string {
	switch {
	case dots == 0:
		return " "
	case c.down == 1:
		return "."
	}
	return string(rune(0x2800) + rune(dots))
}
