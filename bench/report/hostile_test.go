package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
)

// hostileSession is what a journal gives that somebody made to harm its reader.
func hostileSession(t testing.TB) *bench.Session {
	t.Helper()
	s := bench.NewSession()
	for line := range bytes.Lines(benchtest.Journal(benchtest.Hostile, "llama-bench")) {
		var e bench.Event
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatalf("%v: %.200s", err, line)
		}
		s.Apply(e)
	}
	if len(s.Jobs) != 2 || !s.Job("j1").Tests[0].Measured() || s.Unknown != 1 {
		t.Fatalf("%d jobs, %d unknown", len(s.Jobs), s.Unknown)
	}
	return s
}

// TestNothingHostileLeavesInAnyForm: every text of every fact, in every form
// that a report or a comparison has.
func TestNothingHostileLeavesInAnyForm(t *testing.T) {
	s, other := hostileSession(t), hostileSession(t)
	beside, again := SideBySide([]*bench.Session{s, other}, 0, true), OldAgainstNew(s, other, true)
	forms := map[string]func(io.Writer, Options) error{
		"plain":             func(w io.Writer, o Options) error { return Plain(w, s, o) },
		"sheet as markdown": func(w io.Writer, o Options) error { return SheetMarkdown(w, beside, o) },
		"rerun":             func(w io.Writer, o Options) error { return RerunText(w, again, o) },
		"rerun as markdown": func(w io.Writer, o Options) error { return RerunMarkdown(w, again, o) },
		"rerun as JSON":     func(w io.Writer, o Options) error { return RerunJSON(w, again, o, Gate{}) },
		"doubts":            func(w io.Writer, _ Options) error { return writeDoubts(w, s) },
	}
	for _, f := range Formats() {
		forms[f.Name] = func(w io.Writer, o Options) error { return f.Write(w, s, o) }
	}
	for name, form := range forms {
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

func writeDoubts(w io.Writer, s *bench.Session) error {
	for _, d := range Doubts(s) {
		io.WriteString(w, strings.Join(append([]string{d.Where, d.Text, d.Remedy}, d.Tail...), "\n"))
	}
	return nil
}
