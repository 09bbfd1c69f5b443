package widget

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"dragstrip/tui/theme"
)

func figure(v float64) string { return fmt.Sprintf("%.0f", v) }

func TestAPlotFitsExactlyAndShowsItsPoints(t *testing.T) {
	p := Plot{X: figure, Y: figure, Lines: []PlotLine{
		{Sign: "A", Points: [][2]float64{{0, 100}, {16384, 60}, {32768, 40}}, Joined: true},
		{Sign: "B", Points: [][2]float64{{0, 100}, {32768, 20}}, Joined: true},
		{Points: [][2]float64{{0, 10}, {32768, 10}}, Joined: true},
	}}
	for _, o := range []theme.Options{{}, {ASCII: true}, {Color: true}} {
		for width := 12; width < 90; width += 7 {
			for height := 4; height < 20; height += 3 {
				b := p.Draw(theme.New(o), width, height)
				exactly(t, "plot", b, width, height)
				text := b.String()
				if !strings.Contains(text, "A") || !strings.Contains(text, "B") || !strings.Contains(text, "+") || !strings.Contains(text, "100") || !strings.Contains(text, "32768") {
					t.Errorf("%d×%d:\n%s", width, height, text)
				}
				if o.ASCII && strings.IndexFunc(text, func(r rune) bool { return r > 127 }) >= 0 {
					t.Errorf("not ASCII:\n%s", text)
				}
			}
		}
	}
}

// On a logarithmic scale, what memory allows is a straight line: half the speed
// for twice the bytes.
func TestARoofIsStraightOnALogarithmicScale(t *testing.T) {
	p := Plot{Log: true, X: figure, Y: figure, Lines: []PlotLine{{Points: [][2]float64{{1, 256}, {256, 1}}, Joined: true}}}
	b := p.Draw(theme.New(theme.Options{ASCII: true}), 4+9, 10)
	for row, line := range b[:9] {
		if at := strings.IndexByte(line, '.'); at != 4+row {
			t.Errorf("line %d has its dot at %d:\n%s", row, at, b)
		}
	}
}

func TestOddPlots(t *testing.T) {
	th := theme.New(theme.Options{})
	for name, p := range map[string]Plot{
		"nothing":  {},
		"no point": {Lines: []PlotLine{{Sign: "A"}}},
		"no log":   {Log: true, Lines: []PlotLine{{Points: [][2]float64{{0, 1}}}}},
		"no speed": {Lines: []PlotLine{{Points: [][2]float64{{1, math.NaN()}}}}},
		"infinite": {Lines: []PlotLine{{Points: [][2]float64{{math.Inf(1), 1}}}}},
	} {
		p.X, p.Y = figure, figure
		if b := p.Draw(th, 40, 10); b != nil {
			t.Errorf("%s:\n%s", name, b)
		}
	}
	one := Plot{X: figure, Y: figure, Lines: []PlotLine{{Sign: "A", Points: [][2]float64{{0, 5}}, Joined: true}}}
	exactly(t, "one point", one.Draw(th, 40, 10), 40, 10)
	if b := one.Draw(th, 5, 10); b != nil {
		t.Errorf("without room:\n%s", b)
	}
}
