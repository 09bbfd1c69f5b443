package report

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
)

// Column is one property of a row. The same list makes the table for people (in
// report.md and after a benchmark) and the CSV file for programs, so that they
// cannot differ. The screen Results has cells of its own.
type Column struct {
	// Key names the column in files. It never changes once released.
	Key string
	// Title is the heading that people read. If it is "", the column is not in
	// tables for people.
	Title string
	// Right aligns it to the right, as figures are.
	Right bool
	// Priority decides which columns are left out first if there is no room. These
	// are the columns with the lowest number. Columns with 9 are never left out.
	Priority int
	// Cell is what people read.
	Cell func(Row) string
	// Value is what programs read. It is the exact figure without a unit, or "" if
	// the figure is not known. If Value is nil, the column is not in files.
	Value func(Row) string
}

// Columns lists all columns, in order.
var Columns = []Column{
	{"job", "job", false, 9, func(r Row) string { return r.Job.ID }, func(r Row) string { return r.Job.ID }},
	{"model", "model", false, 9, func(r Row) string { return r.Job.Model.Label() }, func(r Row) string { return r.Job.Model.Name }},
	{"quant", "", false, 0, nil, func(r Row) string { return r.Job.Model.Quant }},
	{"stand_in", "", false, 0, nil, func(r Row) string { return strconv.FormatBool(r.Job.Model.StandIn) }},
	{"model_file", "", false, 0, nil, func(r Row) string { return baseName(r.Job.Model.Path) }},
	{"model_bytes", "", false, 0, nil, func(r Row) string { return count(r.Job.Model.SizeBytes) }},
	{"model_params", "", false, 0, nil, func(r Row) string { return count(r.Job.Model.ParamCount) }},
	{"engine", "", false, 0, nil, func(r Row) string { return r.Job.Build.Engine }},
	{"engine_build", "", false, 0, nil, func(r Row) string { return r.Job.BuildVersion() }},
	{"backend", "", false, 0, nil, func(r Row) string { return r.Job.BackendLabel() }},
	{"params", "", false, 0, nil, func(r Row) string { return paramPairs(r.Job.Params) }},
	{"test", "test", false, 9, testCell, func(r Row) string { return r.Test.Test.String() }},
	{"n_prompt", "", false, 0, nil, func(r Row) string { return strconv.Itoa(r.Test.Test.Prompt) }},
	{"n_gen", "", false, 0, nil, func(r Row) string { return strconv.Itoa(r.Test.Test.Generation) }},
	{"n_depth", "", false, 0, nil, func(r Row) string { return strconv.Itoa(r.Test.Test.Depth) }},
	{"outcome", "", false, 0, nil, Row.Standing},
	{"median_tps", "t/s", true, 9, medianCell, figure(func(r Row) float64 { return r.Summary.Median })},
	{"low_tps", "", true, 0, nil, figure(func(r Row) float64 { return r.Summary.Low })},
	{"high_tps", "", true, 0, nil, figure(func(r Row) float64 { return r.Summary.High })},
	{"confidence", "", true, 0, nil, figure(func(r Row) float64 { return r.Summary.Confidence })},
	{"sessions", "", true, 0, nil, func(r Row) string { return count(int64(r.Summary.Sessions)) }},
	{"session_low_tps", "", true, 0, nil, figure(func(r Row) float64 { return r.Summary.SessionLow })},
	{"session_high_tps", "", true, 0, nil, figure(func(r Row) float64 { return r.Summary.SessionHigh })},
	{"n", "n", true, 6, nCell, nValue},
	{"starts", "", true, 0, nil, func(r Row) string { return count(int64(r.Summary.Starts)) }},
	{"mean_tps", "mean ± sd", true, 3, meanCell, figure(func(r Row) float64 { return r.Summary.Mean })},
	{"stddev_tps", "", true, 0, nil, deviation},
	{"min_tps", "", true, 0, nil, figure(func(r Row) float64 { return r.Summary.Min })},
	{"max_tps", "", true, 0, nil, figure(func(r Row) float64 { return r.Summary.Max })},
	{"first_token_s", "1st token", true, 4, firstTokenCell, figure(func(r Row) float64 { return r.Test.FirstToken().Median })},
	{"first_token_p95_s", "95 % within", true, 3, lateCell, figure(func(r Row) float64 { seconds, _ := r.Test.FirstTokenLate(); return seconds })},
	{"request_tps", "t/s each", true, 5, func(r Row) string { return bench.FormatTPS(r.Test.RequestTPS().Median) }, figure(func(r Row) float64 { return r.Test.RequestTPS().Median })},
	{"accepted", "accepted", true, 4, percentCell(acceptance), figure(acceptance)},
	{"first_text_s", "", true, 0, nil, figure(func(r Row) float64 { return r.Test.FirstText().Median })},
	{"first_piece_s", "", true, 0, nil, figure(func(r Row) float64 { return r.Test.FirstPiece().Median })},
	{"end_to_end_s", "", true, 0, nil, figure(func(r Row) float64 { return r.Test.EndToEnd().Median })},
	{"cold_context_s", "", true, 0, nil, figure(func(r Row) float64 { return r.Test.ColdContext().Median })},
	{"load_s", "", true, 0, nil, figure(func(r Row) float64 { return r.Job.LoadTime().Median })},
	{"server_tps", "", true, 0, nil, figure(func(r Row) float64 { return r.Test.ServerTPS().Median })},
	{"moved_gbps", "GB/s", true, 6, func(r Row) string { return bench.FormatFigure(r.MovedGBps) }, figure(func(r Row) float64 { return r.MovedGBps })},
	{"of_specified", "of spec", true, 2, percentCell(Row.OfSpecified), figure(Row.OfSpecified)},
	{"of_measured", "of meas.", true, 5, ofMeasuredCell, figure(Row.OfMeasured)},
	{"tokens_per_joule", "t/J", true, 1, func(r Row) string { return bench.FormatFigure(r.Energy.TokensPerJoule) }, figure(func(r Row) float64 { return r.Energy.TokensPerJoule })},
	{"watts", "", true, 0, nil, figure(func(r Row) float64 { return r.Energy.Watts })},
	{"watts_of", "", false, 0, nil, func(r Row) string { return bench.Clean(r.Energy.Of) }},
	{"verdict", "verdict", false, 4, func(r Row) string { return dash(r, string(r.Grade)) }, func(r Row) string {
		if !r.Measured() {
			return ""
		}
		return string(r.Grade)
	}},
	{"warnings", "", false, 0, nil, func(r Row) string { return strings.Join(warningCodes(r), " ") }},
	{warningTexts, "", false, 0, nil, func(r Row) string { return doubtTexts(r.Doubts) }},
	{"samples_tps", "", false, 0, nil, func(r Row) string { return joinFigures(r.Test.SamplesTPS()) }},
	{"environment", "", false, 0, nil, func(r Row) string { return shownEnvironment(r.Job.BuildUsed().Environment()) }},
	{"started", "", false, 0, nil, func(r Row) string { return moment(r.Test.Started()) }},
	{"expected_tps", "", true, 0, nil, figure(func(r Row) float64 { return r.Test.Expected.TPS })},
	{"expected_from_tps", "", true, 0, nil, figure(func(r Row) float64 { return r.Test.Expected.From })},
	{"expected_to_tps", "", true, 0, nil, figure(func(r Row) float64 { return r.Test.Expected.To })},
	{"expected_by", "", false, 0, nil, func(r Row) string { return r.ExpectedBy() }},
	{"imported", "", false, 0, nil, func(r Row) string { return ImportedFrom(r.Session) }},
}

// shownEnvironment are the variables of an environment, without secrets.
func shownEnvironment(variables []string) string {
	return strings.Join(bench.ShownVariables(variables), " ")
}

// testCell is the test's name, followed by the sign of the result's grade.
func testCell(r Row) string {
	if sign := GradeSign(r.Grade); sign != "" {
		return r.Test.Test.String() + " " + sign
	}
	return r.Test.Test.String()
}

// medianCell is the median with its interval, or why there is no median.
func medianCell(r Row) string {
	median, interval := r.Median()
	return strings.TrimSuffix(median+" "+interval, " ")
}

// nCell is the number of samples, or of repetitions as published.
func nCell(r Row) string {
	if r.Summary.Published && r.Summary.N == 0 {
		return bench.NotKnown
	}
	return dash(r, strconv.Itoa(r.Summary.N))
}

func nValue(r Row) string {
	if r.Summary.Published && r.Summary.N == 0 {
		return ""
	}
	return strconv.Itoa(r.Summary.N)
}

func meanCell(r Row) string { return dash(r, MeanOf(r)) }

// MeanOf is the mean of a row's speeds with its standard deviation, as far as
// they are known.
func MeanOf(r Row) string {
	if r.Summary.Published && r.Summary.StdDev == 0 || !r.Summary.Published && r.Summary.N == 1 { // not published, or one repetition has none
		return bench.FormatTPS(r.Summary.Mean)
	}
	return bench.FormatMeanStdDev(r.Summary.Mean, r.Summary.StdDev)
}

func dash(r Row, text string) string {
	if !r.Measured() {
		return bench.NotMeasured
	}
	return text
}

func percentCell(f func(Row) float64) func(Row) string {
	return func(r Row) string {
		if v := f(r); v > 0 {
			return bench.FormatPercent(v)
		}
		return bench.NotMeasured
	}
}

// ofMeasuredCell is the share of the measured bandwidth, with a sign if that
// bandwidth is doubtful.
func ofMeasuredCell(r Row) string {
	if r.OfMeasured() <= 0 {
		return bench.NotMeasured
	}
	return bench.FormatPercent(r.OfMeasured()) + r.Ceiling.Doubt()
}

// deviation writes the standard deviation. It can truly be zero, so a zero is
// written. For the other figures zero means not known.
func deviation(r Row) string {
	if !r.Measured() || r.Summary.Published && r.Summary.StdDev == 0 {
		return ""
	}
	return exact(r.Summary.StdDev)
}

func figure(f func(Row) float64) func(Row) string {
	return func(r Row) string {
		if v := f(r); v != 0 {
			return exact(v)
		}
		return ""
	}
}

func joinFigures(values []float64) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = exact(v)
	}
	return strings.Join(out, " ")
}

// moment writes a time as JSON does: RFC 3339 in UTC.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func count(n int64) string {
	if n <= 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func paramPairs(p bench.Params) string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(p)) {
		out = append(out, key+"="+bench.ShownValue(key, p[key]))
	}
	return strings.Join(out, " ")
}

// warningTexts is the key of the column that holds whole sentences.
const warningTexts = "warning_texts"

// doubtTexts writes warnings with their remedies in one line.
func doubtTexts(list []bench.Warning) string {
	var out []string
	for _, w := range list {
		text := w.Code + ": " + w.Text
		if w.Remedy != "" {
			text += " (what to do: " + w.Remedy + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, " | ")
}
