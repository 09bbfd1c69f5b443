package cli

import (
	"bytes"
	"fmt"
	"testing"
)

// TestSentencesAreBrokenBetweenWords: `run` used to break words at the edge of
// a narrow terminal.
func TestSentencesAreBrokenBetweenWords(t *testing.T) {
	var out bytes.Buffer
	to := sentences{&out, func() int { return 30 }}
	for _, c := range []struct{ text, want string }{
		{"takes about 0:04 (a guess: never measured)\n", "takes about 0:04 (a guess:\n    never measured)\n"},
		{"  - a step that is longer than the line\n", "  - a step that is longer than\n      the line\n"},
		{"report: /home/somebody/sessions/x/report.md\n", "report: /home/somebody/sessions/x/report.md\n"},
		{"\rcopying: 12 % of a file with a long name\x1b[K", "\rcopying: 12 % of a file with a long name\x1b[K"},
	} {
		out.Reset()
		if n, err := fmt.Fprint(to, c.text); err != nil || n != len(c.text) || out.String() != c.want {
			t.Errorf("%q becomes %q (%d bytes, %v), want %q", c.text, out.String(), n, err, c.want)
		}
	}
	out.Reset()
	e := &env{out: &out, tty: true, width: func() int { return 30 }}
	e.row(10, "memory", "60 GB/s, measured 2 h ago")
	if got, want := out.String(), "memory    60 GB/s, measured 2\n          h ago\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
