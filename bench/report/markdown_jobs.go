package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// jobs says for each job what ran it and how to measure it again.
func (m *markdown) jobs() {
	if len(m.s.Jobs) == 0 {
		return
	}
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
			parts = append(parts, EscapeMarkdown(m.r.text(j.Reason)))
		}
		m.say("%d. %s: %s", i+1, j.ID, strings.Join(parts, " · "))
		if line := m.build(j); line != "" {
			m.say("   - %s", line)
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

// commands lists the command lines that were started, each once with the jobs it
// served, in the order of their first start.
func (m *markdown) commands() string {
	var all once
	for _, j := range m.s.Jobs {
		times, order := map[string]int{}, []string{}
		for _, e := range j.Engines {
			line := m.command(e)
			if times[line]++; times[line] == 1 {
				order = append(order, line)
			}
		}
		for _, line := range order {
			what := ""
			if len(m.s.Jobs) > 1 {
				what = j.ID
			}
			if times[line] > 1 {
				what = joinNonEmpty(" ", what, fmt.Sprintf("%d times", times[line]))
			}
			all.add(line, what)
		}
	}
	return all.text()
}

// command writes one start of an engine as a shell command.
func (m *markdown) command(e bench.EngineStarted) string {
	var words []string
	for _, env := range e.Env {
		if !strings.Contains(env, "=") {
			words = append(words, "-u", shellWord(m.r.argument(env)))
		}
	}
	if len(words) > 0 { // a shell assignment cannot remove a variable
		words = append([]string{"env"}, words...)
	}
	for _, env := range e.Env {
		if strings.Contains(env, "=") {
			words = append(words, shellVariable(m.r.argument(bench.ShownVariable(env))))
		}
	}
	for _, arg := range e.Argv {
		words = append(words, shellWord(m.r.argument(arg)))
	}
	return strings.Join(words, " ")
}

// shellVariable writes a variable as a POSIX shell sets it before a command.
// Only the value is quoted, because a shell would take a quoted name for the
// command.
func shellVariable(variable string) string {
	name, value, _ := strings.Cut(variable, "=")
	if value == "" {
		return name + "="
	}
	return name + "=" + shellWord(value)
}

// shellWord quotes a word for a POSIX shell if necessary. A leading ~ is not
// quoted, so that the shell replaces it with the reader's home folder.
func shellWord(s string) string {
	plain := strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_~") == ""
	if s != "" && plain {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
