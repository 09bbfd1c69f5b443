package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// An interrupted `dragstrip attach` in a script used to stop a benchmark that
// another login had started.
func TestOnlyWhoStartsABenchmarkStopsItByInterrupting(t *testing.T) {
	for _, started := range []bool{true, false} {
		e := shelf(t)
		e.out, e.err = io.Discard, io.Discard
		f := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 1, false)
		err := e.interrupted(f, os.Interrupt, nil, started, nil)
		if left := errors.Is(err, exitError(exitInterrupted)); left == started || !left && err != nil {
			t.Errorf("started %v: %v", started, err)
		}
		if asked := exists(f.File("control.jsonl")); asked != started {
			t.Errorf("started %v: asked to stop: %v", started, asked)
		}
	}
}

// The question what to do with the benchmark used to stay open when the benchmark
// had ended.
func TestTheQuestionAfterAnInterruptClosesWhenTheSessionHasEnded(t *testing.T) {
	e := shelf(t)
	nobody, typed := io.Pipe()
	defer typed.Close()
	var said bytes.Buffer
	e.in, e.inTTY, e.out, e.err = nobody, true, &said, &said
	f := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 1, false)
	if err := e.interrupted(f, os.Interrupt, nil, true, nil); err != nil || !strings.Contains(said.String(), "The session has ended meanwhile.") || exists(f.File("control.jsonl")) {
		t.Errorf("%v: %q", err, said.String())
	}
}

// A word that is not one of the answers used to leave the benchmark.
func TestAnUnknownAnswerAfterAnInterruptIsAskedAgain(t *testing.T) {
	for typed, want := range map[string]struct {
		code  error
		stops bool
		again int
	}{
		"y\nwhat\ns\n": {nil, true, 2},
		"y\nc\n":       {nil, false, 1},
		"y\n\n":        {exitError(exitInterrupted), false, 1},
		"y":            {exitError(exitInterrupted), false, 1}, // the end of the input
		"q\n":          {exitError(exitInterrupted), false, 0},
	} {
		e := shelf(t)
		var said bytes.Buffer
		e.in, e.inTTY, e.out, e.err = strings.NewReader(typed), true, &said, &said
		f := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 1, false)
		w, err := f.OpenWriter() // somebody measures
		if err != nil {
			t.Fatal(err)
		}
		err = e.interrupted(f, os.Interrupt, nil, true, nil)
		w.Close()
		if !errors.Is(err, want.code) || exists(f.File("control.jsonl")) != want.stops || strings.Count(said.String(), "Enter = leave") != 1+want.again {
			t.Errorf("%q: %v\n%s", typed, err, said.String())
		}
	}
}

// Other models may wait behind the one that is shown. "s" stops only that one, "a"
// stops all, and without a terminal an interrupt stops all.
func TestAnInterruptAsksWhichModelsToStop(t *testing.T) {
	for _, c := range []struct {
		typed   string
		tty     bool
		stopped string // of the two sessions, those that are asked to stop
		over    bool   // no further session is shown
	}{
		{"s\n", true, "1", false}, {"a\n", true, "12", true}, {"c\n", true, "", false}, {"\n", true, "", true}, {"", false, "12", true},
	} {
		e := shelf(t)
		var said bytes.Buffer
		e.in, e.inTTY, e.out, e.err = strings.NewReader(c.typed), c.tty, &said, &said
		first := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 1, false)
		second := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC), 1, false)
		w, err := first.OpenWriter() // somebody measures
		if err != nil {
			t.Fatal(err)
		}
		chain := &chainShown{behind: []journal.Folder{second}}
		err = e.interrupted(first, os.Interrupt, nil, true, chain)
		w.Close()
		stopped := ""
		for i, f := range []journal.Folder{first, second} {
			if exists(f.File("control.jsonl")) {
				stopped += string(rune('1' + i))
			}
		}
		if stopped != c.stopped || chain.over != c.over || c.tty && !strings.Contains(said.String(), "a = stop all models") {
			t.Errorf("%q: stopped %q, over %t, %v\n%s", c.typed, stopped, chain.over, err, said.String())
		}
	}
}

// A stop of all sessions used to end at the first one that could not be asked,
// and to leave the one that is measured.
func TestAStopOfAllGoesOnAfterAnError(t *testing.T) {
	for _, stop := range []func(*env, journal.Folder) error{
		func(e *env, f journal.Folder) error { return e.askStop(e.withBehind(f)...) },
		func(e *env, f journal.Folder) error {
			return controlVerb(e, []string{"stop", "--all", "--session", f.Name()})
		},
	} {
		e := shelf(t)
		e.out, e.err = io.Discard, io.Discard
		var chain []journal.Folder
		var writers []*journal.Writer
		for i := range 2 {
			plan := &bench.Plan{Asked: time.Date(2026, 1, 2, 3, 4, i, 0, time.UTC), Chain: &bench.Chain{At: i + 1, Of: 2}}
			if i > 0 {
				plan.Chain.After = chain[0].Name()
			}
			f, w := openSession(t, e, plan)
			chain, writers = append(chain, f), append(writers, w)
		}
		if err := os.Mkdir(chain[1].File("control.jsonl"), 0o700); err != nil { // nobody can ask it
			t.Fatal(err)
		}
		go func() { // the first one ends when it is asked
			for t.Context().Err() == nil && !exists(chain[0].File("control.jsonl")) {
				time.Sleep(time.Millisecond)
			}
			writers[0].Close()
		}()
		if err := stop(e, chain[0]); err == nil || !exists(chain[0].File("control.jsonl")) {
			t.Errorf("%v; the session that is measured was not asked to stop", err)
		}
	}
}

// If a program of dragstrip crashed, the registers used to be shown instead of
// the cause.
func TestACrashIsToldByItsCause(t *testing.T) {
	for log, want := range map[string]string{
		"runtime: failed to create new OS thread (have 9 already; errno=11)\nruntime: may need to increase max user processes (ulimit -u)\nfatal error: newosproc\n\nruntime stack:\nrax 0x0\nrbx 0x1\n": "  runtime: failed to create new OS thread (have 9 already; errno=11)\n  runtime: may need to increase max user processes (ulimit -u)\n  fatal error: newosproc\n",
		"write the journal: no space left on device\n": "  write the journal: no space left on device\n",
		"": "",
	} {
		path := filepath.Join(t.TempDir(), "bench.log")
		if err := os.WriteFile(path, []byte(log), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := tailOf(path); got != want {
			t.Errorf("%q", got)
		}
	}
}

// openSession stores a plan and opens its journal, as a bench process does.
func openSession(t *testing.T, e *env, plan *bench.Plan) (journal.Folder, *journal.Writer) {
	t.Helper()
	f, err := e.places.store().Create(plan)
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.OpenWriter()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return f, w
}

// TestAttachGoesOnToTheNextModel: it used to end with the first of several models.
func TestAttachGoesOnToTheNextModel(t *testing.T) {
	e := shelf(t)
	var said bytes.Buffer
	e.out, e.err = &said, io.Discard
	var chain []journal.Folder
	var writers []*journal.Writer
	for i, name := range []string{"A", "B"} {
		plan := &bench.Plan{Asked: time.Date(2026, 1, 2, 3, 4, i, 0, time.UTC), Chain: &bench.Chain{At: i + 1, Of: 2}, Jobs: []bench.Job{{ID: "j1", Model: bench.Model{Name: name}}}}
		if i > 0 {
			plan.Chain.After = chain[0].Name()
		}
		f, w := openSession(t, e, plan)
		chain, writers = append(chain, f), append(writers, w)
	}
	shown := e.shownWith(chain[0], followOptions{})
	if events := e.shownWith(chain[0], followOptions{json: true}); len(shown) != 2 || len(events) != 1 {
		t.Fatalf("shown: %v, as events: %v", shown, events)
	}
	for _, w := range writers {
		if _, err := w.Append("", bench.SessionFinished{Outcome: bench.OutcomeDone}); err != nil {
			t.Fatal(err)
		}
		w.Close()
	}
	err := e.followAll(shown, followOptions{})
	if !errors.Is(err, exitError(exitFailed)) { // nothing was measured
		t.Error(err)
	}
	if want := "model 2 of 2: B, session " + chain[1].Name(); !strings.Contains(said.String(), want) {
		t.Errorf("no %q:\n%s", want, said.String())
	}
}
