package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// Limit is one condition of --fail-if: no row may be slower by more than
// Fraction.
type Limit struct {
	// Of says which tests are meant: "pp", "tg", "pp+tg", a test's name, or ""
	// for all.
	Of       string
	Fraction float64
}

// Breach is a row whose whole interval lies past a limit.
type Breach struct {
	Limit string  `json:"limit"`
	Row   string  `json:"row"`
	Ratio float64 `json:"ratio"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	// fraction is the limit as a fraction.
	fraction float64
}

func (b Breach) String() string {
	return fmt.Sprintf("%s is slower: %s (%s), beyond the limit %s", b.Row,
		bench.FormatChange(b.Ratio), intervalOf(b.Ratio, b.Low, b.High, bench.FormatChange), b.Limit)
}

// String writes the limit as it was given.
func (l Limit) String() string {
	of := ""
	if l.Of != "" {
		of = l.Of + ":"
	}
	return "slower:" + of + strconv.FormatFloat(math.Round(l.Fraction*1e6)/1e4, 'f', -1, 64) + "%"
}

// ParseLimits reads limits that are joined by commas: "slower:3%",
// "slower:tg:5%", "slower:pp512:2%".
func ParseLimits(text string) ([]Limit, error) {
	var out []Limit
	for part := range strings.SplitSeq(text, ",") {
		l, err := parseLimit(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func parseLimit(text string) (Limit, error) {
	bad := fmt.Errorf("%q is not of the form slower:3%%, slower:tg:3%% (pp, tg, pp+tg) or slower:tg128:3%%", text)
	words := strings.Split(text, ":")
	if len(words) < 2 || len(words) > 3 || words[0] != "slower" {
		return Limit{}, bad
	}
	var l Limit
	if len(words) == 3 {
		l.Of = strings.TrimSpace(words[1])
		if _, err := bench.ParseTest(l.Of); err != nil && l.Of != "pp" && l.Of != "tg" && l.Of != "pp+tg" {
			return Limit{}, bad
		}
	}
	figure, ok := strings.CutSuffix(strings.TrimSpace(words[len(words)-1]), "%")
	percent, err := strconv.ParseFloat(strings.TrimSpace(figure), 64)
	switch {
	case !ok || err != nil:
		return Limit{}, bad
	case !(percent >= 0 && percent < 100):
		return Limit{}, fmt.Errorf("%q: nothing can be 100 %% slower, so the limit is from 0%% to less than 100%%", text)
	}
	l.Fraction = percent / 100
	return l, nil
}

// covers tells whether the limit applies to a test.
func (l Limit) covers(t bench.Test) bool {
	switch l.Of {
	case "":
		return true
	case "pp":
		return t.IsPrefill()
	case "tg":
		return t.IsDecode()
	case "pp+tg":
		return t.Prompt > 0 && t.Generation > 0
	}
	return t.String() == l.Of
}
