package widget

import (
	"math"
	"strings"
	"testing"

	"dragstrip/tui/theme"
)

func TestASpreadIsDrawnOnItsAxis(t *testing.T) {
	th := theme.New(theme.Options{})
	a, ok := NewAxis([]float64{1, 101}, 53) // each cell is two units wide
	if !ok {
		t.Fatal("no axis")
	}
	for name, c := range map[string]struct {
		s    Spread
		want string
	}{
		"with an interval":    {Spread{[]float64{21, 31, 42, 61}, 27, 41, 51}, "          ·  ├─·────◆·───┤     ·                     "},
		"published":           {Spread{nil, 0, 101, 0}, strings.Repeat(" ", 51) + "◆ "},
		"a sample is an edge": {Spread{[]float64{11, 21}, 11, 16, 21}, "     ├──◆─┤" + strings.Repeat(" ", 42)},
	} {
		if got := a.Spread(th, c.s, theme.Strong); got != c.want || Width(got) != 53 {
			t.Errorf("%s\n got %q\nwant %q", name, got, c.want)
		}
	}
}

func TestTicksAreRoundAndStandApart(t *testing.T) {
	for want, values := range map[string][]float64{
		"1450 1500 1550":                {1402, 1581},
		"22.90 22.95 23.00 23.05 23.10": {22.95, 23.05},
		"0 20 40 60 80 100":             {0, 100},
	} {
		a, _ := NewAxis(values, 72)
		text := a.Ticks()
		if got := strings.Join(strings.Fields(text), " "); got != want || len(text) != 72 {
			t.Errorf("%v: %q in %d cells, not %q", values, got, len(text), want)
		}
	}
}

func TestAnAxisOfOddValues(t *testing.T) {
	for name, values := range map[string][]float64{"none": nil, "not a number": {math.NaN()}, "endless": {1, math.Inf(1)}} {
		if _, ok := NewAxis(values, 40); ok {
			t.Errorf("%s: there is an axis", name)
		}
	}
	th := theme.New(theme.Options{Color: true})
	for _, values := range [][]float64{{0}, {5}, {5, 5.0001}, {1e-9, 1e9}} {
		a, ok := NewAxis(values, 40)
		if !ok {
			t.Fatalf("%v: no axis", values)
		}
		if w := Width(a.Spread(th, Spread{Samples: values, Middle: values[0]}, theme.Strong)); w != 40 {
			t.Errorf("%v: %d cells", values, w)
		}
		if w := len(a.Ticks()); w != 40 {
			t.Errorf("%v: ticks of %d cells", values, w)
		}
	}
}

// A single figure does not show a scale: "500" stood alone above 38 to 800.
func TestTicksAreNeverAlone(t *testing.T) {
	for width := 30; width <= 80; width++ {
		a, ok := NewAxis([]float64{38, 800}, width)
		if !ok || len(strings.Fields(a.Ticks())) < 2 {
			t.Errorf("%d cells: %q", width, a.Ticks())
		}
	}
}
