package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Plain writes what came out as a short table for a terminal: the results,
// what failed and why, and the warnings.
func Plain(w io.Writer, s *bench.Session, o Options) error {
	r := newRedactor(s, o)
	var b strings.Builder
	rows, ceilings := Rows(s), false
	if len(rows) == 0 {
		b.WriteString("no tests\n")
	} else {
		spell := asIs
		if o.ASCII {
			spell = toASCII
		}
		t := resultTable(rows, o.Width, (*table).plainWidth, spell)
		ceilings = slices.Contains(t.heads, "of spec") || slices.Contains(t.heads, "of meas.")
		b.WriteString(t.plain())
	}
	b.WriteString(jobLegend(s, r, o.Width))
	if notes := ceilingNotes(rows); ceilings && len(notes) > 0 {
		fmt.Fprintf(&b, "memory bandwidth: %s\n", strings.Join(notes, "; "))
	}
	if anyTooFew(rows) {
		b.WriteString("no interval: fewer than 6 samples (-r 6 gives one)\n")
	}
	b.WriteString(plainComparisons(within(s, o.IncludeSuspect), r))
	for _, f := range failures(s) {
		fmt.Fprintf(&b, "failed: %s: %s\n", r.path(f.where), r.text(f.reason))
		if f.remedy != "" {
			fmt.Fprintf(&b, "  what to do: %s\n", r.text(f.remedy))
		}
	}
	for _, n := range notDone(s) {
		if strings.Contains(n.reason, " repetitions: ") {
			fmt.Fprintf(&b, "not measured: %s: %s\n", r.path(n.where), r.text(n.reason))
		}
	}
	for _, note := range RoundNotes(s) {
		fmt.Fprintf(&b, "%s\n", r.text(note))
	}
	told := map[string]bool{}
	for _, n := range warnings(s) {
		fmt.Fprintf(&b, "warning: %s: %s\n", r.path(n.where), r.text(n.text))
		if n.remedy != "" && !told[n.remedy] {
			told[n.remedy] = true
			fmt.Fprintf(&b, "  what to do: %s\n", r.text(n.remedy))
		}
	}
	if names := standIns(s); len(names) > 0 {
		fmt.Fprintf(&b, "stand-in: %s: exact shape, random weights; the speed counts, the words do not\n",
			bench.Clean(strings.Join(names, ", ")))
	}
	text := b.String()
	if o.Width > 0 {
		text = wrapped(text, o.Width)
	}
	if o.ASCII {
		text = toASCII(text)
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// plainComparisons sets the jobs of one model side by side, a line each.
func plainComparisons(sheets []Sheet, r *redactor) string {
	var b strings.Builder
	for _, text := range leftOutOf(sheets) {
		fmt.Fprintf(&b, "suspect, compared with nothing: %s\n", r.text(text))
	}
	for _, s := range sheets {
		for at := range s.Columns {
			for _, p := range s.compared(at) {
				fmt.Fprintf(&b, "%s against %s, %s: %s (%s) %s\n", p.candidate.Name, p.baseline.Name, p.row.Test,
					p.is.change(), p.is.interval(), strings.TrimRight(p.is.verdict(), " ▲▼"))
			}
		}
	}
	return b.String()
}

// jobLegend says what the jobs in the table's first column are; it
// is empty for one job.
func jobLegend(s *bench.Session, r *redactor, width int) string {
	if len(s.Jobs) < 2 {
		return ""
	}
	var b strings.Builder
	for _, j := range s.Jobs {
		parts := []string{orText(buildLabel(j), "an unknown engine")}
		if p := j.Params.String(); p != "" {
			parts = append(parts, p)
		}
		line := fmt.Sprintf("%s: %s", j.ID, r.path(strings.Join(parts, " · ")))
		if width > 0 {
			line = bench.CleanLine(line, width)
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}
