package cli

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

// inRounds says how the jobs of a plan take turns, where they do.
func inRounds(p *bench.Plan) string {
	text := ""
	if p.Rounds > 1 {
		text = " in rounds: " + roundsLine(p)
	}
	if p.Precision > 0 {
		text += " · " + precisionLine(p)
	}
	return text
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
			wide = " (" + bench.FormatPercent(f.HalfWidth) + " so far)"
		}
		l.headed = ""
		l.say("")
		l.say("round %d: %s more of %s%s", f.Round+1, countOf(f.Repetitions, "repetition"), strings.Join(tests, " "), wide)
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

func coolText(f bench.CooledDown) string {
	how := map[bench.CoolEnd]string{
		bench.CoolReached: "cooled down", bench.CoolLimit: "not cooled down", bench.CoolSkipped: "cooling down was ended on request",
		bench.CoolStopped: "cooling down was given up", bench.CoolBlind: "nothing to cool down by",
	}[f.End]
	text := fmt.Sprintf("%s after %s", how, bench.FormatDuration(f.Waited))
	if f.Text != "" {
		text += ": " + bench.Clean(f.Text)
	}
	return text
}

func sentinelText(s *bench.Session, f bench.SentinelFinished) string {
	switch d, ok := s.Drift(); {
	case ok:
		return "sentinel: " + bench.Clean(d.String())
	case f.Failure != nil:
		return "sentinel: the first test could not be repeated: " + bench.Clean(f.Failure.Reason)
	}
	return "sentinel: " + string(f.Outcome)
}
