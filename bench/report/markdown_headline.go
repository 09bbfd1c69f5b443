package report

import "strings"

// headline says which column is fastest, by how much and why. machine is the
// name of the machine, or "" if there are several machines.
func (m *markdown) headline(sheet Sheet, names []string, machine string) {
	first, more := headline{sheet: sheet, names: names, machine: machine, model: m.r.path}.sentences()
	if first == "" {
		m.say("**Nothing was measured.**\n")
		return
	}
	m.say("%s\n", strings.TrimSpace("**"+EscapeMarkdown(first)+"** "+EscapeMarkdown(strings.Join(more, " "))))
}
