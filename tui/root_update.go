package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// Init starts the commands that fill the screens.
func (m *root) Init() tea.Cmd {
	cmds := []tea.Cmd{m.heedMouse(), m.describe(), m.findBuilds(), m.screens[m.at].enter()}
	if m.name != "" {
		return tea.Batch(append(cmds, m.follow(m.name))...)
	}
	if name, since, ok := m.Sessions.Live(); ok {
		m.dialogs = append(m.dialogs, offerLive(name, since))
		cmds = append(cmds, m.watchOffer(name))
	}
	return tea.Batch(append(cmds, m.watchMachine())...)
}

// Update handles one message.
func (m *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer recordPanic()
	cmd := m.answer(msg)
	m.wantLooks()
	return m, cmd
}

// answer passes a message to the part that handles it, and carries out the
// action that comes back.
func (m *root) answer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case quietMsg:
		if msg.n == m.noticeN {
			m.notice = notify{}
		}
	case tea.KeyMsg:
		return m.typed(msg)
	case tea.MouseMsg:
		return m.carryOut(m.clicked(msg))
	case actMsg:
		return m.do(msg.action)
	case beatMsg:
		return m.carryOut(m.beat(msg))
	case feedMsg:
		return m.carryOut(m.news(msg))
	case liveMsg:
		return m.carryOut(m.showLive(msg))
	case offeredMsg:
		return m.offered(msg)
	case continuedMsg:
		return m.goOn(msg)
	case nextModelMsg:
		return m.do(m.nextModel(msg))
	case openedMsg:
		return m.carryOut(m.opened(msg))
	case forScreenMsg:
		a, cmd := m.screens[msg.screenNumber].update(msg.msg)
		if _, asks := a.(open); asks && msg.screenNumber != m.at {
			m.endDoing()
			a = nil // the user has left the screen that would ask
		}
		return m.carryOut(a, cmd)
	default:
		return tea.Batch(m.learn(msg), m.tell(msg))
	}
	return nil
}

// carryOut carries out an action and runs a command.
func (m *root) carryOut(a action, cmd tea.Cmd) tea.Cmd { return tea.Batch(cmd, m.do(a)) }

// tell passes a message to the dialog on top, if there is one, and to the
// screen.
func (m *root) tell(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	if n := len(m.dialogs); n > 0 {
		cmds = append(cmds, m.carryOut(m.dialogs[n-1].update(msg)))
	}
	return tea.Batch(append(cmds, m.carryOut(m.screens[m.at].update(msg)))...)
}

// typed handles keys one by one. Over a slow connection several letters arrive
// as one message, which would match no key.
func (m *root) typed(msg tea.KeyMsg) tea.Cmd {
	if !m.notice.doing && !msg.Paste { // it has been read
		m.notice = notify{}
	}
	m.looks.soon.Store(true)
	if msg.Type != tea.KeyRunes || msg.Paste || len(msg.Runes) < 2 {
		return m.carryOut(m.key(msg))
	}
	var cmds []tea.Cmd
	for _, r := range msg.Runes {
		cmds = append(cmds, m.carryOut(m.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt})))
	}
	return tea.Batch(cmds...)
}

// offered closes the question about a session that is not measured any more.
func (m *root) offered(msg offeredMsg) tea.Cmd {
	n := len(m.dialogs)
	if n == 0 {
		return nil
	}
	if q, is := m.dialogs[n-1].(*question); !is || q.about != msg.name {
		return nil
	}
	if msg.now == msg.name {
		return m.watchOffer(msg.name)
	}
	m.dialogs = m.dialogs[:n-1]
	if msg.now != "" { // the offered one may have ended, or wait
		return m.say(notify{text: "session " + bench.Clean(msg.now) + " is measured now; key 4 shows it"})
	}
	return m.say(notify{text: "session " + bench.Clean(msg.name) + " has ended; History opens it"})
}
