package report

import (
	"slices"
	"strings"

	"dragstrip/bench"
)

// jobs says for each job what ran it and how to measure it again.
func (m *markdown) jobs() {
	if len(m.s.Jobs) == 0 {
		return
	}
	said := map[string]bool{} // what is known of a build is written with its first job
	for i, j := range m.s.Jobs {
		parts := []string{"**" + EscapeMarkdown(m.r.path(j.Model.Label())) + "** on " + EscapeMarkdown(m.r.path(orText(j.BuildLabel(), "an unknown engine")))}
		for _, variable := range m.r.environment(j.BuildUsed().Env) {
			parts = append(parts, codeSpan(variable))
		}
		if p := m.r.path(j.Params.String()); p != "" {
			parts = append(parts, codeSpan(p))
		}
		if text := repetitionsSaid(m.s, j); text != "" {
			parts = append(parts, text)
		}
		if j.Reason != "" {
			parts = append(parts, escapeSaid(m.r.text(j.Reason)))
		}
		m.say("%d. %s: %s", i+1, j.ID, strings.Join(parts, " · "))
		line := m.build(j)
		if build := j.BuildLabel() + "\x00" + line; line != "" && !said[build] {
			m.say("   - %s", line)
			said[build] = true
		}
	}
	m.say("")
	if commands := m.commands(); commands != "" {
		m.say("%s", fence("sh", commands))
	} else if isFromReport(m.s) {
		lost := "The engine's own commands and result lines, the memory that it took and the drift check"
		if slices.ContainsFunc(m.s.Jobs, func(j *bench.JobState) bool { return len(j.Memory) > 0 }) {
			lost = "The engine's own commands and result lines and the drift check"
		}
		m.say("These results were read from a report. A report keeps the plan and the samples. %s are in the first report, and in the session on the machine that measured.", lost)
	}
}

// isFromReport tells whether a session was made from a report. Such a session
// has results, but no engine was started in it. It says no for results that
// other people measured, because other words are used for them.
func isFromReport(s *bench.Session) bool {
	return s.Tally().Figures > 0 && !s.Unwatched() && !slices.ContainsFunc(s.Jobs, func(j *bench.JobState) bool { return len(j.Engines) > 0 })
}

// build says what else is known about a job's engine build.
func (m *markdown) build(j *bench.JobState) string {
	b := j.BuildUsed()
	var parts []string
	if len(b.Backends) > 0 {
		parts = append(parts, "backends "+EscapeMarkdown(m.r.path(strings.Join(b.Backends, ", "))))
	}
	for _, d := range b.Devices {
		text := m.r.path(d.Name)
		if d.Description != "" {
			text += " " + m.r.path(d.Description)
		}
		if d.TotalBytes > 0 {
			text += ", " + bench.FormatBytes(d.TotalBytes)
		}
		parts = append(parts, "device "+EscapeMarkdown(text))
	}
	for _, variable := range m.r.environment(b.Inherited) {
		parts = append(parts, "inherits "+codeSpan(variable))
	}
	if b.Origin != "" {
		parts = append(parts, "found in "+EscapeMarkdown(m.r.path(b.Origin)))
	}
	return strings.Join(parts, " · ")
}
