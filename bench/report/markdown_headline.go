package report

import (
	"slices"
	"strings"

	"dragstrip/bench"
)

// nothingMeasured stands where the headline would be.
const nothingMeasured = "Nothing was measured."

// headline says which column is fastest, by how much and why. machine is the
// name of the machine, or "" if there are several machines.
func (m *markdown) headline(sheet Sheet, names []string, machine string) {
	first, more := headline{sheet: sheet, names: names, machine: machine, model: m.r.path}.sentences()
	if first == "" {
		m.say("**%s**\n", nothingMeasured)
		return
	}
	m.say("%s\n", strings.TrimSpace("**"+EscapeMarkdown(first)+"** "+EscapeMarkdown(strings.Join(more, " "))))
}

// computers names what computed, for a headline: the processor, and the GPUs of
// this machine that measured jobs used: "AMD EPYC with NVIDIA GeForce RTX 3060".
func (m *markdown) computers() string {
	processor, _, _ := strings.Cut(m.machineName(), partsBy)
	var cards []string
	for _, row := range m.rows {
		if !row.Measured() || row.Job.OnCPU() {
			continue
		}
		for _, d := range row.Job.DevicesUsed() {
			name := m.r.hardware(bench.CleanLine(d.Description, mostCardName))
			if !d.Software && !d.Remote() && name != "" && name != processor && !slices.Contains(cards, name) {
				cards = append(cards, name)
			}
		}
	}
	if len(cards) == 0 {
		return processor
	}
	return processor + " with " + bench.Joined(cards)
}

// mostCardName is how many characters of a device's name a headline shows.
const mostCardName = 60

func (m *markdown) machineName() string {
	return orText(m.r.machine(m.s.Machine, m.o).Line, orText(m.r.path(m.s.Machine.CPU), "a machine"))
}
