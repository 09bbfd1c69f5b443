package report

import (
	"io"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
)

// hostileSession comes from a journal that somebody made to harm its reader.
func hostileSession(t testing.TB) *bench.Session {
	t.Helper()
	s := replayed(benchtest.Journal(benchtest.Hostile, "llama-bench"))
	if len(s.Jobs) != 2 || !s.Job("j1").Tests[0].Measured() || s.Unknown != 1 || s.MissingEvents() != 0 {
		t.Fatalf("%d jobs, %d unknown, %d not read", len(s.Jobs), s.Unknown, s.MissingEvents())
	}
	return s
}

// TestNothingHostileLeavesInAnyForm checks every text of every fact, in every
// format of a report or comparison.
func TestNothingHostileLeavesInAnyForm(t *testing.T) {
	for name, form := range formsOf(hostileSession(t), hostileSession(t)) {
		for _, o := range []Options{{}, {HostName: true, IncludeSuspect: true}} {
			var text strings.Builder
			if err := form(&text, o); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if unfit := benchtest.Unfit(text.String()); unfit != "" {
				t.Errorf("%s: %s", name, unfit)
			}
			if text.Len() < 100 {
				t.Errorf("%s says only %q", name, text.String())
			}
		}
	}
}

// replayed is a session from a journal, as far as it can be read.
func replayed(text []byte) *bench.Session {
	events, _ := benchtest.Events(text)
	return bench.Replay(events)
}

// formsOf are all formats of a session's report, and of its comparisons with
// another session if there is anything to compare.
func formsOf(s, other *bench.Session) map[string]func(io.Writer, Options) error {
	forms := map[string]func(io.Writer, Options) error{
		"doubts": func(w io.Writer, _ Options) error { return writeDoubts(w, s) },
	}
	for _, f := range Formats() {
		forms[f.Name] = func(w io.Writer, o Options) error { return f.Write(w, s, o) }
	}
	if len(s.Jobs) > 0 {
		beside, again := SideBySide([]*bench.Session{s, other}, 0, true), OldAgainstNew(s, other, true)
		forms["sheet as markdown"] = func(w io.Writer, o Options) error { return SheetMarkdown(w, beside, o) }
		forms["rerun as text"] = func(w io.Writer, o Options) error { return RerunText(w, again, o) }
		forms["rerun as markdown"] = func(w io.Writer, o Options) error { return RerunMarkdown(w, again, o) }
		forms["rerun as JSON"] = func(w io.Writer, o Options) error { return RerunJSON(w, again, o, Gate{}) }
	}
	return forms
}

func writeDoubts(w io.Writer, s *bench.Session) error {
	for _, d := range Doubts(s) {
		io.WriteString(w, strings.Join(append([]string{d.Where, d.Text, d.Remedy}, d.Tail...), "\n"))
	}
	return nil
}
