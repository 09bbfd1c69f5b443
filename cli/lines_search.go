package cli

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/bench/tuning"
)

// tellBlock says what the next block of a search measures, and how the search
// stands.
func (l *lines) tellBlock(f bench.RepetitionsAdded) {
	search, err := tuning.Of(l.session)
	if err != nil {
		return
	}
	l.tellDropped(search)
	text := fmt.Sprintf("block %d: %s", f.Round+1, bench.Plural(len(f.Jobs), "configuration"))
	if tuning.Stage(f.Stage) == tuning.StageFinal {
		text = fmt.Sprintf("block %d, final: the default against %s", f.Round+1, finalists(l.session, search, f.Jobs))
	}
	if left, known := search.Ahead(); known {
		text += " · at most " + bench.FormatDuration(left) + " left"
	}
	l.say("%s", text)
	for goal, g := range l.session.Plan.Tuning.Goals {
		if text := report.Standing(search, goal); text != "" {
			l.say("  %s: %s", tuning.Goal(g), text)
		}
	}
}

func finalists(s *bench.Session, search *tuning.Search, jobs []string) string {
	var names []string
	for i := range s.Plan.Jobs {
		if i > 0 && slices.Contains(jobs, s.Plan.Jobs[i].ID) {
			names = append(names, search.Name(i))
		}
	}
	return bench.Clean(strings.Join(names, " and against "))
}

// tellDropped says once of each configuration that it takes no part any more,
// and why.
func (l *lines) tellDropped(search *tuning.Search) {
	for _, d := range search.Gone() {
		if l.dropped[d.Configuration] || d.State == tuning.StateFailed {
			continue // the line of the failure has said it
		}
		if l.dropped == nil {
			l.dropped = map[int]bool{}
		}
		l.dropped[d.Configuration] = true
		l.say("  %s: %s: %s", bench.Clean(search.Name(d.Configuration)), d.State, bench.Clean(d.Reason))
	}
}
