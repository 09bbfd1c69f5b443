package cli

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// planned names jobs by what differs between their plans. Results may say more
// about an engine build, but that must not rename a job while it is measured.
func planned(jobs []*bench.JobState) naming.Names { return naming.Jobs(naming.Planned(jobs)) }

// liveText lists the speeds of the newest repetitions.
func liveText(live []bench.SampleTaken) string {
	var parts []string
	for _, s := range live[max(0, len(live)-6):] {
		parts = append(parts, bench.FormatTPS(s.TokensPerSecond))
	}
	return strings.Join(parts, "  ")
}

// planText says what a session will do: "8 jobs, 16 tests · 2 rounds,
// alternating".
func planText(p *bench.Plan) string {
	if x := p.Tuning; x != nil {
		how := "those that are shown to be slower are dropped"
		if x.Exhaustive {
			how = "all are measured equally often"
		}
		return "a search among " + bench.Plural(len(p.Jobs), "configuration") + ": " + how
	}
	tests := 0
	for _, j := range p.Jobs {
		tests += len(j.Tests)
	}
	parts := []string{bench.Plural(len(p.Jobs), "job") + ", " + bench.Plural(tests, "test")}
	if p.Rounds > 1 {
		parts = append(parts, roundsLine(p))
	}
	if p.Precision > 0 {
		parts = append(parts, precisionLine(p))
	}
	return strings.Join(parts, " · ")
}

func coolText(f bench.CooledDown) string {
	how := map[bench.CoolEnd]string{
		bench.CoolReached: "cooled down", bench.CoolLimit: "not yet cooled down", bench.CoolSkipped: "cool-down ended on request",
		bench.CoolStopped: "cool-down interrupted", bench.CoolBlind: "cool-down without any readings",
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
		return "drift check: " + bench.Clean(d.String())
	case f.Failure != nil:
		return "drift check: the first test could not be repeated: " + bench.Clean(f.Failure.Reason)
	}
	return "drift check: " + string(f.Outcome)
}

// roundsLine says how the jobs take turns.
func roundsLine(p *bench.Plan) string {
	if p.Rounds <= 1 {
		return "1 round, one job after another"
	}
	text := fmt.Sprintf("%d rounds, alternating", p.Rounds)
	switch p.Order {
	case bench.OrderShuffle:
		text = fmt.Sprintf("%d rounds, shuffled by seed %d", p.Rounds, p.Seed)
	case bench.OrderFixed, "":
		text = fmt.Sprintf("%d rounds, each in the same order", p.Rounds)
	}
	return text
}

func precisionLine(p *bench.Plan) string {
	text := "each test is repeated until its median is certain to ±" + bench.FormatPercent(p.Precision)
	if p.MaxTime > 0 {
		text += ", or until the session has taken " + bench.FormatDuration(p.MaxTime)
	}
	return text
}
