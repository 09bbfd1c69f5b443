package tui

import (
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/bench/report"
)

// liveScreen shows the session that is being measured. Everything that changes
// is on a few rows, and changes only once a second. There are two reasons: a
// changed row is sent over the connection as a whole, and every wake-up
// disturbs the engine.
type liveScreen struct {
	*desk
	// now and the fields below are the moment that is shown. They are set once a
	// second, and when something important arrives.
	now      time.Time
	progress bench.Progressed
	speeds   []float64 // speeds during this repetition, in tokens per second
	of       bench.PhaseEntered
	readings []bench.Reading // the newest readings; they change every two seconds
	beats    int
	// left is how much longer the session takes, if that is known.
	left      time.Duration
	leftKnown bool

	// The fields below take long to compute. They are kept until something
	// important arrives.
	rows   []report.Row
	found  *report.Found // of a search for the best configuration; nil otherwise
	called cutNames      // of its configurations
	doubts []report.Doubt
	names  fittedNames // the jobs' names, made from what differs between them
	made   madeOf

	cursor   int    // the selected job in the queue
	followed string // the ID of the job that was measured last
	seen     string // the ID of the session that this is about
	log      bool
	logTop   int // how many lines the log is scrolled back
	filter   filter
}

// madeOf tells from which state something was computed.
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

// refresh sets the moment that is shown.
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
	if !s.live { // the time of a session whose bench process died stands still
		s.now = s.session.LastEvent
	}
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
		s.names = newFittedNames(naming.Jobs(s.session.Jobs))
		s.found = nil
		if found, is := report.FoundIn(s.session, report.Options{}); is {
			s.found = &found
		}
	}
}

// follow moves the cursor to the job that is measured, if the cursor is on the
// job that was measured before. Otherwise the user has moved the cursor, and it
// stays.
func (s *liveScreen) follow(job string) {
	if s.seen != s.session.ID {
		s.seen, s.followed, s.cursor = s.session.ID, "", 0
	}
	at := slices.IndexFunc(s.session.Jobs, func(j *bench.JobState) bool { return j.ID == job })
	if at < 0 {
		return
	}
	before := max(0, slices.IndexFunc(s.session.Jobs, func(j *bench.JobState) bool { return j.ID == s.followed }))
	if s.cursor == before {
		s.cursor = at
	}
	s.followed = job
}

func (s *liveScreen) selected() *bench.JobState {
	if s.session == nil || s.cursor >= len(s.session.Jobs) {
		return nil
	}
	return s.session.Jobs[s.cursor]
}

// test is the test that is being measured.
func (s *liveScreen) test() *bench.TestState {
	j := s.session.Job(s.session.Now.Job)
	if j == nil {
		return nil
	}
	return j.Test(s.session.Now.Test)
}

// figures are the speeds of the test's repetitions in this round and in earlier
// rounds.
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

// jobName is a job's name in at most room cells. The name is made from what
// differs between the jobs.
func (s *liveScreen) jobName(at, room int) string {
	if at >= len(s.names.Full) {
		return ""
	}
	return s.names.within(max(room, 1))[at]
}

// chartCells is the width of a small chart. It is also the number of readings
// that the chart shows.
const chartCells = 8

// cooling tells whether the session waits for the machine to cool down.
func (s *liveScreen) cooling() bool {
	now := s.session.Now
	return now.Phase == bench.PhaseCooling && now.Test.Tokens() == 0
}

// canSkip tells whether a job can be skipped. It can if it has not ended, or if
// the drift check is measuring it again.
func (s *liveScreen) canSkip(job *bench.JobState) bool {
	if job == nil {
		return false
	}
	now := s.session.Now
	return job.State != bench.StateFinished || now.Round == bench.SentinelRound && now.Job == job.ID
}
