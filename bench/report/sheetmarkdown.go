package report

import (
	"fmt"
	"io"
	"strings"

	"dragstrip/bench"
)

// SheetMarkdown writes what a screen shows side by side, also of several
// sessions: what each column is, each column held against the baseline, and
// what stands below. The sessions' own reports say how each was measured.
func SheetMarkdown(w io.Writer, s Sheet, o Options) error {
	if len(s.Panes) == 0 {
		return fmt.Errorf("write comparison: there is nothing to compare")
	}
	m := &markdown{s: s.Panes[0].Session, r: newRedactor(s.Panes[0].Session, o), o: o}
	m.say("# dragstrip: side by side\n")
	columns := newTable("", "what", "session", "machine")
	for i, p := range s.Panes {
		r := newRedactor(p.Session, o)
		name := Letter(i)
		if i == s.Baseline {
			name += " (baseline)"
		}
		columns.add(name, r.path(joinNonEmpty(" · ", p.Title, p.Detail)), bench.Clean(p.Session.ID), bench.CleanLine(r.machine(p.Session.Machine, o).Line, 50))
	}
	m.say("%s", columns.markdown())
	for i := range s.Panes {
		if i != s.Baseline || len(s.Panes) == 1 {
			m.against(s, i)
		}
	}
	for _, list := range [][]string{s.Differs, s.Fair, s.LeftOut} {
		for _, text := range list {
			m.say("- %s", EscapeMarkdown(m.r.text(strings.TrimRight(text, ".")))+".")
		}
	}
	all := make([]int, len(s.Panes))
	for i := range all {
		all[i] = i
	}
	for _, text := range s.Ceilings(all) {
		m.say("- Bandwidth that percentages are of, %s.", EscapeMarkdown(text))
	}
	m.doubtsOf(s)
	m.say("\nMedians with the larger side of their 95 %% interval. The change is the ratio with the interval that belongs to the test (Mann–Whitney, Hodges–Lehmann; Holm's correction over the columns). `~`: no difference shown.")
	if _, err := io.WriteString(w, strings.TrimRight(m.b.String(), "\n")+"\n"); err != nil {
		return fmt.Errorf("write comparison: %w", err)
	}
	return nil
}

// against writes one pane beside the baseline.
func (m *markdown) against(s Sheet, pane int) {
	base, other := Letter(s.Baseline), Letter(pane)
	m.heading(other + " against " + base)
	t := newTable("model", "test", base+" t/s", base+" moves", other+" t/s", other+" moves", "change", "95 % interval", "verdict")
	t.right = []bool{false, false, true, true, true, true, true, true, false}
	for _, row := range s.Rows {
		x, y := row.Cells[s.Baseline], row.Cells[pane]
		if x.Row == nil && y.Row == nil || y.Row == nil && pane != s.Baseline {
			continue // the baseline's own rows are told once, beside what has them
		}
		change, interval := ChangeOf(y.Comparison)
		said := ""
		if y.Compared {
			said = verdict(y.Verdict)
		}
		if y.LeftOut {
			said = "suspect, not compared"
		}
		t.add(m.r.text(row.Model), row.Test.String(), cellTPS(x), cellMoved(x), cellTPS(y), cellMoved(y), change, interval, said)
	}
	m.say("%s", t.markdown())
}

// doubtsOf lists what speaks against the figures of every session shown.
func (m *markdown) doubtsOf(s Sheet) {
	for _, session := range s.Sessions() {
		r := newRedactor(session, m.o)
		for _, d := range Doubts(session) {
			mark := "- "
			if d.Failed || d.Grade != bench.GradeClean {
				mark += "▲ "
			}
			m.say("%s%s: %s *What to do:* %s.", mark, EscapeMarkdown(r.text(session.ID+", "+d.Where)), EscapeMarkdown(r.text(strings.TrimRight(d.Text, ".")))+".", EscapeMarkdown(r.text(strings.TrimRight(d.Remedy, "."))))
		}
	}
}

func cellTPS(c SheetCell) string {
	if c.Row == nil {
		return bench.NotMeasured
	}
	return medianCell(*c.Row)
}

func cellMoved(c SheetCell) string {
	if c.Row == nil {
		return bench.NotMeasured
	}
	text, _, _ := c.Row.Moved()
	return orText(text, bench.NotMeasured)
}

func joinNonEmpty(by string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, by)
}
