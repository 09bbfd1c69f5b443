package imported

import (
	"errors"
	"testing"
)

func TestSpeedsAreReadAsPeopleWriteThem(t *testing.T) {
	for cell, want := range map[string][2]float64{
		"12.3": {12.3, 0}, "1294": {1294, 0}, "1 294": {1294, 0}, "1\u202f294": {1294, 0}, "1,294": {1294, 0}, "1,294.5": {1294.5, 0}, "1'294": {1294, 0},
		"12.3 ± 0.4": {12.3, 0.4}, "12.30 +/- 0.40": {12.3, 0.4}, "88 t/s": {88, 0}, "88 tok/s": {88, 0}, "88.1 tokens/sec": {88.1, 0},
		"**95**": {95, 0}, "77095.39 ± 382.38": {77095.39, 382.38}, "1.23457e+06": {1234570, 0}, "0.5": {0.5, 0}, "1,234,567": {1234567, 0},
		"12.3 t/s ± 0.4": {12.3, 0.4}, "&nbsp;12.3": {12.3, 0}, "1.294": {1.294, 0},
	} {
		mean, deviation, err := spelling{}.speed(plain(cell))
		if err != nil || mean != want[0] || deviation != want[1] {
			t.Errorf("%q is read as %g ± %g, %v; want %v", cell, mean, deviation, err, want)
		}
	}
	for cell, want := range map[string]error{
		"": errNoFigure, "–": errNoFigure, "\u2011": errNoFigure, "OOM": errNoFigure, "n/a": errNoFigure, "~12": errAbout, "≈12": errAbout, "10\u201112": errRange,
		"10 to 12": errRange, "-5": errNotNumber, "NaN": errNotNumber, "Inf": errNotNumber, "+Inf": errNotNumber, "0x10": errNotNumber, "1e999": errNotNumber,
		"12,5,3": errNotNumber, "fast": errNotNumber, "12 ± x": errNotNumber,
	} {
		if _, _, err := (spelling{}).speed(plain(cell)); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", cell, err, want)
		}
	}
}

// A comma before three digits can be a decimal comma or separate thousands. If
// other figures of the table have decimal commas, nobody can tell which it is,
// and the figure is refused.
func TestDecimalCommasAreReadOnlyWhereTheyAreClear(t *testing.T) {
	german := spellingOf([]string{"12,5", "1,294"})
	if !german.comma || spellingOf([]string{"1,294", "12.5"}).comma {
		t.Fatal("the spelling of the table was not recognized")
	}
	for cell, want := range map[string]float64{"12,5": 12.5, "1.294,5": 1294.5, "0,52": 0.52, "1294": 1294} {
		if got, _, err := german.speed(cell); err != nil || got != want {
			t.Errorf("%q is read as %g, %v; want %g", cell, got, err, want)
		}
	}
	for _, cell := range []string{"1,294", "1.294"} {
		if got, _, err := german.speed(cell); !errors.Is(err, errAmbiguous) {
			t.Errorf("%q is read as %g, %v; want an error", cell, got, err)
		}
	}
}
