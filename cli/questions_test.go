package cli

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"dragstrip/runner"
)

// asking is an env in which somebody types these lines.
func asking(t *testing.T, typed string) (*env, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	home := t.TempDir()
	getenv := func(name string) string {
		return map[string]string{"DRAGSTRIP_HOME": home, "TERM": "dumb", "HOME": home}[name]
	}
	found, err := findPlaces(getenv)
	if err != nil {
		t.Fatal(err)
	}
	e := &env{
		in: strings.NewReader(typed), out: &out, err: &out, getenv: getenv, places: found, kinds: runner.Known(),
		inTTY: true, width: func() int { return 80 },
	}
	if err := os.MkdirAll(found.models(), 0o700); err != nil {
		t.Fatal(err)
	}
	if code := e.main([]string{"standin", "tiny"}); code != exitDone {
		t.Fatalf("%d: %s", code, out.String())
	}
	out.Reset()
	return e, &out
}

// Any text used to count as yes.
func TestOnlyYesAndEnterMeanYes(t *testing.T) {
	for typed, want := range map[string][2]bool{
		"\n": {true, false}, "Yes\n": {true, false}, "y\n": {true, false}, "no\n": {false, false}, "n\n": {false, false}, "q\n": {false, true}, "": {false, true},
		"nope\n3\nn\n": {false, false},
	} {
		var out bytes.Buffer
		e := &env{in: strings.NewReader(typed), out: &out, err: &out, width: func() int { return 80 }}
		yes, left := e.askYes("Show it? ")
		if [2]bool{yes, left} != want || strings.Count(out.String(), "neither y nor n") != max(strings.Count(typed, "\n")-1, 0) {
			t.Errorf("%q: %v, %v\n%s", typed, yes, left, &out)
		}
	}
}

// On a dumb terminal, `dragstrip` without a verb used to measure at once, with
// any model that it found.
func TestADumbTerminalIsAskedFirst(t *testing.T) {
	for _, typed := range []string{"q\n", "", "1\nq\n", "1\n\nq\n", "7\nq\n", "1\n1 2 3\nq\n"} {
		e, out := asking(t, typed)
		if code := e.main(nil); code != exitDone {
			t.Errorf("%q: %d", typed, code)
		}
		if all, _ := e.places.store().List(); len(all) > 0 {
			t.Errorf("%q started a session", typed)
		}
		for _, part := range []string{`TERM is "dumb"`, "1  Tiny Q4_0 (stand-in)", "q leaves: "} {
			if !strings.Contains(out.String(), part) {
				t.Errorf("%q: no %q in\n%s", typed, part, out)
			}
		}
	}
}

// A bare number used to be taken for a percentage, and a test was repeated up to
// a hundred times.
func TestANumberOfRepetitionsIsNoPercentage(t *testing.T) {
	for answer, want := range map[string][]string{
		"": nil, "3": {"-r", "3"}, "1%": {"--precision", "1%"}, "0.5\n2%": {"--precision", "2%"}, "0\n6": {"-r", "6"}, "20000\n3%": {"--precision", "3%"},
	} {
		var out bytes.Buffer
		e := shelf(t)
		e.in, e.out = strings.NewReader(answer+"\n"), &out
		got, ok := e.askPrecision()
		if !ok || !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q\n%s", answer, got, want, &out)
		}
		if strings.Contains(answer, "\n") && !strings.Contains(out.String(), "is neither a number of repetitions from 1 to 10000 nor a percentage from 0.1 % to 50 %") {
			t.Errorf("%q:\n%s", answer, &out)
		}
	}
}
