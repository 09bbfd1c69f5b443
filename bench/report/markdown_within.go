package report

import (
	"fmt"
	"strings"
)

// comparisons compares the jobs of the session that have the same model.
func (m *markdown) comparisons() {
	if m.s.Plan.Tuning != nil {
		return // a search compares by itself; what chose the winner must not judge it
	}
	t := newPairTable(m.r.text, "", "", "test", "baseline", "was_tps", "candidate", "is_tps", "change", "interval", "verdict")
	var leftOut, differs, fair []string
	sheets := within(m.s, m.o.IncludeSuspect)
	for _, s := range sheets {
		fair = append(fair, s.Fair...)
		for at, c := range s.Columns {
			list := s.compared(at)
			for _, p := range list {
				t.addPair(p)
			}
			if len(list) > 0 {
				what := "have the " + sameSettings
				if len(c.Differs) > 0 {
					what = "differ in " + strings.Join(shownDifferences(c.Differs, m.r.path), ", ")
				}
				differs = append(differs, fmt.Sprintf("Jobs %s and %s %s", s.Columns[s.Baseline].Name, c.Name, EscapeMarkdown(what)))
			}
		}
	}
	leftOut, fair = leftOutOf(sheets), append(fair, unpaired(m.s)...)
	if len(t.rows)+len(leftOut)+len(fair) == 0 {
		return
	}
	for _, text := range leftOut {
		m.say("- Not compared, because it is suspect (`--include-suspect` compares it): %s", EscapeMarkdown(m.r.text(text)))
	}
	if len(leftOut) > 0 {
		m.say("")
	}
	if len(t.rows) > 0 {
		m.say("%s", t.markdown())
		m.say("%s. `~`: no difference shown. %s.\n", strings.Join(differs, ". "), changeMade)
		for _, note := range verdictNotes(sheets...) {
			m.say("%s.\n", note)
		}
	}
	for _, text := range fair {
		m.say("- %s.", escapeSaid(m.r.text(text)))
	}
	if len(fair) > 0 {
		m.say("")
	}
}
