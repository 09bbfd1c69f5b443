package tui

import (
	"slices"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// liveScreen shows the session that is being measured. What moves stands on a
// few rows of its own and changes once a second: every row that changes is
// sent whole over the link, and every wake-up disturbs the engine.
type liveScreen struct {
	*desk
	// The moment that is shown: taken once a second, and when something
	// arrived that deserves to be seen at once.
	now      time.Time
	progress bench.Progressed
	speeds   []float64 // live tokens per second of the repetition
	of       bench.PhaseEntered
	readings []bench.Reading // the newest; they change every other second
	beats    int

	// What is costly is worked out when something deserved to be drawn.
	rows   []report.Row
	doubts []report.Doubt
	made   madeOf

	cursor int // job in the queue
	log    bool
	logTop int // lines above the newest that are shown
	filter filter
}

// madeOf tells whether what was worked out is still true.
type madeOf struct {
	session *bench.Session
	shown   int
}

var (
	keySkip     = bind("skip", "s")
	keyPause    = bind("pause", "p")
	keyContinue = bind("go on", "p")
	keyStop     = bind("stop", "x")
	keyLog      = bind("log", "v")
	keyLogOff   = bind("close the log", "v")
	keyDetach   = bind("detach", "d")
	keyAgain    = bind("again", "u")
	keySooner   = bind("sooner", "[")
	keyLater    = bind("later", "]")
	keyMove     = bindAs("[ ]", "move", "[", "]")
	keyAdd      = bind("add", "a")
	keyFilter   = bind("filter", "/")
	keyResume   = bind("resume", "r")
	keyResults  = bind("results", "enter")
	keyGo       = bind("go on now", "n")
)

func newLiveScreen(d *desk) *liveScreen {
	s := &liveScreen{desk: d, filter: newFilter()}
	return s
}

func (s *liveScreen) enter() tea.Cmd {
	s.refresh()
	return nil
}

func (s *liveScreen) typing() bool { return s.filter.on }

func (s *liveScreen) keys() []binding {
	if s.filter.on {
		return []binding{bind("keep the filter", "enter"), bind("clear it", "esc")}
	}
	if s.session == nil {
		return []binding{bind("models", "enter")}
	}
	if s.log {
		return []binding{keyFilter, keyScroll, keyLogOff}
	}
	if !s.live {
		keys := []binding{keyResults, keyExport, keyLog}
		if s.died {
			keys = append([]binding{keyResume}, keys...)
		}
		return keys
	}
	pause := keyPause
	if s.session.State == bench.StatePaused {
		pause = keyContinue
	}
	job := s.selected()
	again := keyAgain
	if job == nil || job.State != bench.StateFinished {
		again = unless("for jobs that have ended", again)
	}
	skip := keySkip
	if !s.canSkip(job) {
		skip = unless("this job has ended", skip)
	}
	keys := []binding{}
	if s.cooling() {
		keys = append(keys, keyGo)
	}
	return append(keys, skip, pause, keyStop, keyDetach, keyLog, again, keyMove, keyAdd, keyExport, keyFilter)
}

func (s *liveScreen) command() string {
	if s.name == "" {
		return ""
	}
	return "dragstrip attach " + s.name
}

func (s *liveScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case beatMsg:
		s.beats++
		s.refresh()
	case freshMsg:
		s.refresh()
	case tea.KeyMsg:
		if s.filter.on {
			return s.typeFilter(msg)
		}
		return s.key(msg)
	}
	return nil, nil
}

// refresh takes the moment that is shown.
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
	if now := (madeOf{s.session, s.shown}); s.made != now {
		s.made, s.rows, s.doubts = now, report.Rows(s.session), report.Doubts(s.session)
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

func (s *liveScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	if s.session == nil {
		if key.Matches(msg, keyEnter) {
			return goTo{atModels}, nil
		}
		return nil, nil
	}
	if by, ok := steps(msg, 10, len(s.session.Jobs)); ok {
		if s.log {
			s.logTop = min(max(s.logTop-by, 0), len(s.session.Log))
		} else {
			s.cursor = min(max(s.cursor+by, 0), max(len(s.session.Jobs)-1, 0))
		}
		return said(""), nil
	}
	switch {
	case key.Matches(msg, keyLog), s.log && key.Matches(msg, keyBack) && s.filter.Value() == "":
		s.log, s.logTop = !s.log, 0
		return said(""), nil
	case s.log && key.Matches(msg, keyBack):
		s.filter.SetValue("")
		return said(""), nil
	case key.Matches(msg, keyFilter):
		s.log = true
		s.filter.open()
		return said(""), nil
	case key.Matches(msg, keyResults):
		return goTo{atResults}, nil
	case key.Matches(msg, keyExport):
		return export{s.name}, nil
	case s.died && key.Matches(msg, keyResume):
		return nil, resumeSession(s.desk, s.name)
	}
	if !s.live {
		return nil, nil
	}
	return s.control(msg)
}

// control asks the bench process for something.
func (s *liveScreen) control(msg tea.KeyMsg) (action, tea.Cmd) {
	job := s.selected()
	id := ""
	if job != nil {
		id = job.ID
	}
	switch {
	case key.Matches(msg, keyDetach):
		return quit{}, nil
	case key.Matches(msg, keyAdd):
		return several{goTo{atModels}, said("mark models, then plan: A adds the jobs to this session")}, nil
	case key.Matches(msg, keyStop):
		return open{&question{title: "Stop the benchmark?",
			text:    "What is finished stays. The rest can be measured later: History, r.",
			answers: []answer{{key: "y", text: "stop it now", cmd: s.ask(bench.Control{Verb: bench.ControlStop}, "stopping")}}}}, nil
	case key.Matches(msg, keyPause):
		if s.session.State == bench.StatePaused {
			return nil, s.ask(bench.Control{Verb: bench.ControlResume}, "going on")
		}
		return nil, s.ask(bench.Control{Verb: bench.ControlPause}, "it pauses after the test in flight")
	case key.Matches(msg, keyGo) && s.cooling():
		return nil, s.ask(bench.Control{Verb: bench.ControlGo}, "it begins now")
	case id == "":
		return nil, nil
	case key.Matches(msg, keySkip) && s.canSkip(job):
		return open{&question{title: "Skip this job?", text: bench.Clean(job.Model.Label()) + ": finished tests stay, the test in flight is lost.",
			answers: []answer{{key: "y", text: "skip it", cmd: s.ask(bench.Control{Verb: bench.ControlSkip, Job: id}, "skipping")}}}}, nil
	case key.Matches(msg, keyAgain) && job.State == bench.StateFinished:
		return nil, s.ask(bench.Control{Verb: bench.ControlRequeue, Job: id}, "it is measured again")
	case key.Matches(msg, keySooner), key.Matches(msg, keyLater):
		return s.moveJob(key.Matches(msg, keyLater))
	}
	return nil, nil
}

// moveJob changes the selected job's place in the queue.
func (s *liveScreen) moveJob(later bool) (action, tea.Cmd) {
	jobs := s.session.Jobs
	to := s.cursor - 1
	if later {
		to = s.cursor + 2
	}
	if to < 0 || to > len(jobs) || jobs[s.cursor].State != bench.StateWaiting {
		return said("only jobs that have not begun change their place"), nil
	}
	before := ""
	if to < len(jobs) {
		before = jobs[to].ID
	}
	cmd := s.ask(bench.Control{Verb: bench.ControlMove, Job: jobs[s.cursor].ID, Before: before}, "")
	if later {
		s.cursor++
	} else {
		s.cursor--
	}
	return nil, cmd
}

func (s *liveScreen) typeFilter(msg tea.KeyMsg) (action, tea.Cmd) {
	s.filter.key(msg)
	return said(""), nil
}

// ask sends a control and says so.
func (s *liveScreen) ask(c bench.Control, done string) tea.Cmd {
	name, ask := s.name, s.Sessions.Ask
	return act(func() action {
		if err := ask(name, c); err != nil {
			return bad(bench.Clean(err.Error()))
		}
		return said(done)
	})
}

// resumeSession goes on with a session whose bench process is gone.
func resumeSession(d *desk, name string) tea.Cmd {
	resume := d.Sessions.Resume
	return act(func() action {
		if err := resume(name); err != nil {
			return bad(bench.Clean(err.Error()))
		}
		return watch{name}
	})
}
