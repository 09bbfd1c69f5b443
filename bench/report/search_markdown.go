package report

import (
	"strings"

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
	for _, note := range f.Notes() {
		m.say("- %s.", escapeSaid(note))
	}
	m.failedTests()
	m.doubted()
	if again := f.again(); again != "" {
		m.say("\n%s", fence("sh", again))
	}
}

// Markdown says in sentences and a table what a search found.
func (f Found) Markdown() string {
	var b strings.Builder
	for _, g := range f.Goals {
		b.WriteString("**" + EscapeMarkdown(g.Headline) + ".**\n\n")
	}
	b.WriteString(f.table(false).markdown())
	for _, note := range f.Notes() {
		b.WriteString("- " + escapeSaid(note) + ".\n")
	}
	return b.String()
}

// allConfigurations has a row for each configuration of a search, and the heat
// map of each goal in figures.
func (m *markdown) allConfigurations() {
	f, ok := FoundIn(m.s, m.o)
	if !ok || len(f.Configurations) == 0 {
		return
	}
	m.say("%s", f.table(true).markdown())
	for _, g := range f.maps() {
		m.say("%s; each cell has the best over all other values:\n\n%s", EscapeMarkdown(g.mapTitle()), g.Map.table().markdown())
	}
}
