package report

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// top says on one page what is fastest, by how much and why, on which machine
// it was measured, and which figures are doubtful.
func (m *markdown) top() {
	m.title()
	if f, ok := FoundIn(m.s, m.o); ok {
		m.searchTop(f)
		return
	}
	sheet := byConfiguration(m.s, m.o.IncludeSuspect)
	names := sheet.ColumnNames(m.o)
	if len(sheet.Rows) > 0 {
		m.headline(sheet, names.Full, m.computers())
	}
	m.say("%s\n", m.standingMarkdown())
	m.sayRemarks()
	before := m.taken()
	m.shared(names.Shared)
	m.failed()
	m.doubted()
	after := m.taken()
	m.shortest(sheet, names.Full)
	commands := m.taken()
	m.b.WriteString(before)
	room := topLines - lines(before) - lines(after)
	if len(sheet.Rows) > 0 {
		m.pivot(sheet, names, room-lines(commands), room)
	}
	if after = strings.TrimSpace(after); after != "" {
		m.say("%s\n", after)
	}
	if lines(m.b.String())+lines(commands) <= topLines {
		m.b.WriteString(commands)
	}
}

func lines(text string) int { return strings.Count(text, "\n") }

func (m *markdown) title() {
	name := m.machineName()
	m.say("# dragstrip: language models on %s\n", EscapeMarkdown(name))
}

// pivot writes the table with as many rows as there is room for. If not all rows
// fit above the commands, the commands are left out, and the table takes their
// room.
func (m *markdown) pivot(sheet Sheet, names naming.Names, withCommands, without int) {
	model := m.r.path
	if countModels([]*bench.Session{m.s}) == 1 {
		model = nil
	}
	p := pivotOf(sheet, names, model).fit()
	legend := p.legendMarkdown(names.Full[sheet.Baseline])
	over := 5 // head, rule, the empty line below, and the legend of letters
	if legend != "" {
		over += 2
	}
	rows := len(p.rows)
	if rows+over > withCommands {
		rows = max(min(rows, without-over-3), leastRows)
	}
	text, columns := p.markdown(rows, mostPivotColumns)
	m.say("%s", text)
	if columns != "" {
		m.say("%s.\n", EscapeMarkdown(columns))
		if !p.turned {
			legend = p.legendMarkdown(letter(sheet.Baseline))
		}
	}
	if left := p.left(rows); left != "" {
		m.say("%s.\n", left)
	}
	if legend != "" {
		m.say("%s.\n", legend)
	}
}

// shortest writes the commands of the jobs. A command that several jobs share
// is written once, with the names of the columns it is for.
func (m *markdown) shortest(sheet Sheet, names []string) {
	column := map[*bench.JobState]string{}
	for i, c := range sheet.Columns {
		for _, j := range c.Jobs {
			if len(sheet.Columns) > 1 {
				column[j] = names[i]
			}
		}
	}
	if m.s.Unwatched() {
		return // nobody knows the commands
	}
	var commands once
	for _, j := range m.s.Jobs {
		for _, command := range m.r.shortCommands(j) {
			commands.add(command, joinNonEmpty(partsBy, m.modelSaid(j), column[j]))
		}
	}
	if text := commands.text(); text != "" {
		m.say("%s", fence("sh", text))
	}
}

// modelSaid names a job's model if its file has the name of another model's file.
func (m *markdown) modelSaid(j *bench.JobState) string {
	if m.r.apart(j.Model) == "" {
		return ""
	}
	return m.r.path(j.Model.Label())
}
