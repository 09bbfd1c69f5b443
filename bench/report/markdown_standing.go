package report

import (
	"fmt"
	"strings"
	"time"

	"dragstrip/bench"
)

// notFinished is bold in markdown.
const notFinished = "not finished"

func (m *markdown) standingMarkdown() string {
	return strings.Replace(EscapeMarkdown(m.standing()), notFinished, "**"+notFinished+"**", 1)
}

// standing says when the session started, how long it took, how it ended and
// how many tests were measured.
func (m *markdown) standing() string {
	if m.s.Unwatched() {
		return m.unwatchedWhen()
	}
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
	switch {
	case m.s.State == bench.StateFinished && !m.s.Finished.IsZero():
		ended := "finished"
		if m.s.Outcome != "" && m.s.Outcome != bench.OutcomeDone {
			ended = bench.Clean(string(m.s.Outcome))
		}
		parts = append(parts, fmt.Sprintf("%s after %s", ended, bench.FormatDuration(m.s.ElapsedAt(m.s.Finished))))
	default: // also a report that was written in the middle of a session
		text := notFinished
		if m.s.LastEvent.After(m.s.Started) {
			text += ", last event " + bench.FormatDuration(m.s.ElapsedAt(m.s.LastEvent)) + " after the start"
		}
		parts = append(parts, text)
	}
	tests := m.s.Tally().String()
	if failed > 0 {
		tests += fmt.Sprintf(", %d failed", failed)
	}
	parts = append(parts, tests)
	text := strings.Join(parts, " · ")
	if m.s.Reason != "" {
		text += ": " + m.r.text(m.s.Reason)
	}
	return text
}

// unwatchedWhen does the same as standing for results that somebody else
// measured. The times of such results are known only if the source has them.
func (m *markdown) unwatchedWhen() string {
	when := "imported " + m.s.Imported.Read.UTC().Format(time.DateOnly)
	if start := m.s.Started.UTC(); !start.Equal(m.s.Imported.Read.UTC()) {
		when = "measured " + start.Format(time.DateOnly) + ", " + when
	}
	return when + " · " + bench.Plural(m.s.Tally().Figures, "result")
}

// madeBy says which dragstrip made the report, and from what.
func (m *markdown) madeBy() string {
	version := orText(bench.Clean(m.s.Version), "of an unknown version")
	at := ""
	if !m.s.Finished.IsZero() {
		at = ", finished " + m.s.Finished.UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("Made by dragstrip %s from session %s%s.", version, m.session(), at)
}

// session is the session's name, as commands take it.
func (m *markdown) session() string { return orText(m.r.path(m.s.ID), bench.NotKnown) }
