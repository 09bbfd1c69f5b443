package tui

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// root is the whole program's model: it knows size, global keys, dialogs and
// notices, and routes everything else.
type root struct {
	*desk
	screens [places]screen
	at      place
	dialogs []dialog
	notice  notify
	noticeN int
	beatN   int
	beating bool
	beats   int // what is less important changes with every other one

	buildAsk, modelAsk int
	stopModels         context.CancelFunc
	stopWatch          context.CancelFunc

	feed     Feed
	feedCtx  context.Context
	stopFeed context.CancelFunc
	held     []bench.Event // that came and are not shown yet
	told     time.Time     // when news were last shown before their beat

	clipboard func(string)
	bell      func()
	leaving   func()
	mouse     bool
	quitting  bool
}

// Options say how the program begins.
type Options struct {
	Theme *theme.Theme
	// Attach follows this session at once.
	Attach string
	// Clipboard puts text on the clipboard of the person's terminal.
	Clipboard func(string)
	// Bell calls somebody who looked away.
	Bell func()
	// Mouse takes the wheel and clicks, except while something is measured.
	Mouse bool
	// Leaving is called when somebody asked to leave.
	Leaving func()
	// Panicked is told what a goroutine died of.
	Panicked func(string)
	// Width and Height are the terminal's size where it is known already.
	Width, Height int
}

// New makes the program's model. Commands end with ctx.
func New(ctx context.Context, h House, o Options) tea.Model {
	if h.Now == nil {
		h.Now = time.Now
	}
	if o.Panicked != nil {
		onPanic = o.Panicked
	}
	d := &desk{ctx: ctx, House: h, Theme: o.Theme, marked: map[string]bool{}, width: o.Width, height: o.Height}
	m := &root{desk: d, clipboard: o.Clipboard, bell: o.Bell, leaving: o.Leaving, mouse: o.Mouse}
	m.screens = [places]screen{
		atMachine: newMachineScreen(d), atModels: newModelsScreen(d), atPlan: newPlanScreen(d),
		atLive: newLiveScreen(d), atResults: newResultsScreen(d), atHistory: newHistoryScreen(d),
	}
	if o.Attach != "" {
		m.at = atLive
		d.name = o.Attach
	}
	return m
}

// Init starts what fills the screens.
func (m *root) Init() tea.Cmd {
	cmds := []tea.Cmd{m.heedMouse(), m.describe(), m.findBuilds(), m.screens[m.at].enter()}
	if m.name != "" {
		return tea.Batch(append(cmds, m.follow(m.name))...)
	}
	if name, since, ok := m.Sessions.Live(); ok {
		m.offerLive(name, since)
	} else {
		cmds = append(cmds, m.watchMachine())
	}
	return tea.Batch(cmds...)
}

// offerLive asks whether a session that is being measured shall be shown.
func (m *root) offerLive(name string, since time.Time) {
	m.dialogs = append(m.dialogs, &question{
		title: "A benchmark is running",
		text:  "A benchmark is running on this machine since " + since.Local().Format("15:04") + " (" + bench.Clean(name) + ").",
		answers: []answer{
			{key: "enter", text: "look at it", then: watch{name}},
		},
	})
}

// recordPanic keeps what a panic says before Bubble Tea restores the terminal
// with it.
func recordPanic() {
	if r := recover(); r != nil {
		onPanic(fmt.Sprintf("%v\n%s", r, debug.Stack()))
		panic(r)
	}
}

// Update takes one message.
func (m *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer recordPanic()
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		return m, nil
	case tea.KeyMsg:
		return m, m.typed(msg)
	case tea.MouseMsg:
		return m, m.clicked(msg)
	case actMsg:
		return m, m.do(msg.action)
	case quietMsg:
		if msg.n == m.noticeN {
			m.notice = notify{}
		}
		return m, nil
	case beatMsg:
		return m, m.beat(msg)
	case feedMsg:
		return m, m.news(msg)
	case openedMsg:
		return m, m.opened(msg)
	case streamMsg[[2]int64]:
		// A stand-in is written whatever screen is shown.
		a, cmd := m.screens[atModels].update(msg)
		return m, tea.Batch(cmd, m.do(a))
	case streamMsg[gpuLine]:
		a, cmd := m.screens[atMachine].update(msg)
		return m, tea.Batch(cmd, m.do(a))
	case streamMsg[setupLine]:
		a, cmd := m.screens[atMachine].update(msg)
		return m, tea.Batch(cmd, m.do(a))
	}
	return m, tea.Batch(m.learn(msg), m.tell(msg))
}

// tell hands a message to the dialog on top, if any, and to the screen.
func (m *root) tell(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	if n := len(m.dialogs); n > 0 {
		a, cmd := m.dialogs[n-1].update(msg)
		cmds = append(cmds, cmd, m.do(a))
	}
	a, cmd := m.screens[m.at].update(msg)
	return tea.Batch(append(cmds, cmd, m.do(a))...)
}

// learn puts on the desk what commands found out.
func (m *root) learn(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case describedMsg:
		m.machine, m.described = msg.machine, true
		cmds := []tea.Cmd{m.judge(), m.findModels()}
		if !m.live && len(m.dialogs) == 0 && m.bandwidth == nil {
			m.measuring = true
			cmds = append(cmds, m.measureMemory())
		}
		return tea.Batch(cmds...)
	case bandwidthMsg:
		m.measuring = false
		m.problem = ""
		if msg.err != nil {
			m.problem = bench.Clean(msg.err.Error())
			return nil
		}
		m.bandwidth = &msg.bandwidth
		return m.findModels() // their ceilings follow from it
	case findingsMsg:
		m.findings, m.fitKnown = msg.findings, true
	case buildsMsg:
		if msg.ask == m.buildAsk {
			m.builds, m.buildProblems, m.buildsKnown = msg.builds, msg.problems, true
		}
	case streamMsg[bench.Reading]:
		for i := range msg.items {
			m.read(&msg.items[i])
		}
		return msg.next
	case streamMsg[Model]:
		return m.foundModels(msg)
	}
	return nil
}

func (m *root) read(r *bench.Reading) {
	m.reading = r
	if r.CPUBusy != nil {
		m.busy = append(m.busy, *r.CPUBusy)
		m.busy = m.busy[max(0, len(m.busy)-60):]
	}
}

// foundModels takes some of the models. A search that began anew replaces
// what an older one had found only as it goes, so that nothing flickers.
func (m *root) foundModels(msg streamMsg[Model]) tea.Cmd {
	if msg.ask != m.modelAsk {
		return nil
	}
	for _, found := range msg.items {
		m.keepModel(found)
	}
	if msg.ended {
		m.modelsKnown, m.modelProblems = true, msg.tail
	}
	return msg.next
}

func (d *desk) keepModel(found Model) {
	for i := range d.models {
		if d.models[i].Path == found.Path {
			d.models[i] = found
			return
		}
	}
	d.models = append(d.models, found)
}

// typed takes keys one by one. Letters that arrive in one piece, as they do
// over a slow link, are one message, which no key matches.
func (m *root) typed(msg tea.KeyMsg) tea.Cmd {
	if msg.Type != tea.KeyRunes || msg.Paste || len(msg.Runes) < 2 {
		return m.key(msg)
	}
	var cmds []tea.Cmd
	for _, r := range msg.Runes {
		cmds = append(cmds, m.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt}))
	}
	return tea.Batch(cmds...)
}

// key takes the keys that mean the same everywhere and hands on the rest.
func (m *root) key(msg tea.KeyMsg) tea.Cmd {
	if key.Matches(msg, keyQuitNow) {
		return m.do(quit{})
	}
	if n := len(m.dialogs); n > 0 {
		a, cmd := m.dialogs[n-1].update(msg)
		return tea.Batch(cmd, m.do(a))
	}
	s := m.screens[m.at]
	if !s.typing() && !msg.Paste {
		if a := m.globalKey(msg, s); a != nil {
			return m.do(a)
		}
		if key.Matches(msg, keySuspend) {
			return tea.Suspend
		}
	}
	a, cmd := s.update(msg)
	if a == nil && cmd == nil && !s.typing() {
		a = m.backKey(msg)
	}
	return tea.Batch(cmd, m.do(a))
}

// globalKey: the number keys, tab, help and copying.
func (m *root) globalKey(msg tea.KeyMsg, s screen) action {
	switch k := msg.String(); {
	case m.at == atPlan && startsValue(msg) && m.screens[atPlan].(*planScreen).field().isText():
		return nil // a value, not the number of a screen
	case len(k) == 1 && k[0] >= '1' && int(k[0]-'1') < int(places):
		return goTo{place(k[0] - '1')}
	case key.Matches(msg, keyHelp):
		return open{m.help()}
	case key.Matches(msg, keyNext):
		return goTo{(m.at + 1) % places}
	case key.Matches(msg, keyBefore):
		return goTo{(m.at + places - 1) % places}
	case key.Matches(msg, keyCopy) && s.command() != "":
		return copyText{s.command()}
	}
	return nil
}

// backKey: what the screen did not want goes back, and from the first screen
// out.
func (m *root) backKey(msg tea.KeyMsg) action {
	switch {
	case key.Matches(msg, keyQuit):
		return quit{}
	case key.Matches(msg, keyBack) && m.at != atMachine:
		return goTo{atMachine}
	}
	return nil
}

// do carries an action out.
func (m *root) do(a action) tea.Cmd {
	switch a := a.(type) {
	case several:
		var cmds []tea.Cmd
		for _, each := range a {
			cmds = append(cmds, m.do(each))
		}
		return tea.Batch(cmds...)
	case goTo:
		m.at = a.place
		return m.screens[m.at].enter()
	case notify:
		return m.say(a)
	case open:
		m.dialogs = append(m.dialogs, a.dialog)
	case closeDialog:
		m.dialogs = m.dialogs[:max(len(m.dialogs)-1, 0)]
	case watch:
		m.at = atLive
		return tea.Batch(m.follow(a.name), m.screens[m.at].enter())
	case show:
		return m.openPast(a.name)
	case copyText:
		text := bench.Clean(a.text) // it will be pasted into a shell
		if m.clipboard != nil {
			m.clipboard(text)
		}
		return m.do(open{&pager{title: "Copied", lines: []string{text, "", "Where the terminal does not allow copying, select it here."}}})
	case export:
		return m.export(a.name)
	case rescan:
		return tea.Batch(m.findBuilds(), m.findModels())
	case remeasure:
		return m.remeasure()
	case redescribe:
		return m.describe()
	case setupDone:
		m.screens[atMachine].(*machineScreen).close()
	case notStarted:
		m.screens[atPlan].(*planScreen).starting = false
	case quit:
		m.quitting = true
		if m.leaving != nil {
			m.leaving()
		}
		return tea.Quit
	}
	return nil
}

// noticeFor is how long a notice stays.
const noticeFor = 6 * time.Second

func (m *root) say(n notify) tea.Cmd {
	m.notice = n
	m.noticeN++
	now := m.noticeN
	return tea.Tick(noticeFor, func(time.Time) tea.Msg { return quietMsg{now} })
}

func (m *root) export(name string) tea.Cmd {
	return act(func() action {
		path, err := m.Sessions.Export(m.ctx, name)
		return exported(path, err)
	})
}

// exported says where a report went. It is a dialog, not a notice: paths are
// long, and their end matters.
func exported(path string, err error) action {
	if err != nil {
		return bad("not exported: " + bench.Clean(err.Error()))
	}
	return open{&pager{title: "The report is written", lines: []string{bench.Clean(path)}}}
}

// redescribe asks what the machine is again: something was learnt of it.
type redescribe struct{}

// remeasure asks for the memory's bandwidth again.
type remeasure struct{}

func (m *root) remeasure() tea.Cmd {
	switch {
	case m.live:
		return m.say(bad("a benchmark is running: measuring the memory would disturb it"))
	case m.measuring:
		return nil
	}
	m.measuring = true
	return tea.Batch(m.measureMemory(), m.judge())
}
