package tui

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// do carries out an action.
func (m *root) do(a action) tea.Cmd {
	switch a := a.(type) {
	case several:
		var cmds []tea.Cmd
		for _, each := range a {
			cmds = append(cmds, m.do(each))
		}
		return tea.Batch(cmds...)
	case goTo:
		m.show(a.screenNumber)
		return tea.Batch(m.screens[m.at].enter(), m.seekLive(), m.lookForServers())
	case notify:
		if a.live && !m.live { // it has ended meanwhile
			return nil
		}
		return m.say(a)
	case open:
		m.endDoing()
		m.dialogs = append(m.dialogs, a.dialog)
	case closeDialog:
		m.dialogs = m.dialogs[:max(len(m.dialogs)-1, 0)]
	case watch:
		m.endDoing()
		m.endHere()
		m.at = atLive
		return tea.Batch(m.follow(a.name), m.screens[m.at].enter())
	case show:
		return m.openPast(a)
	case addChips:
		if m.session == nil {
			return m.openNewest(a.chips)
		}
		return tea.Batch(m.do(goTo{atResults}), chipsBeside(a.chips))
	case mark:
		return m.mark(a)
	case copyText:
		return m.do(m.copied(a.text))
	case export:
		m.dialogs = append(m.dialogs, m.offerExport(a))
	case rescan:
		return tea.Batch(m.findBuilds(), m.findModels())
	case askServer:
		return m.ask(a)
	case seekServers:
		return m.findServers()
	case relist:
		return m.relist()
	case remeasure:
		return m.remeasure()
	case redescribe:
		return m.describe()
	case quit:
		m.quitting = true
		if m.leaving != nil {
			m.leaving()
		}
		return tea.Quit
	}
	return nil
}

// show shows a screen, and removes a notice that names a key of another screen.
func (m *root) show(at screenNumber) {
	if m.at != at {
		m.endHere()
	}
	m.at = at
}

// endHere removes a notice that names a key of the screen that is shown.
func (m *root) endHere() {
	if m.notice.here {
		m.notice = notify{}
	}
}

// noticeFor is how long a notice stays, if no key is pressed.
const noticeFor = 6 * time.Second

// say shows a notice for some seconds.
func (m *root) say(n notify) tea.Cmd {
	m.notice = n
	m.noticeN++
	now := m.noticeN
	return tea.Tick(noticeFor, func(time.Time) tea.Msg { return quietMsg{now} })
}

// endDoing removes the notice about something that was being done.
func (m *root) endDoing() {
	if m.notice.doing {
		m.notice = notify{}
	}
}

// copied puts text on the clipboard and shows it.
func (m *root) copied(text string) action {
	lines := cleanText(text) // the text may be pasted into a shell
	if m.clipboard != nil {
		m.clipboard(strings.Join(lines, "\n"))
	}
	for i, line := range lines {
		lines[i] = m.Spelled(line)
	}
	return open{&pager{title: "Copied", lines: append(lines, "", "If your terminal does not allow copying, select the text here.")}}
}

// mark marks models or removes their marks. The visible screen is drawn again.
func (m *root) mark(a mark) tea.Cmd {
	for _, key := range a.keys {
		if a.on {
			m.marked[key] = true
		} else {
			delete(m.marked, key)
		}
	}
	wanted, cmd := m.screens[m.at].update(freshMsg{})
	return tea.Batch(cmd, m.do(wanted))
}

// remeasure measures the memory again, unless a benchmark is running.
func (m *root) remeasure() tea.Cmd {
	switch {
	case m.live:
		return m.say(bad("A benchmark is running. Measuring the memory would disturb it."))
	case m.measuring:
		return nil
	}
	m.measuring = true
	return tea.Batch(m.measureMemory(true), m.judgeNow())
}
