package report

import (
	"strings"

	"dragstrip/bench"
)

func (m *markdown) warnings() {
	list := warnings(m.s)
	if len(list) == 0 {
		return
	}
	m.heading("Warnings")
	for _, n := range list {
		sign := GradeSign(bench.KindOf(n.code).Grade)
		if sign != "" {
			sign += " "
		}
		m.say("- %s**%s**: %s%s", sign, EscapeMarkdown(m.r.path(n.where)), m.sentence(n.text), m.remedy(n))
	}
	m.say("")
}

func (m *markdown) failures() {
	list := failures(m.s)
	if len(list) == 0 {
		return
	}
	m.heading("Failed")
	for _, n := range list {
		m.say("- ✗ **%s**: %s%s", EscapeMarkdown(m.r.path(n.where)), m.sentence(n.reason), m.remedy(n))
		if len(n.tail) > 0 {
			var lines []string
			for _, line := range n.tail {
				lines = append(lines, bench.CleanLine(m.r.text(line), 160))
			}
			m.say("\n  The engine's last words:\n")
			m.say("%s", indent(2, fence("text", strings.Join(lines, "\n"))))
		}
	}
	m.say("")
}

func (m *markdown) notDone() {
	list := notDone(m.s)
	if len(list) == 0 {
		return
	}
	m.heading("Not measured")
	for _, n := range list {
		m.say("- **%s**: %s", EscapeMarkdown(m.r.path(n.where)), m.sentence(n.reason))
	}
	m.say("")
}
