package report

import (
	"encoding/json"
	"strconv"
	"strings"
)

// figureDigits is how many digits a figure in a file has. No measurement is
// more precise. The further digits of a computed figure also depend on the
// processor: ARM multiplies and adds in one step, with one rounding instead of
// two. Without these digits, the same session gives the same file on every
// machine.
const figureDigits = 9

// exact is a figure as it stands in files.
func exact(v float64) string { return strconv.FormatFloat(v, 'g', figureDigits, 64) }

// roundFigures rounds the figures in a JSON text. Whole numbers, such as times
// in nanoseconds, stay as they are.
func roundFigures(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		n := untilNumber(text)
		b.WriteString(text[:n])
		text = text[n:]
		n = len(text) - len(strings.TrimLeft(text, "+-.0123456789eE"))
		b.WriteString(roundFigure(text[:n]))
		text = text[n:]
	}
	return b.String()
}

// untilNumber is the position of the first number in a JSON text. Digits inside
// strings do not count.
func untilNumber(text string) int {
	inString := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case !inString && (c == '-' || '0' <= c && c <= '9'):
			return i
		}
	}
	return len(text)
}

// roundFigure is a JSON number with at most figureDigits digits, in the
// notation of package json.
func roundFigure(number string) string {
	if !strings.ContainsAny(number, ".eE") {
		return number
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return number
	}
	if v, err = strconv.ParseFloat(exact(v), 64); err != nil {
		return number
	}
	rounded, err := json.Marshal(v)
	if err != nil {
		return number
	}
	return string(rounded)
}
