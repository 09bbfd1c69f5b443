package report

import (
	"dragstrip/bench"
)

// mostConfigurations is how many rows of configurations the top of a report
// has; the rest is folded below.
const mostConfigurations = 16

// searchTop says on one page what a search found.
func (m *markdown) searchTop(f Found) {
	for _, g := range f.Goals {
		m.say("**%s.**\n", EscapeMarkdown(g.Headline))
	}
	m.say("%s\n", m.standingMarkdown())
	m.sayRemarks()
	m.shared(f.Model + partsBy + byConfiguration(m.s, m.o.IncludeSuspect).ColumnNames(m.o).Shared)
	t := f.table(false)
	more := len(t.rows) - mostConfigurations
	t.rows = t.rows[:min(len(t.rows), mostConfigurations)]
	m.say("%s", t.markdown())
	if more > 0 {
		m.say("%s more, folded below.\n", bench.Plural(more, "row"))
	}
	for _, note := range f.notes() {
		m.say("- %s.", EscapeMarkdown(note))
	}
	m.failedTests()
	m.doubted()
	if again := f.again(); again != "" {
		m.say("\n%s", fence("sh", again))
	}
}

// allConfigurations has a row for each configuration of a search.
func (m *markdown) allConfigurations() {
	if f, ok := FoundIn(m.s, m.o); ok && len(f.Configurations) > 0 {
		m.say("%s", f.table(true).markdown())
	}
}
