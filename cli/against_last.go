package cli

import (
	"context"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/cli/sessions"
)

// lastWord begins what means the last sessions of this machine: "last:10".
const lastWord = "last:"

// mostLast is how many earlier sessions can be one side.
const mostLast = 100

// lastSessions reads "last:10"; n is 0 if the name means something else.
func lastSessions(name string) (n int, err error) {
	count, is := strings.CutPrefix(name, lastWord)
	if !is {
		return 0, nil
	}
	n, err = strconv.Atoi(count)
	if err != nil || n < report.GateStarts || n > mostLast {
		return 0, usagef("%s: write %sN with a number of sessions from %d to %d, such as %s10", bench.Clean(name), lastWord, report.GateStarts, mostLast, lastWord)
	}
	return n, nil
}

// lastAgainst compares the last sessions of this machine that measured the same
// with a session.
func (e *env) lastAgainst(fresh *bench.Session, n int, includeSuspect bool) (report.Sheet, error) {
	last, err := e.sessions().Last(context.Background(), fresh, n)
	if err != nil {
		return report.Sheet{}, err
	}
	return report.LastAgainstNew(last, sessions.MeasuredSame(fresh), fresh, includeSuspect), nil
}
