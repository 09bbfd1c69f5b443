package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench"
)

// lines shows a session as plain lines: one for everything that is finished,
// and, on a terminal, one at the bottom that rewrites itself.
type lines struct {
	out   io.Writer
	tty   bool
	width func() int

	session *bench.Session
	painted bool   // the bottom line is not empty
	last    string // what it says
	waiting string // what was last said of waiting
	headed  string // the job whose lines are being printed
	reason  string // of the last failure told under it
	warned  map[string]bool
	// left says how long a session still takes, where that is known.
	left func(s *bench.Session, now time.Time) (time.Duration, bool)
}

func newLines(e *env) *lines {
	return &lines{out: e.out, tty: e.tty, width: e.width, session: bench.NewSession(), warned: map[string]bool{}}
}

// take shows a batch of events. Those of a session joined late are replayed
// without their progress.
func (l *lines) take(events []bench.Event) {
	for _, e := range events {
		l.session.Apply(e)
		l.tell(e)
	}
	l.paint()
}

// tell prints what deserves a line for ever.
func (l *lines) tell(e bench.Event) {
	switch f := e.Fact.(type) {
	case bench.SessionStarted:
		l.say("session %s · %s%s", f.Session, bench.Plural(len(f.Plan.Jobs), "job"), inRounds(&f.Plan))
	case bench.SessionResumed:
		l.say("resumed: finished tests are kept, the rest is measured now")
	case bench.MachineDescribed:
		l.say("machine %s", bench.Clean(f.Machine.Line))
	case bench.BandwidthMeasured:
		l.say("memory  %s read%s, measured %s", bench.FormatGBps(f.PeakGBps), doubtful(f.Bandwidth), probedWhen(f))
	case bench.PhaseEntered:
		l.tellPhase(f)
	case bench.JobStarted:
		// A later job of one start of the engine may begin before the last
		// result of the one before it was read: it is headed by its results.
		if l.headed == "" {
			l.tellJob(e.Job)
		}
	case bench.TestFinished:
		l.tellJob(e.Job)
		if j := l.session.Job(e.Job); j != nil {
			l.say("  %s", resultLine(j.Test(f.Result.Test), f.Result.Test))
		}
	case bench.TestFailed:
		l.tellJob(e.Job)
		l.tellFailure(f)
	case bench.RepetitionsAdded, bench.PrecisionJudged, bench.CooledDown, bench.SentinelFinished:
		l.tellRounds(e)
	case bench.Warned:
		if l.warned[e.Job+f.Warning.Text] {
			break // each start of the engine says it again
		}
		l.warned[e.Job+f.Warning.Text] = true
		l.say("  ! %s", strings.TrimSuffix(bench.Clean(f.Warning.Text)+": "+bench.Clean(f.Warning.Remedy), ": "))
	case bench.SessionPaused:
		l.say("paused after the test in flight; `dragstrip control resume` goes on")
	case bench.SessionContinued:
		l.say("going on")
	case bench.ControlTaken:
		if f.Refused != "" {
			l.say("%s was refused: %s", f.Control.Verb, bench.Clean(f.Refused))
		}
	case bench.JobFinished:
		if f.Outcome == bench.OutcomeSkipped || f.Outcome == bench.OutcomeStopped {
			l.say("  job %s %s", e.Job, f.Outcome)
		}
	}
}

// tellPhase: waiting is said once in full, also where no line rewrites itself.
func (l *lines) tellPhase(f bench.PhaseEntered) {
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

// tellJob heads a job's lines, once, and again when another job came between.
func (l *lines) tellJob(id string) {
	j := l.session.Job(id)
	if j == nil || l.headed == id {
		return
	}
	l.headed, l.reason = id, ""
	l.say("")
	l.say("job %s  %s", j.ID, jobLine(j))
}

// tellFailure says a reason once where it ends several tests in a row.
func (l *lines) tellFailure(f bench.TestFailed) {
	if f.Failure.Reason == l.reason {
		l.say("  %-14s failed for the same reason", f.Test)
		return
	}
	l.reason = f.Failure.Reason
	l.say("  %-14s failed: %s", f.Test, bench.Clean(f.Failure.Reason))
	if f.Failure.Remedy != "" {
		l.say("  %-14s %s", "", bench.Clean(f.Failure.Remedy))
	}
}

func (l *lines) say(format string, args ...any) {
	l.wipe()
	text := fmt.Sprintf(format, args...)
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
	if !l.tty {
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
	if now.Job != l.headed {
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

// tellRounds tells what belongs to the session's rounds as a whole.
func (l *lines) tellRounds(e bench.Event) {
	switch f := e.Fact.(type) {
	case bench.RepetitionsAdded:
		var tests []string
		for _, t := range f.Tests {
			tests = append(tests, t.String())
		}
		wide := ""
		if f.HalfWidth > 0 {
			wide = " (±" + bench.FormatPercent(f.HalfWidth) + " so far)"
		}
		l.headed = ""
		l.say("")
		l.say("round %d: %s of %s%s", f.Round+1, bench.Plural(f.Repetitions, "more repetition"), strings.Join(tests, " "), wide)
	case bench.PrecisionJudged:
		name := f.Test.String()
		if len(l.session.Jobs) > 1 {
			name = e.Job + " " + name
		}
		if l.headed != "" {
			l.say("")
			l.headed = ""
		}
		l.say("%-14s %s", name, f)
	case bench.CooledDown:
		l.say("%s", coolText(f))
	case bench.SentinelFinished:
		l.headed = ""
		l.say("")
		l.say("%s", sentinelText(l.session, f))
	}
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
