package tui

import (
	"fmt"

	"dragstrip/bench"
)

// cooling tells whether the machine is waited for before a start.
func (s *liveScreen) cooling() bool {
	now := s.session.Now
	return now.Phase == bench.PhaseCooling && now.Test.Tokens() == 0
}

// canSkip: a job that has not ended, or one whose test is repeated now to see
// drift.
func (s *liveScreen) canSkip(job *bench.JobState) bool {
	if job == nil {
		return false
	}
	now := s.session.Now
	return job.State != bench.StateFinished || now.Round == bench.SentinelRound && now.Job == job.ID
}

// roundText names the round, and in one that precision added what it is for.
func (s *liveScreen) roundText() string {
	round, planned := s.session.Now.Round, s.session.PlannedRounds()
	switch {
	case s.session.Now.Test.Tokens() == 0 || round < 0:
		return ""
	case round >= planned && round-planned < len(s.session.Added):
		text := fmt.Sprintf("round %d, for %s", round+1, bench.FormatPercent(s.session.Plan.Precision))
		if wide := s.session.Added[round-planned].HalfWidth; wide > 0 {
			text += " (" + bench.FormatPercent(wide) + " so far)"
		}
		return text
	case planned > 1:
		return fmt.Sprintf("round %d of %d", round+1, planned)
	}
	return ""
}
