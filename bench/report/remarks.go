package report

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

// remark is a sentence about the session as a whole.
type remark struct {
	// Strong stands first, then Names, then Text; each may be empty.
	Strong string
	Names  []string
	Text   string
}

// remarks say who measured, give the note of that person, and explain what a
// stand-in is. The texts are redacted.
func (m *markdown) remarks() []remark {
	out := m.imported()
	if note := m.r.text(m.s.Plan.Note); note != "" {
		out = append(out, remark{Text: note})
	}
	if names := m.r.each(standIns(m.s), m.r.path); len(names) > 0 {
		out = append(out, remark{
			"Stand-in:", names,
			"A stand-in has a model's exact shape and random weights: it is as fast as the model, but what it writes means nothing. Do not publish its figures as those of the model without saying so.",
		})
	}
	return out
}

func (m *markdown) sayRemarks() {
	for _, r := range m.remarks() {
		strong, names := "", make([]string, len(r.Names))
		if r.Strong != "" {
			strong = "**" + r.Strong + "**"
		}
		for i, name := range r.Names {
			names[i] = "*" + EscapeMarkdown(name) + "*"
		}
		said := strings.Join(names, ", ")
		if said != "" {
			said += "."
		}
		m.say("%s\n", joinNonEmpty(" ", strong, said, escapeSaid(r.Text)))
	}
}

// imported says that somebody else measured the session.
func (m *markdown) imported() []remark {
	of := m.s.Imported
	if of == nil {
		return nil
	}
	source := m.r.text(ImportedFrom(m.s))
	if of.ByDragstrip {
		return []remark{{Strong: "Imported", Text: source + ": another dragstrip measured it."}}
	}
	return []remark{{Strong: "Imported", Text: fmt.Sprintf("%s, read as %s. Dragstrip did not measure these figures and did not watch the machine.", source, bench.Clean(of.Format))}}
}
