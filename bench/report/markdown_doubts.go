package report

import (
	"strings"

	"dragstrip/bench"
)

// warnings lists one by one the warnings that the top says together or has no
// room for.
func (m *markdown) warnings() {
	list := warnings(m.s)
	alone := map[string]bool{}
	for i, n := range m.grouper.group(list, func(n note) string { return n.text }) {
		if n.notes == 1 && i < mostKinds {
			alone[n.text] = true
		}
	}
	told := map[string]bool{} // a remedy is written only with the first warning that has it
	for _, n := range list {
		if alone[n.text] {
			continue
		}
		sign := GradeSign(bench.KindOf(n.code).Grade)
		if sign != "" {
			sign += " "
		}
		if told[n.remedy] {
			n.remedy = ""
		}
		told[n.remedy] = true
		m.say("- %s**%s**: %s%s", sign, EscapeMarkdown(m.r.path(n.where)), m.sentence(n.text), m.remedyOf(n.remedy))
	}
}

// failures lists the failures with the last lines that the engine wrote.
func (m *markdown) failures() {
	for _, n := range failures(m.s) {
		m.say("- ✗ **%s**: %s", EscapeMarkdown(m.r.path(n.where)), m.sentence(n.reason))
		if len(n.tail) > 0 {
			var lines []string
			for _, line := range n.tail {
				lines = append(lines, m.r.text(line))
			}
			m.say("\n%s", indent(2, fence("text", strings.Join(lines, "\n"))))
		}
	}
}
