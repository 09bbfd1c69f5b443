package report

import (
	"fmt"
	"io"
	"strings"

	"dyno/bench"
)

// Plain writes what came out as a short table for a terminal: the results,
// what failed and why, and the warnings.
func Plain(w io.Writer, s *bench.Session, o Options) error {
	r := newRedactor(s, o)
	var b strings.Builder
	rows := Rows(s)
	if len(rows) == 0 {
		b.WriteString("no tests\n")
	} else {
		b.WriteString(resultTable(rows, o.Width, (*table).plainWidth).plain())
	}
	if notes := ceilingNotes(rows); len(notes) > 0 {
		fmt.Fprintf(&b, "of spec, of meas.: %s\n", strings.Join(notes, "; "))
	}
	if anyTooFew(rows) {
		b.WriteString("no interval: fewer than 6 samples (-r 6 gives one)\n")
	}
	for _, f := range failures(s) {
		fmt.Fprintf(&b, "failed: %s: %s\n", f.where, r.text(f.reason))
		if f.remedy != "" {
			fmt.Fprintf(&b, "  what to do: %s\n", r.text(f.remedy))
		}
	}
	for _, n := range warnings(s) {
		fmt.Fprintf(&b, "warning: %s: %s\n", n.where, r.text(n.text))
		if n.remedy != "" {
			fmt.Fprintf(&b, "  what to do: %s\n", r.text(n.remedy))
		}
	}
	if names := standIns(s); len(names) > 0 {
		fmt.Fprintf(&b, "stand-in: %s: exact shape, random weights; the speed counts, the words do not\n",
			bench.Clean(strings.Join(names, ", ")))
	}
	text := b.String()
	if o.ASCII {
		text = toASCII(text)
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

var asciiSigns = strings.NewReplacer("±", "+-", "–", "-", "…", "~", "·", ".", "÷", "/", "×", "x", "⁹", "9")

// toASCII spells our own signs in ASCII; other characters, from names of
// models, become "?".
func toASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0x7e {
			return '?'
		}
		return r
	}, asciiSigns.Replace(s))
}
