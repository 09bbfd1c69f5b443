package report

import (
	"dragstrip/bench"
)

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
	m.failedTests()
	for _, n := range m.grouper.group(notDone(m.s), reasonOf) {
		m.say("- not measured: %s%s", m.where(n), m.sentence(n.text))
	}
}

func (m *markdown) failedTests() {
	for _, n := range m.grouper.group(failures(m.s), reasonOf) {
		m.say("- ✗ failed: %s%s%s", m.where(n), m.sentence(n.text), m.remedyOf(n.remedy))
	}
}

func reasonOf(n note) string { return n.reason }

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
