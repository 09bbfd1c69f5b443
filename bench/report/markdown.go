package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"dragstrip/bench"
)

// Markdown writes the session for people who paste it into a forum or an
// issue, and for somebody who wants to do the same again. It reads well
// unrendered, uses no HTML but <details>, and holds no text from outside that
// was not cleaned and escaped.
func Markdown(w io.Writer, s *bench.Session, o Options) error {
	r := newRedactor(s, o)
	m := &markdown{s: s, r: r, o: o, rows: Rows(s)}
	for _, section := range []func(){
		m.title, m.results, m.comparisons, m.warnings, m.failures, m.notDone, m.asPrinted,
		m.machine, m.jobs, m.models, m.memory, m.method, m.samples, m.recipe, m.footer,
	} {
		section()
	}
	return write(w, "report", m.page())
}

func (m *markdown) title() {
	name := m.r.machine(m.s.Machine, m.o).Line
	if name == "" {
		name = orText(m.r.path(m.s.Machine.CPU), "a machine")
	}
	m.say("# dragstrip: language models on %s\n", EscapeMarkdown(bench.CleanLine(name, 80)))
	m.say("%s\n", m.standing())
	if note := m.r.text(m.s.Plan.Note); note != "" {
		m.say("%s\n", EscapeMarkdown(note))
	}
	if names := standIns(m.s); len(names) > 0 {
		for i := range names {
			names[i] = "*" + EscapeMarkdown(m.r.path(names[i])) + "*"
		}
		m.say("**Stand-in:** %s. A stand-in has the exact shape of a model and random weights: it is as fast as the model and as large, but what it would say means nothing. Do not publish its figures as those of the model without saying so.\n",
			strings.Join(names, ", "))
	}
}

// standing is when, how long, how it ended and how much there is.
func (m *markdown) standing() string {
	failed := 0
	for _, row := range m.rows {
		if row.Test.Outcome == bench.OutcomeFailed {
			failed++
		}
	}
	parts := []string{}
	if !m.s.Started.IsZero() {
		parts = append(parts, m.s.Started.UTC().Format("2006-01-02 15:04 UTC"))
	}
	if m.s.State == bench.StateFinished {
		ended := "finished"
		if m.s.Outcome != "" && m.s.Outcome != bench.OutcomeDone {
			ended = string(m.s.Outcome)
		}
		parts = append(parts, fmt.Sprintf("%s after %s", ended, bench.FormatDuration(m.s.ElapsedAt(m.s.Finished))))
	} else {
		text := "**not finished**"
		if m.s.LastEvent.After(m.s.Started) {
			text += ", as of " + bench.FormatDuration(m.s.ElapsedAt(m.s.LastEvent)) + " after its start"
		}
		parts = append(parts, text)
	}
	measured, asked := m.s.MeasuredTests()
	tests := fmt.Sprintf("%d of %s measured", measured, bench.Plural(asked, "test"))
	if failed > 0 {
		tests += fmt.Sprintf(", %d failed", failed)
	}
	parts = append(parts, tests)
	text := strings.Join(parts, " · ")
	if m.s.Reason != "" {
		text += ": " + EscapeMarkdown(m.r.text(m.s.Reason))
	}
	return text
}

func (m *markdown) footer() {
	version := orText(bench.Clean(m.s.Version), "of an unknown version")
	at := ""
	if !m.s.Finished.IsZero() {
		at = ", finished " + m.s.Finished.UTC().Format(time.RFC3339)
	}
	m.say("Made by dragstrip %s from session %s%s.", EscapeMarkdown(version), EscapeMarkdown(orText(m.r.path(m.s.ID), bench.NotKnown)), at)
}
