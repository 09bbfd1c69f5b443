package imported

import (
	"errors"
	"strconv"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// spelling is how a table writes numbers.
type spelling struct {
	// comma says that the table has decimal commas, as in "12,5".
	comma bool
}

var (
	errNoFigure  = errors.New("there is no figure")
	errNotNumber = errors.New("its speed is not a number")
	errAmbiguous = errors.New("its speed can be read in two ways, because the table has decimal commas, and the sign before the last three digits may be a decimal sign or a thousands separator. Write the speed without thousands separators")
	errAbout     = errors.New("its speed is not exact")
	errRange     = errors.New("its speed is a range, not one figure")
)

var (
	grouped      = lazyregexp.New(`^\d{1,3}(?:[ ,']\d{3})+(?:\.\d+)?$`)
	dotsGrouped  = lazyregexp.New(`^\d{1,3}(?:[.' ]\d{3})*,\d+$`)
	simple       = lazyregexp.New(`^\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$`)
	clearComma   = lazyregexp.New(`^\d{1,3}(?:[.' ]\d{3})*,(?:\d{1,2}|\d{4,})$|^0,\d+$|^\d{4,},\d+$`)
	oneSeparator = lazyregexp.New(`^\d{1,3}[.,]\d{3}$`)
	unit         = lazyregexp.New(`(?i)\s*(?:t/s|tok(?:en)?s?/s(?:ec(?:ond)?)?|tok(?:en)?s? (?:per|a) sec(?:ond)?|tps)\.?$`)
	inRange      = lazyregexp.New(`^[\d.,]+ ?(?:-|to) ?[\d.,]+$`)
)

// noFigure are the ways to write that there is no figure.
var noFigure = map[string]bool{"": true, "-": true, "--": true, "n/a": true, "na": true, "none": true, "?": true, "oom": true, "x": true, "failed": true, "error": true, "tbd": true, "null": true}

// spellingOf finds out whether some cells have decimal commas.
func spellingOf(cells []string) spelling {
	for _, c := range cells {
		if !strings.Contains(c, ",") {
			continue
		}
		if mean, deviation, _ := parts(c); clearComma.MatchString(mean) || clearComma.MatchString(deviation) {
			return spelling{comma: true}
		}
	}
	return spelling{}
}

// parts are the numbers of a cell: the mean, and the deviation if there is one.
func parts(cell string) (mean, deviation string, both bool) {
	cell = withoutUnit(cell)
	for _, sign := range [...]string{"±", "+/-", "+-"} {
		if a, b, found := strings.Cut(cell, sign); found {
			return strings.TrimSpace(withoutUnit(strings.TrimSpace(a))), strings.TrimSpace(b), true
		}
	}
	return strings.TrimSpace(cell), "", false
}

// withoutUnit cuts the unit from the end of a cell. Most cells have none: they
// end with a digit.
func withoutUnit(cell string) string {
	if cell == "" || isDigit(cell[len(cell)-1]) {
		return cell
	}
	return unit.ReplaceAllString(cell, "")
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// speed reads a cell: "12.3", "1 294", "1,294 t/s", "12.3 ± 0.4".
func (s spelling) speed(cell string) (mean, deviation float64, err error) {
	if noFigure[strings.ToLower(cell)] {
		return 0, 0, errNoFigure
	}
	if strings.ContainsAny(cell[:1], "~<>=") || strings.HasPrefix(cell, "≈") || strings.HasPrefix(cell, "≤") || strings.HasPrefix(cell, "≥") {
		return 0, 0, errAbout
	}
	first, second, both := parts(cell)
	if !isDecimal(first) && inRange.MatchString(first) {
		return 0, 0, errRange
	}
	if mean, err = s.number(first); err != nil || !both {
		return mean, 0, err
	}
	deviation, err = s.number(second)
	return mean, deviation, err
}

// isDecimal tells whether a text is digits, perhaps with a point between them.
// This is the usual case.
func isDecimal(text string) bool {
	points := 0
	for i := range len(text) {
		switch {
		case isDigit(text[i]):
		case text[i] == '.' && i > 0 && i < len(text)-1:
			points++
		default:
			return false
		}
	}
	return text != "" && points <= 1
}

// number reads a number that is not negative.
func (s spelling) number(text string) (float64, error) {
	if !s.comma && isDecimal(text) {
		return decimal(text)
	}
	switch {
	case s.comma && oneSeparator.MatchString(text) && !strings.HasPrefix(text, "0"):
		return 0, errAmbiguous
	case s.comma && dotsGrouped.MatchString(text):
		text = strings.Replace(strings.NewReplacer(".", "", "'", "", " ", "").Replace(text), ",", ".", 1)
	case grouped.MatchString(text):
		text = strings.NewReplacer(" ", "", ",", "", "'", "").Replace(text)
	}
	if !simple.MatchString(text) {
		return 0, errNotNumber
	}
	return decimal(text)
}

func decimal(text string) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, errNotNumber
	}
	return v, nil
}
