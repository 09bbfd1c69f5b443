package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"dragstrip/bench/linebreak"
)

// sentences is a terminal that is written to in sentences. A line that is wider
// than the terminal is broken between words, because a terminal itself breaks
// it in the middle of a word. A line that rewrites itself stays as it is.
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

// broken breaks each line, and indents what follows it. A line with an indent of
// its own keeps it.
func broken(text string, width int) string {
	const further = "    "
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		lines = append(lines, linebreak.Hanging(line, width, indent+further))
	}
	return strings.Join(lines, "\n")
}

// row prints a value beside its name. On a terminal, a value that needs several
// lines stays in its column, of which left is the first cell.
func (e *env) row(left int, name, value string) {
	if e.tty {
		value = linebreak.Hanging(value, max(e.width()-left, 20), "")
		value = strings.ReplaceAll(value, "\n", "\n"+strings.Repeat(" ", left))
	}
	fmt.Fprintf(e.out, "%-*s %s\n", left-1, name, value)
}

// told is where sentences for people are printed, as the answer of a verb. What
// another program may read (tables, JSON, reports) is printed to out itself.
func (e *env) told() io.Writer {
	if !e.tty {
		return e.out
	}
	return sentences{e.out, e.width}
}
