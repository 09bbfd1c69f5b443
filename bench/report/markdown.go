package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
)

// tableWidth is the widest table of a report: what a forum post or an issue
// shows without scrolling.
const tableWidth = 110

// Markdown writes the session for people who paste it into a forum or an
// issue, and for somebody who wants to do the same again. It reads well
// unrendered, uses no HTML but <details>, and holds no text from outside that
// was not cleaned and escaped.
func Markdown(w io.Writer, s *bench.Session, o Options) error {
	r := newRedactor(s, o)
	m := &markdown{s: s, r: r, o: o, rows: Rows(s)}
	for _, section := range []func(){
		m.title, m.results, m.comparisons, m.warnings, m.failures, m.notDone, m.llamaTable,
		m.machine, m.jobs, m.models, m.memory, m.method, m.samples, m.recipe, m.footer,
	} {
		section()
	}
	text := strings.TrimRight(m.b.String(), "\n") + "\n"
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// markdown is a report being written.
type markdown struct {
	b    strings.Builder
	s    *bench.Session
	r    *redactor
	o    Options
	rows []Row
}

func (m *markdown) say(format string, args ...any) { fmt.Fprintf(&m.b, format+"\n", args...) }

func (m *markdown) heading(text string) { m.say("## %s\n", text) }

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
	measured, failed := 0, 0
	for _, row := range m.rows {
		if row.Measured() {
			measured++
		}
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
		parts = append(parts, fmt.Sprintf("%s after %s", ended, bench.FormatDuration(m.s.Finished.Sub(m.s.Started))))
	} else {
		text := "**not finished**"
		if m.s.LastEvent.After(m.s.Started) {
			text += ", as of " + bench.FormatDuration(m.s.LastEvent.Sub(m.s.Started)) + " after its start"
		}
		parts = append(parts, text)
	}
	tests := fmt.Sprintf("%d of %s measured", measured, plural(len(m.rows), "test"))
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

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func (m *markdown) results() {
	m.heading("Results")
	if len(m.rows) == 0 {
		m.say("No tests yet.\n")
		return
	}
	m.say("%s", resultTable(m.rows, tableWidth, (*table).markdownWidth, asIs).markdown())
	if notes := ceilingNotes(m.rows); len(notes) > 0 {
		m.say("GB/s: what generation read from memory. Bandwidth: %s.\n", strings.Join(notes, "; "))
	}
	for _, note := range energyNotes(m.rows) {
		m.say("%s\n", m.sentence(note))
	}
	if anyTooFew(m.rows) {
		m.say("A figure without ± has fewer than 6 samples: no 95 %% interval can be given. Take 6 repetitions or more (`-r 6`).\n")
	}
}

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

func (m *markdown) remedy(n note) string {
	if n.remedy == "" {
		return ""
	}
	return " *What to do:* " + m.sentence(n.remedy)
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

// indent sets a block under an item of a list.
func indent(n int, block string) string {
	room := strings.Repeat(" ", n)
	return room + strings.ReplaceAll(strings.TrimRight(block, "\n"), "\n", "\n"+room) + "\n"
}

// sentence ends text from outside as a sentence.
func (m *markdown) sentence(s string) string {
	s = m.r.text(s)
	if s != "" && !strings.ContainsRune(".!?…", []rune(s)[len([]rune(s))-1]) {
		s += "."
	}
	return EscapeMarkdown(s)
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

func (m *markdown) llamaTable() {
	tables := llamaTables(m.s, m.r)
	if tables == "" {
		return
	}
	m.heading("As llama-bench prints it")
	m.say("%s", fence("", tables))
}

func asIs(s string) string { return s }

// method says in three lines how the figures came about.
func (m *markdown) method() {
	m.heading("How the numbers were made")
	m.say("- t/s is the median of n repetitions, ± the larger side of its 95 %% interval (order statistics: nothing is assumed about how samples fall). mean ± sd is what llama-bench prints.")
	warm := "after a warm-up that is not counted"
	if slices.ContainsFunc(m.s.Jobs, func(j *bench.JobState) bool { return j.NoWarmup }) {
		warm = "in part without a warm-up"
	}
	m.say("- Each repetition was timed by the engine itself, %s, %s; none was left out.", warm, turns(&m.s.Plan))
	for _, note := range RoundNotes(m.s) {
		m.say("- %s.", m.sentenceStart(note))
	}
	m.say("- GB/s is the bytes of weights a generated token reads (of a mixture of experts the active ones), at a depth of the KV cache too, times t/s; above 100 %% of the bandwidth, caches held part of the model.\n")
}

// sentenceStart is a note as the beginning of a sentence.
func (m *markdown) sentenceStart(note string) string {
	note = EscapeMarkdown(m.r.text(note))
	if rest, ok := strings.CutPrefix(note, "the "); ok {
		return "The " + rest
	}
	return note
}

func (m *markdown) samples() {
	var b strings.Builder
	for _, row := range m.rows {
		for _, result := range row.Test.Results {
			head := row.Test.Test.String()
			if len(m.s.Jobs) > 1 {
				head = row.Job.ID + " " + head
			}
			if m.s.Rounds() > 1 {
				head += fmt.Sprintf(", round %d", result.Round+1)
			}
			line := head + ":"
			for _, v := range result.SamplesTPS() {
				text := sample(v)
				if len(line)+len(text) > 100 {
					b.WriteString(line + "\n")
					line = "   "
				}
				line += " " + text
			}
			b.WriteString(line + "\n")
		}
	}
	if b.Len() == 0 {
		return
	}
	m.say("<details><summary>All samples, t/s</summary>\n")
	m.say("%s\n</details>\n", fence("text", b.String()))
}

// sample writes a sample with five significant digits: enough to do the
// statistics again.
func sample(v float64) string {
	decimals := 0
	for limit := 10000.0; v < limit && decimals < 6 && v > 0; limit /= 10 {
		decimals++
	}
	return fmt.Sprintf("%.*f", decimals, v)
}

func (m *markdown) footer() {
	version := orText(bench.Clean(m.s.Version), "of an unknown version")
	at := ""
	if !m.s.Finished.IsZero() {
		at = ", finished " + m.s.Finished.UTC().Format(time.RFC3339)
	}
	m.say("Made by dragstrip %s from session %s%s.", EscapeMarkdown(version), EscapeMarkdown(orText(m.r.path(m.s.ID), bench.NotKnown)), at)
}
