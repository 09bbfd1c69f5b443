package report

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"dragstrip/bench"
)

// BenchyTable writes the results as llama-benchy's own markdown table, for
// people who compare servers with it: one table for each engine build with its
// parameters. What dragstrip does not measure, such as the peak within one
// second, stays empty, as it does there.
func BenchyTable(w io.Writer, s *bench.Session, o Options) error {
	r := newRedactor(s, o)
	var b strings.Builder
	for _, part := range benchyParts(Rows(s)) {
		b.WriteString(part.table(r))
		fmt.Fprintf(&b, "\n%s\n%s\n\n", EscapeMarkdown(r.text(part.made(s))), benchyNote(part.rows, s, r))
	}
	for _, d := range eachText(Doubts(s), r.text) {
		text := d.Where + ": " + d.Text
		if d.Remedy != "" {
			text += " (what to do: " + d.Remedy + ")"
		}
		fmt.Fprintf(&b, "- %s\n", escapeSaid(text))
	}
	return write(w, "llama-benchy table", strings.TrimRight(b.String(), "\n")+"\n")
}

// benchyPart are the rows of one engine build with one set of parameters, with
// any number of requests at once.
type benchyPart struct {
	rows   []Row
	atOnce bool // some rows are of several requests at once
}

func benchyParts(rows []Row) (parts []*benchyPart) {
	known := map[string]*benchyPart{}
	for _, r := range rows {
		if !r.Measured() {
			continue
		}
		// Imported builds have no ID. What a comment says below a table holds for
		// each of its rows.
		key := fmt.Sprintf("%q", []string{
			r.Job.Build.ID, r.Job.BuildName(), besidesAtOnce(r.Job.Params).String(), r.Job.Model.Format,
			fmt.Sprintf("%q %q", bench.ShownVariables(r.Job.BuildMeasured().Env), r.Job.Stated),
		})
		part := known[key]
		if part == nil {
			part = &benchyPart{}
			known[key], parts = part, append(parts, part)
		}
		part.rows = append(part.rows, r)
		part.atOnce = part.atOnce || r.Job.Params.AtOnce() > 1
	}
	return parts
}

// made says what measured a table, as llama-benchy does below its own.
func (p *benchyPart) made(s *bench.Session) string {
	j := p.rows[0].Job
	by := bench.MeasuredByUs
	if s.Unwatched() {
		by = bench.MeasuredByOthers
	}
	parts := []string{by + orText(j.BuildLabel(), engineTitle(j))}
	if flags := besidesAtOnce(j.Params).String(); flags != "" {
		parts = append(parts, flags)
	}
	if !s.Started.IsZero() {
		parts = append(parts, "date: "+s.Started.UTC().Format(time.DateTime))
	}
	return strings.Join(append(parts, "latency mode: none"), ", ")
}

func (p *benchyPart) table(r *redactor) string {
	heads := []string{"model", "test", "t/s", "peak t/s", "ttfr (ms)", "est_ppt (ms)", "e2e_ttft (ms)"}
	if p.atOnce {
		heads = []string{"model", "test", "t/s (total)", "t/s (req)", "peak t/s", "peak t/s (req)", "ttfr (ms)", "est_ppt (ms)", "e2e_ttft (ms)"}
	}
	t := newTable(heads...)
	for i := range t.right {
		t.right[i] = i > 0
	}
	for _, row := range p.rows {
		for _, line := range p.lines(row) {
			line.model = r.path(row.Job.Model.Label())
			t.add(line.cells(p.atOnce)...)
		}
	}
	return t.markdown()
}

// benchyLine is one line of the table.
type benchyLine struct {
	model, test            string
	total, each            string
	firstPiece, firstToken string
}

func (l benchyLine) cells(atOnce bool) []string {
	// est_ppt is the time to the first piece less the latency of the network,
	// which dragstrip does not estimate.
	times := []string{l.firstPiece, l.firstPiece, l.firstToken}
	if atOnce {
		return append([]string{l.model, l.test, l.total, l.each, "", ""}, times...)
	}
	return append([]string{l.model, l.test, l.total, ""}, times...)
}

// lines are the lines of one result. A depth that was read cold has a line of
// its own, as llama-benchy gives one to the context that it caches.
func (p *benchyPart) lines(r Row) (out []benchyLine) {
	suffix := ""
	if p.atOnce {
		suffix = fmt.Sprintf(" (c%d)", r.Job.Params.AtOnce())
	}
	list := r.Test.Exchanges()
	if cold := coldOf(list); len(cold) > 0 {
		var rates, times []float64
		for _, x := range cold {
			rates, times = append(rates, bench.TokensPerSecond(x.ColdTokens, x.ColdNS)), append(times, float64(x.ColdNS)/1e6)
		}
		out = append(out, benchyLine{
			test: fmt.Sprintf("ctx_pp @ d%d%s", r.Test.Test.Depth, suffix), total: spreadOf(rates), firstPiece: spreadOf(times), firstToken: spreadOf(times),
		})
	}
	line := benchyLine{test: r.Test.Test.Name(" @ d") + suffix, total: spreadOf(r.Test.SamplesTPS())}
	if line.total == "" { // published without samples
		line.total = bench.FormatMeanStdDev(r.Summary.Mean, r.Summary.StdDev)
	}
	var each, pieces, tokens []float64
	for _, x := range list {
		for _, s := range x.Requests() {
			each = append(each, s.TPS())
			pieces, tokens = append(pieces, float64(s.FirstPieceNS)/1e6), append(tokens, float64(s.FirstTokenNS)/1e6)
		}
	}
	line.each = spreadOf(each)
	if r.Test.Test.Prompt > 0 {
		line.firstPiece, line.firstToken = spreadOf(pieces), spreadOf(tokens)
	}
	return append(out, line)
}

// spreadOf writes mean and deviation as llama-benchy does: the deviation is
// divided by the number of values, and what was not seen is left out.
func spreadOf(values []float64) string {
	n, sum, squares := 0.0, 0.0, 0.0
	for _, v := range values {
		if v > 0 {
			n, sum = n+1, sum+v
		}
	}
	if n == 0 {
		return ""
	}
	mean := sum / n
	for _, v := range values {
		if v > 0 {
			squares += (v - mean) * (v - mean)
		}
	}
	return fmt.Sprintf("%.2f ± %.2f", mean, math.Sqrt(squares/n))
}
