package cli

import (
	"dragstrip/bench"
)

// take shows a batch of events. A viewer that comes late gets the earlier
// events in one batch, so it does not show their progress.
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

// tell prints a line that stays, if the event deserves one.
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
	case bench.TestFinished, bench.PrecisionJudged, bench.TestFailed, bench.RepetitionsAdded:
		l.tellTest(e)
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
		if l.session.Plan.Tuning != nil && f.Reason != "" {
			return // a configuration that was never tried; the table says so
		}
		if f.Outcome == bench.OutcomeSkipped || f.Outcome == bench.OutcomeStopped {
			l.say("job %s %s", e.Job, f.Outcome)
		}
	}
}

// tellTest prints what a test has come to, or that it gets more repetitions.
func (l *lines) tellTest(e bench.Event) {
	switch f := e.Fact.(type) {
	case bench.TestFinished:
		if l.session.Plan.Precision == 0 && l.session.Plan.Tuning == nil {
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
		if l.session.Plan.Tuning != nil {
			l.tellBlock(f)
		} else {
			l.tellAdded(f)
		}
	}
}

const pausedText = "paused; `dragstrip control resume` continues"

// tellPhase prints why a session waits. It prints the same text only once.
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

// doubtful marks a figure that was measured while the machine was busy.
func doubtful(b bench.Bandwidth) string {
	if b.Clean {
		return ""
	}
	return " ? (uncertain)"
}

func probedWhen(f bench.BandwidthMeasured) string {
	if f.When == bench.ProbedEarlier {
		return "on " + f.Measured.UTC().Format("2006-01-02 15:04 UTC") + ", the best clean probe since this machine was started"
	}
	return f.When + " the session"
}
