package report

import (
	"strings"

	"dragstrip/bench"
)

// warnings says one by one what the top says of several tests at once, or has
// no room for.
func (m *markdown) warnings() {
	list := warnings(m.s)
	alone := map[string]bool{}
	for i, n := range m.grouper.group(list, func(n note) string { return n.text }) {
		if n.notes == 1 && i < mostKinds {
			alone[n.text] = true
		}
	}
	told := map[string]bool{} // a remedy is said with the first that has it
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

// failures are what the top says of them, with the engine's last words.
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
