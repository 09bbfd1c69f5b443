package report

import (
	"io"
	"strings"

	"dragstrip/bench"
)

// Markdown writes the session for people who paste it into a forum or an issue,
// and for readers who want to measure the same again. The top is one page and
// says what is fastest, by how much and why. Everything else is folded below.
// The text is easy to read without rendering, and its only HTML is <details>.
// Every text from outside is cleaned and escaped.
func Markdown(w io.Writer, s *bench.Session, o Options) error {
	return write(w, "report", NewPost(s, o).Text)
}

// Post is a report that is small enough to be posted, and its recipe if that
// did not fit.
type Post struct {
	Text string
	// Recipe is what `dragstrip rerun` needs, if Text does not contain it. It
	// goes into a separate file beside the report.
	Recipe string
}

// NewPost makes the report of a session.
func NewPost(s *bench.Session, o Options) Post {
	m := &markdown{s: s, r: newRedactor(s, o), o: o, rows: Rows(s)}
	m.grouper = newGrouper(s, m.r.path)
	m.top()
	top, recipe := m.taken(), recipeText(s, o)
	// If there is no room, the parts with the highest numbers are left out
	// first.
	parts := []folded{
		m.fold("All configurations", 1, m.allConfigurations),
		m.fold("All figures", 1, m.results),
		m.fold("Side by side: changes, intervals and verdicts", 3, m.comparisons),
		m.fold("First token, prompt cache and settings of servers", 3, m.served),
		m.fold("Warnings, one by one", 5, m.warnings),
		m.fold("What failed, with the engine's last lines", 1, m.failures),
		m.fold(printedHeading, 8, m.asPrinted),
		m.fold("Machine", 0, m.machine),
		m.fold("What was measured, with every command", 6, m.jobs),
		m.fold("Models", 2, m.models),
		m.fold("Memory that the engine took", 7, m.memory),
		m.fold("How the numbers were made", 0, m.method),
		m.fold("All samples, t/s", 9, m.samples),
		m.fold("Plan and samples for a program: save this report, and dragstrip rerun FILE measures the same again", 4, func() { m.recipe(recipe) }),
	}
	m.say("%s", EscapeMarkdown(m.madeBy()))
	p := Post{Text: fitted(top, parts, m.taken(), m.session(), len(s.Jobs))}
	if !strings.Contains(p.Text, recipeMark) {
		p.Recipe = recipe
	}
	return p
}
