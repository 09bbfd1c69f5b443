package cli

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

// finished ends a test if this was the result of its last round.
func (l *lines) finished(job string, test bench.Test) {
	j := l.session.Job(job)
	if j == nil {
		return
	}
	if t := j.Test(test); t != nil && t.State == bench.StateFinished {
		l.ended(job, test, "")
	}
}

// ended notes that a test is complete. Its line is printed before the next
// event that is not a warning, because warnings come after the result that they
// belong to.
func (l *lines) ended(job string, test bench.Test, more string) {
	j := l.session.Job(job)
	if j == nil || j.Test(test) == nil {
		return
	}
	l.done[job+" "+test.String()] = true
	l.next = &testLine{job: j, test: test, figure: figureText(j.Test(test).Summary()), more: more}
}

// flush prints the line that waits for warnings.
func (l *lines) flush() {
	if l.next == nil {
		return
	}
	line := l.next
	l.next = nil
	mark := ""
	if len(line.job.Test(line.test).Warnings) > 0 {
		mark = l.doubt
	}
	l.say("%s  %s", l.testHead(line.test), strings.Join(nonEmpty(line.figure, l.nameOf(line.job), line.more, mark), "  "))
}

// testHead gives the beginning of a test's line: " 3/16  pp512".
func (l *lines) testHead(test bench.Test) string {
	all := 0
	for _, j := range l.session.Jobs {
		all += len(j.Tests)
	}
	count := fmt.Sprintf("%d/%d", len(l.done), all)
	return fmt.Sprintf("%*s  %-12s", 2*len(fmt.Sprint(all))+1, count, test)
}

// nameOf gives a name that tells a job from the others. A single job needs no
// name.
func (l *lines) nameOf(j *bench.JobState) string {
	if len(l.session.Jobs) < 2 {
		return ""
	}
	if len(l.names) != len(l.session.Jobs) {
		l.names = map[string]string{}
		for i, name := range planned(l.session.Jobs).Full {
			l.names[l.session.Jobs[i].ID] = name
		}
	}
	return strings.TrimSpace(j.ID + "  " + l.names[j.ID])
}

// tellPlan says what a session will do, and prints once what all its jobs have
// in common.
func (l *lines) tellPlan(f bench.SessionStarted) {
	l.say("session %s · %s", f.Session, planText(&f.Plan))
	switch names := planned(l.session.Jobs); {
	case len(l.session.Jobs) == 1:
		l.say("job     %s", dotted(names.Full[0], names.Shared))
	case names.Shared != "":
		l.say("all     %s", names.Shared)
	}
}

// failed prints the line of a test that failed. The reason and the remedy
// follow, unless the last failed test had the same reason.
func (l *lines) failed(job string, f bench.TestFailed) {
	j := l.session.Job(job)
	if j == nil {
		return
	}
	if l.session.Plan.Tuning != nil {
		l.say("  failed: %s  %s: %s", l.nameOf(j), f.Test, bench.Clean(f.Failure.Reason))
		return
	}
	l.done[job+" "+f.Test.String()] = true
	reason := bench.Clean(f.Failure.Reason)
	if reason == l.reason {
		l.say("%s  %s", l.testHead(f.Test), strings.Join(nonEmpty("failed for the same reason", l.nameOf(j)), "  "))
		return
	}
	l.reason = reason
	l.say("%s  %s", l.testHead(f.Test), strings.Join(nonEmpty("failed", l.nameOf(j)), "  "))
	l.say("    why: %s", reason)
	if f.Failure.Remedy != "" {
		l.say("    what to do: %s", bench.Clean(f.Failure.Remedy))
	}
}

// figureText is a median with half of its interval, "886 t/s  ±1.2 %".
func figureText(s bench.Summary) string {
	text := fmt.Sprintf("%9s t/s", bench.FormatTPS(s.Median))
	if !s.HasInterval || s.Median <= 0 {
		return text + strings.Repeat(" ", 11)
	}
	return fmt.Sprintf("%s  %-9s", text, bench.FormatHalfWidth(max(s.High/s.Median-1, 1-s.Low/s.Median)))
}

// tellRound prints a heading for each round if a session has several rounds.
// Without it, nothing may be printed for a long time.
func (l *lines) tellRound(f bench.PhaseEntered) {
	rounds := l.session.Rounds()
	if l.session.Plan.Tuning != nil {
		return // tellBlock has said what this block measures
	}
	if f.Test.Tokens() == 0 || f.Round < l.round || f.Round >= rounds || rounds < 2 {
		return
	}
	l.round = f.Round + 1
	if l.round > l.session.PlannedRounds() {
		return // tellAdded has said what this round repeats
	}
	text := fmt.Sprintf("round %d of %d", l.round, l.session.PlannedRounds())
	if l.round > 1 {
		text += " · elapsed " + bench.FormatDuration(l.session.Active)
	}
	l.say("%s", text+l.mediansSoFar())
}

// mostSoFar is how many tests' medians fit in the heading of a round.
const mostSoFar = 4

// mediansSoFar gives the medians so far, if the session has few tests. If there
// are many, it gives only the fastest one. Each test gets its own line only in
// the last round, which may be hours away.
func (l *lines) mediansSoFar() string {
	var said []string
	for _, j := range l.session.Jobs {
		for _, t := range j.Tests {
			if len(t.Results) > 0 {
				said = append(said, l.medianOf(j, t))
			}
		}
	}
	switch best, test := bench.Fastest(l.session.Jobs); {
	case len(said) == 0:
		return ""
	case len(said) > mostSoFar && test != nil:
		return " · fastest so far " + l.medianOf(best, test) + " t/s"
	}
	return " · so far " + strings.Join(said, ", ") + " t/s"
}

func (l *lines) medianOf(j *bench.JobState, t *bench.TestState) string {
	name := t.Test.String()
	if len(l.session.Jobs) > 1 {
		name = j.ID + " " + name
	}
	return name + " " + bench.FormatTPS(t.Summary().Median)
}

// tellAdded says which repetitions the precision needs in a further round.
func (l *lines) tellAdded(f bench.RepetitionsAdded) {
	var tests []string
	for _, t := range f.Tests {
		tests = append(tests, t.String())
	}
	wide := ""
	if f.HalfWidth > 0 {
		wide = " (" + bench.FormatHalfWidth(f.HalfWidth) + " so far)"
	}
	l.say("round %d: %s of %s%s", f.Round+1, bench.Plural(f.Repetitions, "more repetition"), strings.Join(tests, " "), wide)
}
