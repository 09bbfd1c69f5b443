package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wellFormed reads a drawing as XML, and fails if a position is not a number.
func wellFormed(t *testing.T, name, svg string) {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v in %s", name, err, svg)
		}
		if e, ok := token.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
					t.Errorf("%s: %s=%q", name, a.Name.Local, a.Value)
				}
			}
		}
	}
}

// These draw one figure, equal figures, no figure, impossible figures, and
// texts that mean something in XML.
func TestOddFigures(t *testing.T) {
	hostile := `<script>alert(1)</script>"&'`
	for name, values := range map[string][]float64{
		"one": {5}, "alike": {5, 5, 5}, "zero": {0, 0}, "tiny": {1e-9, 2e-9}, "huge": {1e15, 2e15}, "impossible": {math.NaN(), math.Inf(1), -1, 3},
	} {
		var bars []Bar
		var points []Point
		for i, v := range values {
			bars = append(bars, Bar{Label: hostile, Value: v, Text: hostile, Low: v / 2, High: v * 2})
			points = append(points, Point{X: float64(i), Y: v, Low: v / 2, High: v * 2, Text: hostile})
		}
		wellFormed(t, name, Bars(hostile, bars))
		heat := [][]HeatCell{{}, {}}
		axis := HeatAxis{Title: hostile}
		for _, v := range values {
			heat[0] = append(heat[0], HeatCell{Value: v, Text: hostile, Title: hostile, Best: true})
			heat[1] = append(heat[1], HeatCell{Text: "failed", Failed: true})
			axis.Names = append(axis.Names, hostile)
		}
		svg := Heat(hostile, HeatAxis{hostile, []string{hostile, "b"}}, axis, heat)
		wellFormed(t, name, svg)
		if strings.Contains(svg, "<script") || svg == "" != (name == "zero") {
			t.Errorf("%s: %s", name, svg)
		}
		for _, log := range []bool{false, true} {
			axis := Axis{Name: hostile, Log: log}
			svg := Plot(hostile, axis, axis, []Series{{Name: hostile, Points: points}, {Name: hostile, Points: points, Loose: true}, {Name: hostile}}, []Roof{{hostile, 100}, {"none", 0}})
			wellFormed(t, name, svg)
			if strings.Contains(svg, "<script") {
				t.Errorf("%s: a text means something", name)
			}
		}
	}
	if Bars("none", nil) != "" || Heat("none", HeatAxis{}, HeatAxis{}, nil) != "" || Plot("none", Axis{}, Axis{}, []Series{{Name: "empty"}}, nil) != "" {
		t.Error("nothing is drawn")
	}
}

func TestBarsAreAsLongAsTheirFigures(t *testing.T) {
	s := scaleOver([]float64{50, 100}, 100, 300, false)
	if half, whole := s.at(50)-100, s.at(100)-100; math.Abs(whole/half-2) > 1e-9 {
		t.Errorf("%g and %g", half, whole)
	}
	log := scaleOver([]float64{1, 100}, 0, 100, true)
	if a, b := log.at(10)-log.at(1), log.at(100)-log.at(10); math.Abs(a-b) > 1e-9 {
		t.Errorf("%g and %g", a, b)
	}
}

func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		s    scale
		want string
	}{
		{scaleOver([]float64{37}, 0, 1, false), "0 10 20 30"},
		{scaleOver([]float64{12345}, 0, 1, false), "0 5000 10k"},
		{scaleOver([]float64{0.5, 30}, 0, 1, true), "0.5 1 2 5 10 20"},
	} {
		var got []string
		for _, v := range c.s.ticks(4) {
			got = append(got, tickText(v))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v, want %s", got, c.want)
		}
	}
}

var figureText = regexp.MustCompile(`<text x="([\d.]+)" y="[\d.]+" class="figure" text-anchor="start">([^<]*)<`)

// What stands behind a bar must fit into the drawing, or a page cuts it.
func TestFiguresFitBehindTheirBars(t *testing.T) {
	for _, text := range []string{"5", "1234 ± 12 (uncertain)", "3.62 (uncertain)", strings.Repeat("long ", 40)} {
		svg := Bars("speeds", []Bar{{Label: "a", Value: 10, Text: text, Low: 5, High: 20}, {Label: "b", Value: 20, Text: "20"}})
		m := figureText.FindStringSubmatch(svg)
		x, err := strconv.ParseFloat(m[1], 64)
		if err != nil || x+widthOf(m[2]) > drawingWide {
			t.Errorf("%q at %g takes %g", m[2], x, widthOf(m[2]))
		}
		if len(text) < 30 && m[2] != text {
			t.Errorf("%q, want %q", m[2], text)
		}
	}
}

// Names of limits that are close together must not cover each other.
func TestNamesOfRoofsStandApart(t *testing.T) {
	svg := Plot("roofs", Axis{Log: true}, Axis{Log: true}, []Series{{Name: "a", Points: []Point{{X: 1, Y: 10}, {X: 4, Y: 3}}, Loose: true}},
		[]Roof{{"measured: 59.3 GB/s", 59.3}, {"measured: 60.1 GB/s", 60.1}, {"specified: 64.0 GB/s", 64}})
	var names []box
	for _, m := range regexp.MustCompile(`<text x="([\d.]+)" y="([\d.]+)" class="tick" text-anchor="start">([^<]*GB/s)<`).FindAllStringSubmatch(svg, -1) {
		x, _ := strconv.ParseFloat(m[1], 64)
		y, _ := strconv.ParseFloat(m[2], 64)
		at := box{x + 0.1, y - 10, x + widthOf(m[3]) - 0.1, y}
		if slices.ContainsFunc(names, at.touches) || at.left < plotLeft || at.right > drawingWide || at.top < 0 {
			t.Errorf("%s at %v, others at %v", m[3], at, names)
		}
		names = append(names, at)
	}
	if len(names) != 3 {
		t.Errorf("%d names in %s", len(names), svg)
	}
}

func TestSeriesLookDifferent(t *testing.T) {
	var series []Series
	for i := range 2 * colours {
		series = append(series, Series{Name: strconv.Itoa(i), Points: []Point{{X: 1, Y: 1}, {X: 2, Y: 1}}})
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`<polyline points="[^"]*" class="([^"]*)"`).FindAllStringSubmatch(Plot("many", Axis{}, Axis{}, series, nil), -1) {
		if seen[m[1]] {
			t.Errorf("two lines look like %q", m[1])
		}
		seen[m[1]] = true
	}
	if len(seen) != 2*colours {
		t.Errorf("%d lines", len(seen))
	}
}

// An axis that begins a little below zero has a tick 0, not -0.
func TestNoTickIsMinusZero(t *testing.T) {
	s := Axis{Near: true}.scale([]float64{3, 1100}, 0, 100)
	found := false
	for _, v := range s.ticks(6) {
		if text := tickText(v); text == "-0" {
			t.Errorf("%g is written %s", v, text)
		} else if text == "0" {
			found = true
		}
	}
	if !found {
		t.Errorf("no tick at 0 in %v", s.ticks(6))
	}
}

// Equal ratios are equal steps, and the fastest cell is the darkest.
func TestCellsAreShadedByTheirFigures(t *testing.T) {
	svg := Heat("speeds", HeatAxis{"threads", []string{"1"}}, HeatAxis{"ub", []string{"16", "32", "64", "128"}},
		[][]HeatCell{{{Value: 10, Text: "10"}, {Value: 100, Text: "100"}, {Value: 1000, Text: "1000", Best: true}, {Failed: true, Text: "failed"}}})
	var classes []string
	for _, m := range regexp.MustCompile(`class="heat ([^"]*)"`).FindAllStringSubmatch(svg, -1) {
		classes = append(classes, m[1])
	}
	if got := strings.Join(classes, "|"); got != "h0|h3|h6 leads|failed" {
		t.Errorf("%s in %s", got, svg)
	}
}

// Figures that were equal but for rounding made steps so small that adding one
// changed nothing, so the ticks had no end.
func TestFiguresThatDifferByRoundingHaveTicks(t *testing.T) {
	s := Axis{Near: true}.scale([]float64{99.99999999999999, 100.00000000000001}, 0, 100)
	if n := len(s.ticks(6)); n < 2 || n > 20 {
		t.Errorf("%d ticks", n)
	}
}

// A logarithmic axis of close figures used to have one tick or none, which is no
// scale.
func TestAxesHaveTwoTicksOrMore(t *testing.T) {
	for _, figures := range [][]float64{{0.0075}, {3}, {7, 8}, {0.006, 0.013}, {1.1, 1.9}, {50, 5000}, {2.1, 4.9}} {
		s := scaleOver(figures, 0, 400, true)
		ticks := s.ticks(5)
		if len(ticks) < 2 || len(ticks) > 12 {
			t.Errorf("%v: ticks %v", figures, ticks)
		}
		for _, v := range ticks {
			if v < s.low || v > s.high || len(tickText(v)) > 7 {
				t.Errorf("%v: tick %s", figures, tickText(v))
			}
		}
	}
}
