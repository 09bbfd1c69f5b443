package cli

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

func jobLine(j *bench.JobState) string {
	parts := []string{bench.Clean(j.Model.Label()), buildLine(j.Build)}
	if p := j.Params.String(); p != "" {
		parts = append(parts, p)
	}
	return strings.Join(parts, " · ")
}

func buildLine(b bench.EngineBuild) string { return b.Line() }

func resultLine(t *bench.TestState, test bench.Test) string {
	if t == nil {
		return test.String()
	}
	s := t.Summary()
	text := fmt.Sprintf("%-14s %9s t/s", test, bench.FormatTPS(s.Median))
	if s.HasInterval {
		text += fmt.Sprintf("  [%s – %s]", bench.FormatTPS(s.Low), bench.FormatTPS(s.High))
	}
	if s.WithinOneStart() {
		text += " within one start"
	}
	return fmt.Sprintf("%s  %s, mean %s", text, takenIn(s), bench.FormatMeanStdDev(s.Mean, s.StdDev))
}

// takenIn says what a figure is made of.
func takenIn(s bench.Summary) string {
	if s.Starts > 1 {
		return fmt.Sprintf("%d in %d starts", s.N, s.Starts)
	}
	return fmt.Sprintf("median of %d", s.N)
}

// liveText lists the newest repetitions.
func liveText(live []bench.SampleTaken) string {
	var parts []string
	for _, s := range live[max(0, len(live)-6):] {
		parts = append(parts, bench.FormatTPS(s.TokensPerSecond))
	}
	return strings.Join(parts, "  ")
}

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
		return "1, one job after another"
	}
	text := fmt.Sprintf("%d, alternating", p.Rounds)
	switch p.Order {
	case bench.OrderShuffle:
		text = fmt.Sprintf("%d, shuffled by seed %d", p.Rounds, p.Seed)
	case bench.OrderFixed, "":
		text = fmt.Sprintf("%d, each in the same order", p.Rounds)
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
