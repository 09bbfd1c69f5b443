package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench"
)

// lines shows a session as plain lines: one for each finished test and, on a
// terminal, one at the bottom that rewrites itself. Tests with warnings have a
// mark. The report after the lines lists each warning once.
type lines struct {
	out   io.Writer
	tty   bool
	quiet bool // print nothing, because only the report is wanted
	width func() int
	doubt string // the mark of a figure with warnings

	session *bench.Session
	painted bool         // the bottom line is not empty
	last    string       // the text of the bottom line
	waiting string       // the last line about waiting
	reason  string       // why the last test failed
	round   int          // how many rounds were announced
	dropped map[int]bool // configurations of a search that were said to be dropped
	done    map[string]bool
	next    *testLine         // printed once the warnings of its test are known
	names   map[string]string // the names of the jobs, made of what differs between them
	// left says how long a session still takes, if that is known.
	left func(s *bench.Session, now time.Time) (time.Duration, bool)
}

// testLine is the line of a test whose figures are complete.
type testLine struct {
	job    *bench.JobState
	test   bench.Test
	figure string
	more   string // why the test ended, if people need to know
}

func newLines(e *env) *lines {
	l := &lines{out: e.told(), tty: e.tty, width: e.width, session: bench.NewSession(), done: map[string]bool{}, doubt: "▲"}
	if !isUTF8(e.getenv) {
		l.doubt = "!"
	}
	return l
}

func (l *lines) say(format string, args ...any) {
	if l.quiet {
		return
	}
	l.wipe()
	text := strings.TrimRight(fmt.Sprintf(format, args...), " ")
	fmt.Fprintln(l.out, text)
}

// wipe empties the bottom line.
func (l *lines) wipe() {
	if l.painted {
		fmt.Fprint(l.out, "\r\x1b[K")
		l.painted, l.last = false, ""
	}
}

// paint rewrites the bottom line if there is one and its text has changed.
func (l *lines) paint() {
	if !l.tty || l.quiet {
		return
	}
	text := ansi.Truncate(l.moment(), max(l.width()-1, 1), "…")
	if text == l.last {
		return
	}
	if text == "" {
		l.wipe()
		return
	}
	fmt.Fprintf(l.out, "\r%s\x1b[K", text)
	l.painted, l.last = true, text
}

// moment says what is being done now.
func (l *lines) moment() string {
	now := l.session.Now
	if now.Phase == "" || l.session.State == bench.StateFinished {
		return ""
	}
	var parts []string
	switch {
	case l.session.Pausing():
		parts = append(parts, "pausing ·")
	case l.session.State == bench.StatePaused:
		return "  paused"
	}
	if len(l.session.Jobs) > 1 {
		parts = append(parts, now.Job)
	}
	if now.Test.Tokens() > 0 {
		parts = append(parts, now.Test.String())
	}
	if now.Phase == bench.PhaseMeasuring {
		parts = append(parts, fmt.Sprintf("%d/%d", now.Repetition, now.Of))
	} else {
		parts = append(parts, string(now.Phase), bench.Clean(now.Detail))
	}
	p := now.Progress
	switch {
	case p.TokensPerSecond > 0 && p.Of > 0:
		parts = append(parts, fmt.Sprintf("token %d of %d", p.Tokens, p.Of), bench.FormatTPS(p.TokensPerSecond)+" t/s")
	case p.Fraction > 0:
		parts = append(parts, fmt.Sprintf("%.0f %%", 100*p.Fraction))
	}
	if text := l.leftText(); text != "" {
		parts = append(parts, text)
	}
	if j := l.session.Job(now.Job); j != nil {
		if t := j.Test(now.Test); t != nil && len(t.Live) > 0 {
			parts = append(parts, "so far "+liveText(t.Live))
		}
	}
	return "  " + strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// leftText says how long the session still takes.
func (l *lines) leftText() string {
	if l.left == nil {
		return ""
	}
	left, known := l.left(l.session, time.Now())
	if !known {
		return ""
	}
	return "about " + bench.FormatDuration(left) + " left"
}
