package cli

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// A session that is still measured was compared with the figures that it had
// when the command was typed, although the command then waited for its end.
func TestASessionThatHasNotEndedIsNotCompared(t *testing.T) {
	e := shelf(t)
	var said strings.Builder
	e.out, e.err = &said, &said
	old := shelve(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 1, true)
	live := shelve(t, e, time.Date(2026, 1, 3, 3, 4, 5, 0, time.UTC), 2, false)
	w, err := live.OpenWriter()
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"last"}, {live.Name()}, {old.Name(), "--with", "last"}, {"last:4", "--with", "last"}} {
		if err := rerunVerb(e, args); !errors.As(err, new(notEnded)) || !strings.Contains(err.Error(), "dragstrip attach "+live.Name()) {
			t.Errorf("rerun %v: %v", args, err)
		}
	}
	if err := rerunVerb(e, []string{"last", "--fail-if", "slower:3%"}); !errors.Is(err, exitError(exitUnjudged)) || !strings.Contains(said.String(), "still being measured") {
		t.Errorf("with --fail-if: %v\n%s", err, &said)
	}
	if err := runVerb(e, []string{"tiny", "--against", "last", "--fail-if", "slower:3%"}); !errors.Is(err, exitError(exitUnjudged)) {
		t.Errorf("run --against: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	// A session whose bench process died gets no more figures.
	for _, name := range []string{"last", old.Name()} {
		if _, err := e.earlierEnded(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A session that only waited for the machine was the last one, and its report
// was empty, although another one had been measured minutes before.
func TestASessionWithoutFiguresIsNotShownAsTheLast(t *testing.T) {
	e := shelf(t)
	var said strings.Builder
	e.err = &said
	old := shelveSpeed(t, e, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), "b1", 100)
	waiting := shelve(t, e, time.Date(2026, 1, 3, 3, 4, 5, 0, time.UTC), 0, false)
	w, err := waiting.OpenWriter()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"last", ""} {
		said.Reset()
		s, err := e.earlier(name)
		if err != nil || s.ID != old || !strings.Contains(said.String(), "note: session "+waiting.Name()+" has no figures yet, so this is "+old) {
			t.Errorf("%q: %v, %v\n%s", name, s, err, &said)
		}
	}
	if s, err := e.earlier(waiting.Name()); err != nil || s.ID != waiting.Name() {
		t.Errorf("by its name: %v, %v", s, err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err := e.earlier("last"); err != nil || s.ID != waiting.Name() { // it is over: its report says why
		t.Errorf("over: %v, %v", s, err)
	}
}
