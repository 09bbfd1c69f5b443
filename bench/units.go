package bench

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Only this file decides how figures are written, so that screens and reports
// show the same.

// Spellings that every screen and report share.
const (
	NotMeasured  = "–" // there is no figure
	NotKnown     = "?" // there is a figure, but it is not known here
	NoDifference = "~" // no difference was shown
)

// Direction says whether a higher or a lower figure of a unit is better.
type Direction int

// The directions.
const (
	HigherIsBetter Direction = 1
	LowerIsBetter  Direction = -1
)

// Unit is what a figure counts.
type Unit struct {
	Name   string // as headings show it
	Better Direction
}

// The units of results.
var (
	UnitTPS     = Unit{"t/s", HigherIsBetter}
	UnitSeconds = Unit{"s", LowerIsBetter}
)

// FormatTPS writes tokens per second without the unit, which is in the heading.
func FormatTPS(v float64) string { return FormatFigure(v) }

// FormatFigure writes three significant digits, and whole numbers above that:
// 0.497, 4.97, 52.1, 886, 1581. Anything but a positive number is written as
// not measured.
func FormatFigure(v float64) string {
	if !isFigure(v) {
		return NotMeasured
	}
	return fixed(v, decimals(v))
}

// FormatInterval writes half the width of an interval, with as many decimals as
// its centre: "± 0.2" beside "88.1". If one side is longer, that side is
// written, so all figures of a table have one form, and no figure promises too
// much. [FormatEnds] writes both sides. If a side is longer than the centre,
// FormatInterval writes [TooUncertain]. Two starts that differ much can cause
// that. A side that would read as zero gets more decimals.
func FormatInterval(centre, low, high float64) string {
	if Uncertain(centre, low, high) {
		return TooUncertain
	}
	return "± " + spread(centre, max(high-centre, centre-low))
}

// Uncertain tells whether a side of an interval is longer than its centre. Such
// an interval tells nothing, see [TooUncertain].
func Uncertain(centre, low, high float64) bool { return max(high-centre, centre-low) > centre }

// FormatEnds writes the ends of an interval: "87.0 to 88.2". It is "" if the
// ends would tell nothing.
func FormatEnds(centre, low, high float64) string {
	if Uncertain(centre, low, high) || low <= 0 {
		return ""
	}
	n := decimals(centre)
	return fixed(low, n) + " to " + fixed(high, n)
}

// TooUncertain stands for an interval whose longer side is longer than its
// centre. Its ends are not written: they would only say how little was
// measured, in figures that look like a result (two starts that lie 20 % apart
// give "± 350 %"). [UncertainMeans] explains it.
const TooUncertain = "uncertain"

// UncertainMeans is the sentence that explains [TooUncertain].
const UncertainMeans = TooUncertain + ": the ± is larger than the figure itself; --precision 1% starts the engine again until it is narrow"

// UncertainOverSessions explains it where this session alone is certain enough, so
// that more starts in it would not help.
const UncertainOverSessions = TooUncertain + ": the ± is larger than the figure itself, because sessions of this machine differ so much; " +
	"more starts do not narrow it, but further sessions do while no other programs are busy, and so does deleting disturbed ones"

// FormatHalfWidth writes half the width of an interval as a share of its
// centre: "±4.3 %".
func FormatHalfWidth(fraction float64) string {
	switch {
	case fraction > 1:
		return "over ±100 %"
	case fraction > 0 && fraction < 0.0005:
		return "under ±0.1 %"
	}
	return "±" + FormatPercent(fraction)
}

// FormatMeanStdDev writes a mean and its standard deviation: "88.1 ± 0.2".
func FormatMeanStdDev(mean, stddev float64) string {
	if !isFigure(mean) {
		return NotMeasured
	}
	return FormatTPS(mean) + " ± " + spread(mean, stddev)
}

// spread writes a distance d with as many decimals as v.
func spread(v, d float64) string {
	if math.IsNaN(d) || math.IsInf(d, 0) || d < 0 {
		return NotKnown
	}
	n := decimals(v)
	if d > 0 {
		// At least one significant digit of d is shown, but at most six
		// decimals. If all six are 0, d is only a rounding error.
		for n < 6 && math.Round(d*math.Pow10(n)) == 0 {
			n++
		}
		if math.Round(d*math.Pow10(n)) == 0 {
			n = decimals(v)
		}
	}
	return fixed(d, n)
}

// FormatGBps writes 10⁹ bytes a second with the unit: 7.98 GB/s, 256 GB/s.
func FormatGBps(v float64) string {
	if !isFigure(v) {
		return NotMeasured
	}
	return FormatFigure(v) + " GB/s"
}

// FormatBytes writes a size in IEC units: 345 B, 7.98 GiB, 62.9 GiB, 605 MiB.
// Zero means not known.
func FormatBytes(n int64) string {
	if n <= 0 {
		return NotKnown
	}
	if n < 1024 {
		return strconv.FormatInt(n, 10) + " B"
	}
	v, unit := float64(n), ""
	for _, u := range []string{"KiB", "MiB", "GiB", "TiB", "PiB"} {
		v, unit = v/1024, u
		if math.Round(v) < 1024 {
			break
		}
	}
	return fixed(v, decimals(v)) + " " + unit
}

// FormatParams writes a count of parameters: 165 K, 22.0 M, 7.24 B. Zero
// means not known.
func FormatParams(n int64) string {
	if n <= 0 {
		return NotKnown
	}
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	v, unit := float64(n), ""
	for _, u := range []string{"K", "M", "B", "T"} {
		v, unit = v/1000, u
		if v < 999.5 {
			break
		}
	}
	return fixed(v, decimals(v)) + " " + unit
}

// FormatDuration writes minutes and seconds, and hours if there are any: 0:42,
// 4:12, 1:04:12. It is cut to whole seconds, so that a clock never shows a
// second that has not passed.
func FormatDuration(d time.Duration) string {
	seconds := int64(max(d, 0) / time.Second)
	h, m, s := seconds/3600, seconds/60%60, seconds%60
	if h > 0 {
		return fmt.Sprintf("%d:%02d:%02d", h, m, s)
	}
	return fmt.Sprintf("%d:%02d", m, s)
}

// FormatAgo says how long ago something was, as people do: "just now", "12 min
// ago", "3 h ago", "2 days ago".
func FormatAgo(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", d/time.Hour)
	}
	return fmt.Sprintf("%d days ago", d/(24*time.Hour))
}

// FormatPercent writes a fraction in whole percent: "69 %". Below ten percent
// it writes one decimal: "4.3 %". What is not 0 does not become 0: "<0.1 %".
func FormatPercent(fraction float64) string {
	if math.IsNaN(fraction) || math.IsInf(fraction, 0) {
		return NotMeasured
	}
	v := fraction * 100
	n := 0
	if math.Abs(v) < 9.95 {
		n = 1
	}
	switch {
	case v == 0:
		return "0 %"
	case math.Abs(v) < 0.05:
		return "<0.1 %"
	}
	return fixed(v, n) + " %"
}

// FormatLoss writes the share of a speed that is lost: "74 %". Not all is lost as
// long as there is any speed: "99.7 %", "over 99.9 %".
func FormatLoss(share float64) string {
	switch {
	case share >= 0.9995 && share < 1:
		return "over 99.9 %"
	case share >= 0.995 && share < 1:
		return fixed(100*share, 1) + " %"
	}
	return FormatPercent(share)
}

// FormatChange writes a ratio as a change with its sign: "+4.5 %", "-11.3 %",
// "0.0 %". Anything but a positive number is written as not measured.
func FormatChange(ratio float64) string {
	if !isFigure(ratio) {
		return NotMeasured
	}
	v := (ratio - 1) * 100
	n := 1
	if math.Abs(v) >= 99.95 {
		n = 0
	}
	text := fixed(v, n)
	switch {
	case math.Abs(v) < 0.05:
		return "0.0 %"
	case v > 0:
		return "+" + text + " %"
	}
	return text + " %"
}

func isFigure(v float64) bool { return v > 0 && !math.IsInf(v, 0) }

// decimals is how many digits after the point are needed to show three
// significant digits.
func decimals(v float64) int {
	for n, limit := range []float64{99.95, 9.995, 0.9995, 0.09995} {
		if math.Abs(v) >= limit {
			return n
		}
	}
	return 4
}

// fixed writes a number with n decimals. It puts no space after thousands: in a
// list of figures, that would look like the space between two figures.
func fixed(v float64, n int) string { return strconv.FormatFloat(v, 'f', n, 64) }

// Plural writes a count with its noun: "1 round", "3 rounds".
func Plural[N int | int64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Joined joins words as in a sentence: "a, b and c".
func Joined(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
