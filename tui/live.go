package tui

import (
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/bench/report"
)

// liveScreen shows the session that is being measured. What changes stands on a
// few rows and changes once a second: a row that changes is sent over the link
// as a whole, and every wake-up disturbs the engine.
type liveScreen struct {
	*desk
	// The moment that is shown. It is taken once a second, and when something
	// important arrived.
	now      time.Time
	progress bench.Progressed
	speeds   []float64 // live tokens per second of the repetition
	of       bench.PhaseEntered
	readings []bench.Reading // the newest; they change every other second
	beats    int
	// left is how much longer the session takes, where that is known.
	left      time.Duration
	leftKnown bool

	// What is costly to work out is kept until something important arrives.
	rows   []report.Row
	doubts []report.Doubt
	names  naming.Names     // of the jobs, by what they differ in
	within map[int][]string // those names by the width they have
	made   madeOf

	cursor int // job in the queue
	log    bool
	logTop int // lines above the newest that are shown
	filter filter
}

// madeOf tells from which state something was worked out.
type madeOf struct {
	session *bench.Session
	shown   int
}

func newLiveScreen(d *desk) *liveScreen {
	s := &liveScreen{desk: d, filter: newFilter()}
	return s
}

func (s *liveScreen) typing() bool { return s.filter.on }

func (s *liveScreen) command() string {
	if s.name == "" {
		return ""
	}
	return "dragstrip attach " + s.name
}

// refresh takes the moment that is to be shown.
func (s *liveScreen) refresh() {
	if s.session == nil {
		return
	}
	now := s.session.Now
	if now.PhaseEntered != s.of {
		s.of, s.speeds = now.PhaseEntered, nil
		s.follow(now.Job)
	}
	s.now, s.progress = s.Now(), now.Progress
	if v := now.Progress.TokensPerSecond; v > 0 {
		s.speeds = append(s.speeds, v)
		s.speeds = s.speeds[max(0, len(s.speeds)-40):]
	}
	s.cursor = min(max(s.cursor, 0), max(len(s.session.Jobs)-1, 0))
	if s.beats%2 == 0 || len(s.readings) == 0 {
		kept := s.session.Readings
		s.readings = slices.Clone(kept[max(0, len(kept)-chartCells):])
	}
	s.left, s.leftKnown = 0, false
	if s.live && s.Sessions.Left != nil {
		s.left, s.leftKnown = s.Sessions.Left(s.session, s.now)
	}
	if now := (madeOf{s.session, s.shown}); s.made != now {
		s.made, s.rows, s.doubts = now, report.Rows(s.session), report.Doubts(s.session)
		s.names, s.within = naming.Jobs(s.session.Jobs), map[int][]string{}
	}
}

// follow moves the cursor to the job that begins, unless somebody moved it
// away from the one before.
func (s *liveScreen) follow(job string) {
	for i, j := range s.session.Jobs {
		if j.ID == job && (s.cursor == i-1 || s.cursor == 0) {
			s.cursor = i
		}
	}
}

func (s *liveScreen) selected() *bench.JobState {
	if s.session == nil || s.cursor >= len(s.session.Jobs) {
		return nil
	}
	return s.session.Jobs[s.cursor]
}

// test is the one that is being measured.
func (s *liveScreen) test() *bench.TestState {
	j := s.session.Job(s.session.Now.Job)
	if j == nil {
		return nil
	}
	return j.Test(s.session.Now.Test)
}

// figures are the speeds of the test's repetitions, earlier rounds included.
func (s *liveScreen) figures() []float64 {
	t := s.test()
	if t == nil {
		return nil
	}
	figures := t.SamplesTPS()
	for _, l := range t.Live {
		figures = append(figures, l.TokensPerSecond)
	}
	return figures
}

// jobName is a job's name by what tells it from the others, in so many cells.
func (s *liveScreen) jobName(at, room int) string {
	if at >= len(s.names.Full) {
		return ""
	}
	if s.within[room] == nil {
		s.within[room] = s.names.Within(max(room, 1))
	}
	return s.within[room][at]
}

// pausing tells whether a pause was asked for that does not hold yet: the test
// in flight is finished first.
func (s *liveScreen) pausing() bool {
	return s.session.State == bench.StatePaused && s.session.InFlight()
}

// chartCells is how wide a small chart is, and so how many readings it shows.
const chartCells = 8

// cooling tells whether the session waits for the machine to cool down.
func (s *liveScreen) cooling() bool {
	now := s.session.Now
	return now.Phase == bench.PhaseCooling && now.Test.Tokens() == 0
}

// canSkip tells whether a job can be skipped: one that has not ended, or one
// whose first test is being repeated to see drift.
func (s *liveScreen) canSkip(job *bench.JobState) bool {
	if job == nil {
		return false
	}
	now := s.session.Now
	return job.State != bench.StateFinished || now.Round == bench.SentinelRound && now.Job == job.ID
}
