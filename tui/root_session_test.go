package tui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// elsewhere shows the screens while another login of this machine measures a
// session. It also gives the names of the sessions that the screens followed.
func elsewhere(t *testing.T, change func(*House)) (*root, *[]string) {
	t.Helper()
	var followed []string
	m, _ := started(t, func(h *House) {
		h.Sessions.Follow = func(name string) Feed {
			followed = append(followed, name)
			return &openFeed{fakeFeed{events: recorded(t, recording)[:20]}}
		}
		if change != nil {
			change(h)
		}
	})
	m.Sessions.Live = func() (string, time.Time, bool) { return "theirs", clock, true }
	return m, &followed
}

// Live used to say that nothing is being measured, while the last line said the
// opposite.
func TestLiveShowsASessionThatAnotherLoginMeasures(t *testing.T) {
	m, followed := elsewhere(t, nil)
	press(t, m, "4")
	if len(*followed) != 1 || (*followed)[0] != "theirs" || m.at != atLive || !m.live {
		t.Fatalf("followed %q, at %s, live %v", *followed, screenNames[m.at], m.live)
	}
	press(t, m, "1", "4", "4") // the session must not be followed a second time
	if len(*followed) != 1 {
		t.Errorf("followed %q", *followed)
	}
}

// The user may have left Live before the answer comes.
func TestASessionElsewhereIsNotShownOnAnotherScreen(t *testing.T) {
	m, followed := elsewhere(t, nil)
	_, seeking := m.Update(keyMsg("4"))
	press(t, m, "2")
	drain(t, m, seeking)
	if len(*followed) != 0 || m.at != atModels || len(m.dialogs) != 0 {
		t.Errorf("followed %q, at %s", *followed, screenNames[m.at])
	}
}

// Results may have columns of the session that is shown, so it is not replaced
// without a question.
func TestLiveAsksBeforeItShowsASessionElsewhereInsteadOfAnother(t *testing.T) {
	m, followed := elsewhere(t, nil)
	drain(t, m, m.answer(openedMsg{name: "mine", session: bench.Replay(recorded(t, recording))}))
	press(t, m, "4")
	if len(*followed) != 0 || !strings.Contains(m.View(), "A benchmark is running") {
		t.Fatalf("followed %q:\n%s", *followed, m.View())
	}
	press(t, m, "esc")
	if m.name != "mine" || len(*followed) != 0 {
		t.Errorf("session %q, followed %q", m.name, *followed)
	}
	press(t, m, "4", "enter")
	if m.name != "theirs" || len(*followed) != 1 {
		t.Errorf("session %q, followed %q", m.name, *followed)
	}
}

// The question used to say that a benchmark is running long after its end.
func TestTheQuestionAboutASessionClosesWhenItHasEnded(t *testing.T) {
	m, _ := elsewhere(t, nil)
	drain(t, m, m.answer(openedMsg{name: "mine", session: bench.Replay(recorded(t, recording))}))
	press(t, m, "4")
	drain(t, m, m.answer(offeredMsg{"theirs", "theirs"}))
	drain(t, m, m.answer(offeredMsg{"another", ""}))
	if !strings.Contains(m.View(), "A benchmark is running") {
		t.Fatalf("closed too early:\n%s", m.View())
	}
	drain(t, m, m.answer(offeredMsg{"theirs", ""}))
	if view := m.View(); len(m.dialogs) != 0 || !strings.Contains(view, "session theirs has ended") {
		t.Errorf("%d dialogs:\n%s", len(m.dialogs), view)
	}
	drain(t, m, m.answer(offeredMsg{"theirs", ""})) // nothing is asked any more
}

// When a session is complete, its bench process lives a moment longer. If a
// session died or was stopped, somebody may have started its bench process
// again.
func TestOnlyASessionThatMayGoOnIsFollowedAgain(t *testing.T) {
	all := recorded(t, recording)
	for name, c := range map[string]struct {
		events []bench.Event
		ends   []bench.Fact
		again  int
	}{
		"complete": {all, nil, 0},
		"stopped":  {all[:20], []bench.Fact{bench.SessionFinished{Outcome: bench.OutcomeStopped}}, 1},
		"died":     {all[:20], nil, 1},
	} {
		m, followed := elsewhere(t, nil)
		s := bench.Replay(c.events)
		for _, f := range c.ends {
			s.Apply(bench.Event{Seq: s.LastSeq + 1, Time: s.LastEvent, Fact: f})
		}
		drain(t, m, m.answer(openedMsg{name: "theirs", session: s}))
		press(t, m, "4")
		if len(*followed) != c.again || len(m.dialogs) != 0 {
			t.Errorf("%s: followed %q, %d dialogs", name, *followed, len(m.dialogs))
		}
	}
}

// A program that begins with a session used to follow it twice when Live also
// looked for a session. Then both read from one feed, and the screen did not
// change any more.
func TestAnAttachedSessionIsFollowedOnce(t *testing.T) {
	h, followed := testHouse(), 0
	h.Sessions.Live = func() (string, time.Time, bool) { return "new", clock, true }
	h.Sessions.Follow = func(string) Feed { followed++; return &openFeed{fakeFeed{events: recorded(t, recording)[:20]}} }
	m := New(t.Context(), h, Options{Theme: theme.New(theme.Options{}), Attach: "new"}).(*root)
	drain(t, m, m.Init())
	press(t, m, "4")
	if followed != 1 || !m.live {
		t.Errorf("followed %d times, live %v", followed, m.live)
	}
}

// The screen used to say that History shows whatever holds the machine, even if
// that is the measurement of a device or the session of another user.
func TestWhatIsMeasuredElsewhereIsNamed(t *testing.T) {
	for want, other := range map[string]Other{
		"session X is being measured on this machine now; 4 (Live) shows it":                                 {"session X", true},
		"session X of bob is being measured on this machine now; a new session waits for it":                 {"session X of bob", false},
		"the memory bandwidth of a device is being measured on this machine now; a new session waits for it": {"the memory bandwidth of a device", false},
	} {
		if got := otherText(other); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	m, _ := started(t, func(h *House) {
		h.Machine.Fitness = func(context.Context) []Finding {
			return []Finding{{"waits", "dragstrip is measuring session X of bob: a new session waits until it has ended", "nothing to do", ""}}
		}
	})
	press(t, m, "4")
	if view := m.View(); !strings.Contains(view, "dragstrip is measuring session X of bob") || strings.Contains(view, "Nothing is being measured") {
		t.Errorf("Live:\n%s", view)
	}
}

// While a session was followed, Machine used to show an old state, from before
// the session began. Or the session's own load looked like that of other
// programs.
func TestTheLoadOfTheSessionShownIsNotThatOfOtherPrograms(t *testing.T) {
	judged := 0
	load := Finding{"unfit", "other programs keep 3 of 4 cores busy", "close other programs", "figures will not show what this machine can do"}
	m, _ := elsewhere(t, func(h *House) {
		h.Machine.Fitness = func(context.Context) []Finding {
			judged++
			return []Finding{load}
		}
		h.Machine.Watch = func(context.Context, func(bench.Reading)) {}
	})
	press(t, m, "4", "1")
	drain(t, m, func() tea.Msg { return findingsMsg{[]Finding{load}} }) // the load was read before the session began
	if view := m.View(); strings.Contains(view, "other programs") || !strings.Contains(view, "a benchmark is running") {
		t.Errorf("while it is followed:\n%s", view)
	}
	before := judged
	drain(t, m, m.carryOut(m.news(feedMsg{feed: m.feed, name: m.name, batch: Batch{Ended: true}})))
	if press(t, m, "1"); !strings.Contains(m.View(), "looking") {
		t.Errorf("when it has ended:\n%s", m.View())
	}
	for range 2 {
		_, cmd := m.Update(streamMsg[bench.Reading]{items: []bench.Reading{{}}})
		drain(t, m, cmd)
	}
	if judged != before+1 || !strings.Contains(m.View(), "other programs keep 3") {
		t.Errorf("judged %d times:\n%s", judged-before, m.View())
	}
}

// The notice about a bench process that died names a key. It used to stay on
// screens without that key.
func TestTheNoticeOfADeadBenchProcessNamesAKeyThatWorks(t *testing.T) {
	died := func(keys ...string) *root {
		m, _ := elsewhere(t, nil)
		press(t, m, append([]string{"4"}, keys...)...)
		drain(t, m, m.carryOut(m.news(feedMsg{feed: m.feed, name: m.name, batch: Batch{Ended: true, Died: true}})))
		return m
	}
	onLive, elsewhere := "Finished tests are safe; r ", "Finished tests are safe; on Live (4), r "
	m := died()
	if !strings.Contains(m.notice.text, onLive) {
		t.Errorf("on Live: %q", m.notice.text)
	}
	if press(t, m, "esc"); m.at != atMachine || strings.Contains(m.View(), onLive) {
		t.Errorf("after leaving Live:\n%s", m.View())
	}
	if m := died("1"); !strings.Contains(m.notice.text, elsewhere) {
		t.Errorf("on Machine: %q", m.notice.text)
	}
	m = died()
	drain(t, m, m.do(watch{m.name}))
	if strings.Contains(m.notice.text, "died") {
		t.Errorf("after it was resumed: %q", m.notice.text)
	}
}

// An idle viewer used to draw its screen after every look at the load.
func TestOnlyANewLoadIsPassedOn(t *testing.T) {
	busy := func(share float64) bench.Reading { return bench.Reading{CPUBusy: &share} }
	for _, c := range []struct {
		what     string
		readings []bench.Reading
		changed  bool // builds come and go all the time
		want     int
	}{
		{"the same load", []bench.Reading{busy(0.5), busy(0.52), busy(0.48)}, false, 1},
		{"a load that creeps", []bench.Reading{busy(0.50), busy(0.53), busy(0.56), busy(0.59)}, false, 2},
		{"an unknown load", []bench.Reading{{}, {}}, false, 1},
		{"a load that becomes known", []bench.Reading{{}, busy(0.5), busy(0.5)}, false, 2},
		{"other builds", []bench.Reading{busy(0.5), busy(0.5), {}}, true, 3},
	} {
		told := 0
		each := onlyNews(func() bool { return c.changed }, func(bench.Reading) { told++ })
		for _, r := range c.readings {
			each(r)
		}
		if told != c.want {
			t.Errorf("%s: %d of %d readings are passed on, want %d", c.what, told, len(c.readings), c.want)
		}
	}
	onlyNews(nil, func(bench.Reading) {})(busy(1))
}

// If the program did not follow a session that was offered, it used to notice
// neither that session's end nor the next session. The same happened after a
// session that could not be read, and after another session was opened.
func TestTheMachineIsWatchedWheneverNoSessionIsFollowed(t *testing.T) {
	watched := make(chan bool, 9)
	watch := func(h *House) {
		h.Machine.Watch = func(context.Context, func(bench.Reading)) { watched <- true }
	}
	check := func(when string) {
		t.Helper()
		select {
		case <-watched:
		case <-time.After(20 * time.Second):
			t.Errorf("the machine is not watched %s", when)
		}
	}
	started(t, func(h *House) {
		watch(h)
		h.Sessions.Live = func() (string, time.Time, bool) { return "old", clock, true }
	})
	check("while a session is offered")
	for when, end := range map[string]func(m *root) tea.Msg{
		"after a session that cannot be read": func(m *root) tea.Msg { return feedMsg{feed: m.feed, name: m.name, err: errors.New("gone")} },
		"after another session was opened":    func(*root) tea.Msg { return openedMsg{name: "mine", session: bench.NewSession()} },
	} {
		m, _ := elsewhere(t, watch)
		check("at first")
		press(t, m, "4")
		if m.stopWatch != nil {
			t.Error("the machine is watched while a session is followed")
		}
		drain(t, m, m.answer(end(m)))
		check(when)
	}
}

// Another process used to finish a session whose bench process had died, while
// Live and Results kept saying that it died. Results keeps its columns when the
// session goes on.
func TestASessionThatSomebodyElseContinuesIsFollowedAgain(t *testing.T) {
	all := recorded(t, recording)
	part := len(all) * 2 / 3
	more := make(chan bool, 1)
	m, _ := started(t, func(h *House) {
		h.Sessions.Follow = func(string) Feed { return &fakeFeed{events: all} }
		h.Sessions.Continued = func(ctx context.Context, name string) bool {
			select {
			case found := <-more:
				return found && name == "s"
			default:
				return false
			}
		}
	})
	open := func() tea.Cmd { return m.answer(openedMsg{name: "s", session: bench.Replay(all[:part])}) }
	drain(t, m, open())
	if !m.died || !strings.Contains(m.View(), "bench process died") {
		t.Fatalf("before:\n%s", m.View())
	}
	waiting := open()
	other := bench.Replay(all)
	other.ID = "other"
	m.screens[atResults].update(columnMsg{name: "other", sessions: []*bench.Session{other}})
	more <- true
	drain(t, m, waiting)
	drain(t, m, m.answer(beatMsg{m.beatN}))
	want := bench.Replay(all)
	if m.died || m.live || m.session.Outcome != want.Outcome || m.session.LastSeq != want.LastSeq || m.session.DoubleEvents() != 0 {
		t.Errorf("died %v, live %v, %s after event %d of %d, %d twice", m.died, m.live, m.session.Outcome, m.session.LastSeq, want.LastSeq, m.session.DoubleEvents())
	}
	if view := m.View(); m.at != atResults || strings.Contains(view, "died") || len(m.screens[atResults].(*resultsScreen).more) != 1 {
		t.Errorf("after:\n%s", view)
	}
	drain(t, m, m.answer(continuedMsg{bench.NewSession()})) // of a session that is not shown any more
	if m.live {
		t.Error("another session's news begins a feed")
	}
}

// The elapsed time of a session whose bench process had died used to count on.
func TestTheTimeOfADeadSessionStandsStill(t *testing.T) {
	m, _ := started(t, nil)
	all := recorded(t, recording)
	s := bench.Replay(all[:len(all)*2/3])
	want := "elapsed " + bench.FormatDuration(s.ElapsedAt(s.LastEvent))
	drain(t, m, m.answer(openedMsg{name: "s", session: s}))
	later := clock.Add(time.Hour)
	m.Now = func() time.Time { return later }
	press(t, m, "4")
	if view := m.View(); !strings.Contains(view, want) {
		t.Errorf("want %s:\n%s", want, view)
	}
}

// Live kept "stopping" below the word "stopped".
func TestANoticeAboutALiveSessionEndsWithIt(t *testing.T) {
	m, _ := elsewhere(t, nil)
	press(t, m, "4")
	asked := notify{text: "stopping", live: true}
	if m.do(asked); m.notice.text != "stopping" {
		t.Fatalf("%q", m.notice.text)
	}
	m.carryOut(m.news(feedMsg{feed: m.feed, name: m.name, batch: Batch{Ended: true}}))
	if m.notice.text != "" {
		t.Errorf("after the end: %q", m.notice.text)
	}
	if m.do(asked); m.notice.text != "" { // the answer came late
		t.Errorf("late: %q", m.notice.text)
	}
}

// chained is Live with the search of the first of three models.
func chained(t *testing.T) (m *root, asked, followed *[]string) {
	t.Helper()
	m, asked, followed = searching(t), &[]string{}, &[]string{}
	m.session.Plan.Chain = &bench.Chain{At: 1, Of: 3}
	m.Sessions.Behind = func(name string) []string {
		if name != m.name {
			t.Errorf("asked for what waits behind %q, not %q", name, m.name)
		}
		return []string{"second", "third"}
	}
	m.Sessions.Ask = func(name string, c bench.Control) error {
		*asked = append(*asked, string(c.Verb)+" "+name)
		return nil
	}
	m.Sessions.Follow = func(name string) Feed {
		*followed = append(*followed, name)
		return &openFeed{fakeFeed{events: recorded(t, recording)[:20]}}
	}
	return m, asked, followed
}

// Several models are searched one after another, and Live goes on to the next one.
func TestLiveGoesOnToTheNextModel(t *testing.T) {
	m, _, followed := chained(t)
	for _, size := range [][2]int{{160, 45}, {100, 30}, {60, 20}, {40, 12}} {
		m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		fits(t, m.View(), size[0], size[1])
		if !strings.Contains(m.View(), "model 1 of 3") || size[0] >= 100 && !strings.Contains(m.View(), "model 1 of 3 · Tiny") {
			t.Errorf("%v:\n%s", size, m.View())
		}
	}
	apply(m, "", bench.SessionFinished{Outcome: bench.OutcomeDone})
	drain(t, m, m.carryOut(m.ended(feedMsg{feed: m.feed, name: m.name, batch: Batch{Ended: true}})))
	if len(*followed) != 1 || (*followed)[0] != "second" || m.at != atLive || !strings.Contains(m.notice.text, "model 1 of 3 is done") {
		t.Errorf("followed %q, at %s, says %q", *followed, screenNames[m.at], m.notice.text)
	}
}

func TestAfterTheLastModelTheResultsAreShown(t *testing.T) {
	m, _, followed := chained(t)
	m.Sessions.Behind = func(string) []string { return nil } // they were stopped
	apply(m, "", bench.SessionFinished{Outcome: bench.OutcomeDone})
	drain(t, m, m.carryOut(m.ended(feedMsg{feed: m.feed, name: m.name, batch: Batch{Ended: true}})))
	if len(*followed) != 0 || m.at != atResults {
		t.Errorf("followed %q, at %s", *followed, screenNames[m.at])
	}
}

// Stop asks whether the other models are meant, too. The last one is stopped
// first, so that none begins meanwhile.
func TestStopAsksWhetherAllModelsAreMeant(t *testing.T) {
	m, asked, _ := chained(t)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	press(t, m, "x")
	if !strings.Contains(m.View(), "This is model 1 of 3") {
		t.Errorf("%s", m.View())
	}
	press(t, m, "y", "x", "a")
	if got := strings.Join(*asked, ", "); got != "stop "+m.name+", stop third, stop second, stop "+m.name {
		t.Errorf("%s", got)
	}
	// One that cannot be asked used to keep the others from being stopped.
	ask := m.Sessions.Ask
	m.Sessions.Ask = func(name string, c bench.Control) error {
		if name == "third" {
			return errors.New("the disk is full")
		}
		return ask(name, c)
	}
	*asked = nil
	press(t, m, "x", "a")
	if got := strings.Join(*asked, ", "); got != "stop second, stop "+m.name || !strings.Contains(m.notice.text, "the disk is full") {
		t.Errorf("%s, says %q", got, m.notice.text)
	}
}

// After a continuation nothing may wait any more, although the plan says so.
func TestStopAndPauseNameOnlyModelsThatWait(t *testing.T) {
	for _, waiting := range [][]string{nil, {"second"}} {
		m, _, _ := chained(t)
		m.Sessions.Behind = func(string) []string { return waiting }
		m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
		press(t, m, "x")
		if strings.Contains(m.View(), "Stop this model, or all?") != (waiting != nil) || strings.Contains(m.View(), "Stop the benchmark?") != (waiting == nil) {
			t.Errorf("%v:\n%s", waiting, m.View())
		}
		press(t, m, "esc", "p")
		if !strings.Contains(m.notice.text, "pausing") || strings.Contains(m.notice.text, "the other models wait") != (waiting != nil) {
			t.Errorf("%v: %q", waiting, m.notice.text)
		}
	}
}
