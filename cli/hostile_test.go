package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
	"dragstrip/bench/journal"
)

// hostileFolder is a session's folder that somebody made in order to harm its
// readers.
func hostileFolder(t testing.TB, e *env) journal.Folder {
	t.Helper()
	f := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 1, true)
	text := strings.Repeat(benchtest.Hostile+"\n", 50)
	for file, content := range map[string][]byte{
		journal.EventsFile: benchtest.Journal(benchtest.Hostile, "llama-bench"), journal.BenchLog: []byte(text), "note.txt": []byte(text),
	} {
		if err := os.WriteFile(f.File(file), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// TestNothingHostileIsSaidInLines shows each event by itself, as a viewer in
// lines does, on a terminal and elsewhere.
func TestNothingHostileIsSaidInLines(t *testing.T) {
	for _, tty := range []bool{false, true} {
		var out bytes.Buffer
		l := newLines(&env{out: &out, tty: tty, width: func() int { return 80 }, getenv: func(string) string { return "" }})
		events, err := benchtest.Events(benchtest.Journal(benchtest.Hostile, "llama-bench"))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			l.take([]bench.Event{e})
		}
		text := strings.ReplaceAll(out.String(), "\r", "\n") // the bottom line rewrites itself
		if unfit := benchtest.Drawn(text); unfit != "" {
			t.Errorf("terminal %v: %s", tty, unfit)
		}
		if !strings.Contains(text, benchtest.Injected) {
			t.Errorf("terminal %v: nothing of it was said:\n%s", tty, text)
		}
	}
}

// TestNothingHostileIsSaidOfASession checks what is listed, what is followed,
// and what is said about the end of the bench process.
func TestNothingHostileIsSaidOfASession(t *testing.T) {
	e := shelf(t)
	f := hostileFolder(t, e)
	for name, say := range map[string]func(*env) error{
		"history":                   func(e *env) error { return historyVerb(e, nil) },
		"history as JSON":           func(e *env) error { return historyVerb(e, []string{"--json"}) },
		"attach":                    func(e *env) error { return e.follow(f, followOptions{}) },
		"attach as JSON":            func(e *env) error { return e.follow(f, followOptions{json: true}) },
		"report":                    func(e *env) error { return reportVerb(e, []string{f.Name()}) },
		"a bench process that went": func(e *env) error { return e.ended(f, bench.NewSession(), true, followOptions{}) },
	} {
		var out bytes.Buffer
		e := *e
		e.out, e.err, e.in, e.width = &out, &out, strings.NewReader(""), func() int { return 80 }
		err := say(&e)
		text := out.String()
		if err != nil {
			text += err.Error()
		}
		if unfit := benchtest.Drawn(text); unfit != "" {
			t.Errorf("%s: %s", name, unfit)
		}
		if len(text) < 50 {
			t.Errorf("%s says only %q", name, text)
		}
		if name == "a bench process that went" && len(text) > 20<<10 {
			t.Errorf("%d bytes are said of its log", len(text))
		}
	}
}

// TestTheEventsThemselvesAreCleaned: a program that read `attach --json` and
// printed a text from it used to obey the journal of a stranger.
func TestTheEventsThemselvesAreCleaned(t *testing.T) {
	e := shelf(t)
	f := hostileFolder(t, e)
	var out bytes.Buffer
	e.out, e.err, e.width = &out, &out, func() int { return 80 }
	_ = e.follow(f, followOptions{json: true})
	text, err := os.ReadFile(f.File(journal.EventsFile))
	if err != nil {
		t.Fatal(err)
	}
	was, is := bytes.Split(bytes.TrimSpace(text), []byte("\n")), bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	if len(was) != len(is) {
		t.Fatalf("%d lines of %d", len(is), len(was))
	}
	texts := 0
	for i := range is {
		for dec := json.NewDecoder(bytes.NewReader(is[i])); ; {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("line %d is no JSON: %v", i, err)
			}
			if said, ok := token.(string); ok {
				texts++
				if bench.Clean(said) != said {
					t.Fatalf("line %d says %.100q", i, said)
				}
			}
		}
	}
	if texts < len(is) {
		t.Errorf("%d texts in %d lines", texts, len(is))
	}
}
