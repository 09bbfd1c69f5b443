package tui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// control turns a key into a request to the bench process.
func (s *liveScreen) control(msg tea.KeyMsg) (action, tea.Cmd) {
	job := s.selected()
	id := ""
	if job != nil {
		id = job.ID
	}
	switch {
	case key.Matches(msg, keyDetach):
		return quit{}, nil
	case s.session.Waits() && key.Matches(msg, keySkip, keyPause, keySooner, keyLater, keyAdd, keyAgain, keyWiden):
		return said(onlyStop), nil
	case s.found != nil && key.Matches(msg, keyAdd, keyAgain, keySooner, keyLater):
		return said("a search decides by itself which configurations are measured, and when"), nil
	case s.found != nil && key.Matches(msg, keyWiden):
		return s.widen()
	case key.Matches(msg, keyAdd):
		return several{goTo{atModels}, said("Mark models and go to Plan. There A adds the jobs to this session.")}, nil
	case key.Matches(msg, keyStop):
		return s.askStop()
	case key.Matches(msg, keyPause):
		if s.session.State == bench.StatePaused {
			return nil, s.ask(bench.Control{Verb: bench.ControlResume}, "the session continues")
		}
		return nil, s.pause()
	case key.Matches(msg, keyGo) && s.cooling():
		return nil, s.ask(bench.Control{Verb: bench.ControlGo}, "cooling down is skipped")
	case id == "":
		return nil, nil
	case key.Matches(msg, keySkip) && s.canSkip(job):
		return open{&question{
			title: "Skip this job?", text: bench.Clean(job.Model.Label()) + ": finished tests are kept. The current test is lost.",
			answers: []answer{{key: "y", text: "skip it", cmd: s.ask(bench.Control{Verb: bench.ControlSkip, Job: id}, "skipping")}},
		}}, nil
	case key.Matches(msg, keyAgain) && job.State == bench.StateFinished:
		return nil, s.ask(bench.Control{Verb: bench.ControlRequeue, Job: id}, "the job is measured again")
	case key.Matches(msg, keySooner), key.Matches(msg, keyLater):
		return s.moveJob(key.Matches(msg, keyLater))
	}
	return nil, nil
}

// mayHaveBehind tells whether other models may wait behind the session. Only the
// disk says whether they do: they may be stopped or measured already.
func (s *liveScreen) mayHaveBehind() bool {
	return s.session.Plan.Chain.Behind() > 0 && s.Sessions.Behind != nil
}

// pause lets the session pause, and says whether other models wait for it.
func (s *liveScreen) pause() tea.Cmd {
	const done = "pausing when the current test is finished"
	c := bench.Control{Verb: bench.ControlPause}
	if !s.mayHaveBehind() {
		return s.ask(c, done)
	}
	name, ask, behind := s.name, s.Sessions.Ask, s.Sessions.Behind
	return act(func() action {
		if err := ask(name, c); err != nil {
			return bad(bench.Clean(err.Error()))
		}
		pausing := notify{tone: theme.Plain, text: done, live: true}
		if len(behind(name)) > 0 {
			pausing.text += "; the other models wait"
		}
		return pausing
	})
}

// askStop asks what to stop: the session, or also those that wait behind it for
// the next models.
func (s *liveScreen) askStop() (action, tea.Cmd) {
	const kept = "Finished tests are kept. The rest can be measured later: press r in History."
	stop := s.ask(bench.Control{Verb: bench.ControlStop}, "stopping")
	one := &question{title: "Stop the benchmark?", text: kept, answers: []answer{{key: "y", text: "stop it", cmd: stop}}}
	if !s.mayHaveBehind() {
		return open{one}, nil
	}
	several := &question{
		title: "Stop this model, or all?",
		text:  "This is " + s.session.Plan.Chain.String() + ". " + kept,
		answers: []answer{
			{key: "y", text: "stop this model; the next one begins", cmd: stop},
			{key: "a", text: "stop all models", cmd: s.stopAll()},
		},
	}
	name, behind := s.name, s.Sessions.Behind
	return nil, act(func() action {
		if len(behind(name)) == 0 {
			return open{one}
		}
		return open{several}
	})
}

// stopAll stops the sessions that wait for the next models, the last one first,
// and then the session that is shown. So none begins when the one before it ends.
// One that cannot be asked keeps none of the others from being stopped.
func (s *liveScreen) stopAll() tea.Cmd {
	name, ask, behind := s.name, s.Sessions.Ask, s.Sessions.Behind
	return act(func() action {
		var failed []string
		for _, one := range slices.Backward(append([]string{name}, behind(name)...)) {
			if err := ask(one, bench.Control{Verb: bench.ControlStop}); err != nil {
				failed = append(failed, bench.Clean(err.Error()))
			}
		}
		if len(failed) > 0 {
			return bad(strings.Join(failed, "; "))
		}
		return notify{tone: theme.Plain, text: "stopping all models", live: true}
	})
}

// widen lets a search also try values around the best configuration so far.
func (s *liveScreen) widen() (action, tea.Cmd) {
	controls, err := s.Sessions.Widen(s.session)
	if err != nil {
		return bad("Nothing is added: " + bench.Clean(err.Error())), nil
	}
	name, ask := s.name, s.Sessions.Ask
	return nil, act(func() action {
		for _, c := range controls {
			if err := ask(name, c); err != nil {
				return bad(bench.Clean(err.Error()))
			}
		}
		return notify{tone: theme.Plain, text: "the search may also try " + countOf(len(controls), "configuration") + " around the best", live: true}
	})
}

// moveJob moves the selected job in the queue.
func (s *liveScreen) moveJob(later bool) (action, tea.Cmd) {
	jobs := s.session.Jobs
	to := s.cursor - 1
	if later {
		to = s.cursor + 2
	}
	if to < 0 || to > len(jobs) || jobs[s.cursor].State != bench.StateWaiting {
		return said("only a job that has not started can be moved"), nil
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

// ask sends a control to the bench process and shows that it was sent.
func (s *liveScreen) ask(c bench.Control, done string) tea.Cmd {
	name, ask := s.name, s.Sessions.Ask
	return act(func() action {
		if err := ask(name, c); err != nil {
			return bad(bench.Clean(err.Error()))
		}
		return notify{tone: theme.Plain, text: done, live: true}
	})
}
