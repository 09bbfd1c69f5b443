package report

import (
	"fmt"
	"time"

	"dragstrip/bench"
)

// RoundNotes describes in sentences how precise the medians became (if a
// precision was asked for), the result of the drift check, how often the
// machine had to cool down, and what moved the clock. The texts are cleaned.
func RoundNotes(s *bench.Session) []string {
	out := precisionNotes(s)
	if d, ok := s.Drift(); ok {
		text := bench.Clean(d.String())
		switch {
		case d.Comparison.Verdict == bench.TooFew, d.Comparison.Verdict == bench.FewStarts:
			text += ": too few starts of the engine to show drift"
		case !d.Comparison.Shown():
			text += ": within noise; starts of the engine differ by the same amount"
		case !d.Doubtful:
			text += ": too little to count as drift"
		}
		out = append(out, text)
	} else if s.Sentinel != nil {
		text := "drift check: " + string(s.Sentinel.Outcome)
		if f := s.Sentinel.Failure; f != nil {
			text += ", " + bench.Clean(f.Reason)
		}
		out = append(out, text)
	}
	if text := coolNote(s.CoolDowns); text != "" {
		out = append(out, text)
	}
	return append(out, clockNotes(s)...)
}

// writtenRoundNotes are the notes of a written report. A report also has room
// to say what the plan made impossible to see. The screen Results has no room
// for that.
func writtenRoundNotes(s *bench.Session) []string {
	out := RoundNotes(s)
	if text := firstsNote(s); text != "" && s.Plan.Tuning == nil {
		out = append(out, text)
	}
	return out
}

// firstsNote says that slow first repetitions cannot be seen if every start of
// the engine took one repetition, because then every repetition is a first one.
func firstsNote(s *bench.Session) string {
	starts := 0
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			for _, samples := range t.StartsTPS() {
				if len(samples) > 1 {
					return ""
				}
				starts = max(starts, len(t.StartsTPS()))
			}
		}
	}
	if starts < 2 {
		return ""
	}
	return fmt.Sprintf("each start of the engine has only one repetition, so a slow first repetition cannot be seen; -r %d --rounds %d measures two in each start", 2*starts, starts)
}

// clockNotes says what moved the clock during the session.
func clockNotes(s *bench.Session) []string {
	var out []string
	if s.Asleep >= time.Second {
		out = append(out, "the machine slept for "+bench.FormatDuration(s.Asleep)+" during the session")
	}
	switch {
	case s.Stepped >= time.Second:
		out = append(out, "the clock was set ahead by "+bench.FormatDuration(s.Stepped)+" during the session; the durations are not affected")
	case s.Stepped <= -time.Second:
		out = append(out, "the clock was set back by "+bench.FormatDuration(-s.Stepped)+" during the session; the durations are not affected")
	}
	return out
}

// precisionNotes says for each test how precise its median became.
func precisionNotes(s *bench.Session) []string {
	var out []string
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			if t.Precision == nil {
				continue
			}
			name := t.Test.String()
			if len(s.Jobs) > 1 {
				name = j.ID + " " + name
			}
			out = append(out, bench.Clean(name+": "+t.Precision.String()))
		}
	}
	return out
}

func coolNote(waits []bench.CooledDown) string {
	if len(waits) == 0 {
		return ""
	}
	var together time.Duration
	limits, skipped := 0, 0
	for _, w := range waits {
		together += w.Waited
		switch w.End {
		case bench.CoolLimit:
			limits++
		case bench.CoolSkipped:
			skipped++
		}
	}
	text := fmt.Sprintf("%s to cool down, %s in all", bench.Plural(len(waits), "wait"), bench.FormatDuration(together))
	if limits > 0 {
		text += fmt.Sprintf(", %d ended by the limit", limits)
	}
	if skipped > 0 {
		text += fmt.Sprintf(", %d on request", skipped)
	}
	return text
}

// turns says in which order the jobs were measured.
func turns(p *bench.Plan) string {
	if p.Rounds < 2 {
		return "one after another"
	}
	text := fmt.Sprintf("in %d rounds over the jobs, so that drift affects all jobs equally", p.Rounds)
	switch p.Order {
	case bench.OrderAlternate:
		text += " (A B, B A)"
	case bench.OrderShuffle:
		text += fmt.Sprintf(" (shuffled by seed %d)", p.Seed)
	}
	return text
}
