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
	sheet := byConfiguration(m.s, m.o.IncludeSuspect)
	names := sheet.ColumnNames(m.o)
	if len(sheet.Rows) > 0 {
		machine, _, _ := strings.Cut(m.machineName(), partsBy)
		m.headline(sheet, names.Full, machine)
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

func (m *markdown) machineName() string {
	return orText(m.r.machine(m.s.Machine, m.o).Line, orText(m.r.path(m.s.Machine.CPU), "a machine"))
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

// shared writes what all columns have in common, and the system they were
// measured on.
func (m *markdown) shared(names string) {
	machine := m.r.machine(m.s.Machine, m.o)
	var repetitions []string
	for _, j := range m.s.Jobs {
		text := repetitionsSaid(m.s, j)
		if len(repetitions) == 0 || repetitions[0] != text {
			repetitions = append(repetitions, text)
		}
	}
	asked := ""
	if len(repetitions) == 1 {
		asked = repetitions[0]
		if m.s.Plan.Rounds > 1 {
			asked += " in " + bench.Plural(m.s.Plan.Rounds, "round")
		}
	}
	if text := joinNonEmpty(partsBy, names, asked, machine.OS, machine.Power); text != "" {
		m.say("%s\n", EscapeMarkdown(text))
	}
}

// failed says what failed and what was not measured, one line each.
func (m *markdown) failed() {
	reason := func(n note) string { return n.reason }
	for _, n := range m.grouper.group(failures(m.s), reason) {
		m.say("- ✗ failed: %s%s%s", m.where(n), m.sentence(n.text), m.remedyOf(n.remedy))
	}
	for _, n := range m.grouper.group(notDone(m.s), reason) {
		m.say("- not measured: %s%s", m.where(n), m.sentence(n.text))
	}
}

// doubted writes each kind of warning once, the worst first.
func (m *markdown) doubted() {
	list := m.grouper.group(warnings(m.s), func(n note) string { return n.text })
	for _, n := range list[:min(len(list), mostKinds)] {
		sign := GradeSign(bench.KindOf(n.code).Grade)
		m.say("- %s%s", joinNonEmpty(" ", sign, m.where(n)+m.sentence(n.text)), m.remedyOf(n.remedy))
	}
	if more := len(list) - mostKinds; more > 0 {
		m.say("- %s more, folded below.", bench.Plural(more, "warning"))
	}
}

// where says which tests a grouped note applies to.
func (m *markdown) where(n grouped) string {
	if n.where == "" {
		return ""
	}
	return "**" + EscapeMarkdown(m.r.path(n.where)) + "**: "
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
			commands.add(command, column[j])
		}
	}
	if text := commands.text(); text != "" {
		m.say("%s", fence("sh", text))
	}
}
