package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench"
)

// lines shows a session as plain lines: one for each test that is finished,
// and, on a terminal, one at the bottom that rewrites itself. Warnings are
// marks on these lines; the report after them says each one once.
type lines struct {
	out   io.Writer
	tty   bool
	quiet bool // print nothing: the report alone is wanted
	width func() int
	doubt string // the mark of a figure with warnings

	session *bench.Session
	painted bool   // the bottom line is not empty
	last    string // what it says
	waiting string // the last line about waiting
	reason  string // of the last failure
	round   int    // how many rounds were announced
	done    map[string]bool
	next    *testLine         // waits for the warnings of its test
	names   map[string]string // of jobs, by their differences
	// left says how long a session still takes, where that is known.
	left func(s *bench.Session, now time.Time) (time.Duration, bool)
}

func newLines(e *env) *lines {
	l := &lines{out: e.out, tty: e.tty, width: e.width, session: bench.NewSession(), done: map[string]bool{}, doubt: "▲"}
	if !isUTF8(e.getenv) {
		l.doubt = "!"
	}
	return l
}

// take shows a batch of events. Those of a session joined late are replayed
// without their progress.
func (l *lines) take(events []bench.Event) {
	for _, e := range events {
		l.session.Apply(e)
		if _, warned := e.Fact.(bench.Warned); !warned {
			l.flush()
		}
		l.tell(e)
	}
	l.flush()
	l.paint()
}

// tell prints what deserves a line for ever.
func (l *lines) tell(e bench.Event) {
	switch f := e.Fact.(type) {
	case bench.SessionStarted:
		l.tellPlan(f)
	case bench.SessionResumed:
		l.say("resumed: finished tests are kept, the rest is measured now")
	case bench.MachineDescribed:
		l.say("machine %s", bench.Clean(f.Machine.Line))
	case bench.BandwidthMeasured:
		l.say("memory  %s read%s, measured %s", bench.FormatGBps(f.PeakGBps), doubtful(f.Bandwidth), probedWhen(f))
	case bench.JobAdded:
		if j := l.session.Job(f.Job.ID); j != nil {
			l.say("job added: %s", l.nameOf(j))
		}
	case bench.PhaseEntered:
		l.tellPhase(f)
	case bench.TestFinished:
		if l.session.Plan.Precision == 0 {
			l.finished(e.Job, f.Result.Test)
		}
	case bench.PrecisionJudged:
		why := ""
		if f.End != bench.PrecisionReached {
			why = f.String()
		}
		l.ended(e.Job, f.Test, why)
	case bench.TestFailed:
		l.failed(e.Job, f)
	case bench.RepetitionsAdded:
		l.tellAdded(f)
	case bench.CooledDown:
		l.say("%s", coolText(f))
	case bench.SentinelFinished:
		l.say("%s", sentinelText(l.session, f))
	case bench.SessionPaused:
		if l.session.Pausing() {
			l.say("pausing when the current test is finished")
		} else {
			l.say(pausedText)
		}
	case bench.EngineEnded:
		if l.session.State == bench.StatePaused {
			l.say(pausedText)
		}
	case bench.SessionContinued:
		l.say("resumed")
	case bench.ControlTaken:
		if f.Refused != "" {
			l.say("%s was refused: %s", f.Control.Verb, bench.Clean(f.Refused))
		}
	case bench.JobFinished:
		if f.Outcome == bench.OutcomeSkipped || f.Outcome == bench.OutcomeStopped {
			l.say("job %s %s", e.Job, f.Outcome)
		}
	}
}

const pausedText = "paused; `dragstrip control resume` continues"

// tellPhase: waiting is said once in full, also where no line rewrites itself.
func (l *lines) tellPhase(f bench.PhaseEntered) {
	l.tellRound(f)
	if f.Phase == bench.PhaseCooling && f.Test.Tokens() == 0 {
		if l.waiting != string(f.Phase) {
			l.waiting = string(f.Phase)
			l.say("cooling down: %s (`dragstrip control go` starts at once)", bench.Clean(f.Detail))
		}
		return
	}
	if f.Phase != bench.PhaseWaiting {
		l.waiting = ""
		return
	}
	if text := "waiting " + bench.Clean(f.Detail); text != l.waiting {
		l.waiting = text
		l.say("%s", text)
	}
}

func (l *lines) say(format string, args ...any) {
	if l.quiet {
		return
	}
	l.wipe()
	text := strings.TrimRight(fmt.Sprintf(format, args...), " ")
	if l.tty {
		// Continued lines stand in a little.
		const indent = "    "
		text = strings.ReplaceAll(ansi.Wordwrap(text, max(l.width()-len(indent)-1, 20), ""), "\n", "\n"+indent)
	}
	fmt.Fprintln(l.out, text)
}

// wipe empties the bottom line.
func (l *lines) wipe() {
	if l.painted {
		fmt.Fprint(l.out, "\r\x1b[K")
		l.painted, l.last = false, ""
	}
}

// paint rewrites the bottom line, where there is one and it says something
// new.
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

// leftText says how long it still takes.
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

// doubtful marks what something else disturbed.
func doubtful(b bench.Bandwidth) string {
	if b.Clean {
		return ""
	}
	return " ? (the machine was busy)"
}

func probedWhen(f bench.BandwidthMeasured) string {
	if f.When == bench.ProbedEarlier {
		return "on " + f.Measured.Format("2006-01-02 15:04 UTC") + ", the best since this machine was started"
	}
	return f.When + " the session"
}
