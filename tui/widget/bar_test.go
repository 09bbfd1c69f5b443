package widget

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/tui/theme"
)

// themes are the kinds of terminals: with and without colours and UTF-8.
var themes = map[string]*theme.Theme{
	"plain": theme.New(theme.Options{}), "colours": theme.New(theme.Options{Color: true}), "ASCII": theme.New(theme.Options{ASCII: true}),
}

func TestBarsAreExactlyAsWideAsAsked(t *testing.T) {
	for name, th := range themes {
		for width := 1; width <= 200; width++ {
			for _, fraction := range []float64{0, 1e-9, 0.004, 0.5, 0.999, 1, 1.7, -1, math.NaN(), math.Inf(1), math.Inf(-1)} {
				if got := Width(Bar(th, fraction, width, th.BarRest)); got != width {
					t.Fatalf("%s: a bar of %g is %d wide, not %d", name, fraction, got, width)
				}
			}
		}
		if Bar(th, 1, 0, " ") != "" || Bar(th, 1, -3, " ") != "" {
			t.Errorf("%s: a bar without room", name)
		}
	}
}

func TestBarsGrowWithWhatTheyShow(t *testing.T) {
	th := themes["plain"]
	for fraction, want := range map[float64]string{
		0: "░░░░", 0.25: "█░░░", 0.5: "██░░", 1: "████", 0.125: "▌░░░", 0.001: "▏░░░",
	} {
		if got := Bar(th, fraction, 4, th.BarRest); got != want {
			t.Errorf("%g is %q, want %q", fraction, got, want)
		}
	}
	if got := Bar(themes["ASCII"], 0.5, 4, themes["ASCII"].BarRest); got != "##.." {
		t.Errorf("in ASCII a half is %q", got)
	}
}

// TestABarIsFewSequences: a bar must consist of few pieces, because each piece
// sends more escape sequences over the connection.
func TestABarIsFewSequences(t *testing.T) {
	if got := strings.Count(Bar(themes["colours"], 0.37, 80, "░"), "\x1b["); got > 4 {
		t.Errorf("%d sequences", got)
	}
}

func TestSparksAreExactlyAsWideAsAsked(t *testing.T) {
	for name, th := range themes {
		for width := 1; width <= 200; width++ {
			for _, values := range [][]float64{nil, {1}, {0, 0}, {3, 1, 2, math.NaN(), -4, math.Inf(1)}, make([]float64, 300)} {
				if got := Width(Spark(th, values, 0, width)); got != width {
					t.Fatalf("%s: %d values are %d wide, not %d", name, len(values), got, width)
				}
			}
		}
	}
}

func TestSparksShowTheNewestFromZeroToTheGreatest(t *testing.T) {
	th := themes["plain"]
	for _, c := range []struct {
		values []float64
		top    float64
		width  int
		want   string
	}{
		{[]float64{0, 4, 8}, 0, 3, "▁▅█"},
		{[]float64{0, 4, 8}, 0, 5, "  ▁▅█"},
		{[]float64{8, 0, 4}, 0, 2, "▁█"}, // a value outside the bar does not change its scale
		{[]float64{4, 4}, 8, 2, "▅▅"},
		{[]float64{0, 0}, 0, 2, "  "},
		{[]float64{math.NaN(), 1}, 0, 2, " █"},
	} {
		if got := ansi.Strip(Spark(th, c.values, c.top, c.width)); got != c.want {
			t.Errorf("%v up to %g on %d cells: %q, want %q", c.values, c.top, c.width, got, c.want)
		}
	}
}
