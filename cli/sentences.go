package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"dragstrip/bench/linebreak"
)

// sentences writes sentences to a terminal. It breaks a line that is wider than
// the terminal between words, because the terminal itself would break it in the
// middle of a word. It does not change a line that rewrites itself.
type sentences struct {
	w     io.Writer
	width func() int
}

func (s sentences) Write(text []byte) (int, error) {
	if bytes.ContainsAny(text, "\r\x1b") {
		return s.w.Write(text)
	}
	if _, err := io.WriteString(s.w, broken(string(text), s.width())); err != nil {
		return 0, err
	}
	return len(text), nil
}

// broken breaks lines that are too wide, and indents the rest of each. If a
// line is indented already, its rest is indented further.
func broken(text string, width int) string {
	const further = "    "
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		lines = append(lines, linebreak.Hanging(line, width, indent+further))
	}
	return strings.Join(lines, "\n")
}

// row prints a value beside its name. left is the first cell of the column with
// values. On a terminal, a value that needs several lines stays in that column.
func (e *env) row(left int, name, value string) {
	if e.tty {
		value = linebreak.Column(value, left, max(e.width()-left, 20))
	}
	fmt.Fprintf(e.out, "%-*s %s\n", left-1, name, value)
}

// told gives the writer for sentences that answer people. What another program
// may read (tables, JSON, reports) is written to out directly.
func (e *env) told() io.Writer {
	if !e.tty {
		return e.out
	}
	return sentences{e.out, e.width}
}
