package tui

import (
	"maps"
	"reflect"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// learn writes the answers of commands to the desk.
func (m *root) learn(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case describedMsg:
		m.machine, m.described = msg.machine.WithSizes(m.builds), true
		cmds := []tea.Cmd{m.judgeNow(), m.findModels()}
		switch {
		case m.bandwidth != nil:
		case m.live || len(m.dialogs) > 0:
			cmds = append(cmds, m.rememberMemory())
		default:
			m.measuring = true
			cmds = append(cmds, m.measureMemory(false))
		}
		return tea.Batch(cmds...)
	case bandwidthMsg:
		m.measuring = false
		m.problem = ""
		if msg.err != nil {
			m.problem = bench.Clean(msg.err.Error())
			if m.bandwidth != nil { // the screen shows the earlier figure, and not the problem
				return tea.Batch(m.expectAgain(), m.say(bad("The memory was not measured again: "+m.problem)))
			}
			return m.expectAgain()
		}
		m.bandwidth, m.best = &msg.seen, &msg.best
		return m.findModels() // the models' ceilings depend on the bandwidth
	case findingsMsg:
		if !m.live { // during a session, a part of the load comes from the session
			m.findings, m.fitKnown = msg.findings, true
		}
	case buildsMsg:
		if msg.ask == m.buildAsk {
			return m.learnBuilds(msg)
		}
	case serversMsg:
		return m.learnServers(msg)
	case serverMsg:
		return m.learnServer(msg)
	case streamMsg[bench.Reading]:
		return tea.Batch(msg.next, m.lookForBuilds(), m.relistAfter(m.looks.found.Swap(0)), m.heedLoad(msg.items))
	case streamMsg[Other]:
		return tea.Batch(msg.next, m.heedOther(msg.items))
	case buildsChangedMsg:
		if msg.ask == m.buildAsk {
			return m.findBuilds()
		}
	case streamMsg[Model]:
		return m.foundModels(msg)
	}
	return nil
}

// heedLoad shows the load. It checks again whether the machine is fit to measure
// if the load has changed, or if a session that was followed has ended.
func (m *root) heedLoad(readings []bench.Reading) tea.Cmd {
	if len(readings) == 0 || m.live {
		return nil
	}
	changed := m.noteLoad(readings[len(readings)-1])
	if m.unjudged || changed && m.saysFitness() {
		m.unjudged = false
		return m.judgeNow()
	}
	return nil
}

// heedOther tells about a measurement that began elsewhere. It checks again
// whether the machine is fit to measure, also when that measurement has ended.
func (m *root) heedOther(others []Other) tea.Cmd {
	if len(others) == 0 {
		return nil
	}
	if last := others[len(others)-1]; last.What != "" {
		return tea.Batch(m.judgeNow(), m.say(said(otherText(last))))
	}
	if m.problem != "" && m.bandwidth == nil && !m.measuring && !m.live && len(m.dialogs) == 0 {
		m.measuring = true // while the other measurement ran, the memory could not be read
		return tea.Batch(m.measureMemory(false), m.judgeNow())
	}
	return m.judgeNow()
}

// learnBuilds keeps the builds that were found. If they are others than before,
// it lists the models again.
func (m *root) learnBuilds(msg buildsMsg) tea.Cmd {
	same := m.buildsKnown && reflect.DeepEqual(m.builds, msg.builds)
	m.builds, m.buildProblems, m.buildsKnown = msg.builds, msg.problems, true
	m.nameBuilds()
	m.learnSizes()
	if same {
		return m.findServers()
	}
	return tea.Batch(m.expectAgain(), m.findServers())
}

// learnSizes takes the sizes of GPUs' memories from the engines if no other
// source gives them. These sizes decide which models fit.
func (m *root) learnSizes() {
	if m.machine.LacksSizes() {
		m.machine = m.machine.WithSizes(m.builds)
	}
}

// expectAgain lists the models again, because their expected speeds depend on
// the engine builds. It waits until both the machine and the builds are known,
// and until the memory is measured: then the models are listed again anyway.
func (m *root) expectAgain() tea.Cmd {
	if !m.described || !m.buildsKnown || m.measuring {
		return nil
	}
	return m.findModels()
}

// foundModels receives some of the models. A new search replaces the results of
// an older one model by model, so that the list does not flicker.
func (m *root) foundModels(msg streamMsg[Model]) tea.Cmd {
	if msg.ask != m.modelAsk {
		return nil
	}
	for _, found := range msg.items {
		m.keepModel(found)
		m.modelSeen[found.Key()] = true
	}
	if !msg.ended {
		return msg.next
	}
	m.modelsKnown, m.modelsEnded, m.modelProblems = true, msg.ask, msg.tail
	m.forgetModels()
	return nil
}

// forgetModels drops the models that a complete search did not find again.
func (m *root) forgetModels() {
	m.models = slices.DeleteFunc(m.models, func(o Model) bool { return !m.modelSeen[o.Key()] })
	maps.DeleteFunc(m.marked, func(key string, _ bool) bool { return !m.modelSeen[key] })
}

func (m *root) keepModel(found Model) {
	for i := range m.models {
		if m.models[i].Key() == found.Key() {
			m.models[i] = found
			return
		}
	}
	m.models = append(m.models, found)
}

// otherText is a line about what another viewer or user of this machine began to
// measure.
func otherText(o Other) string {
	text := bench.Clean(o.What) + " is being measured on this machine now; "
	if o.Watchable {
		return text + "4 (Live) shows it"
	}
	return text + "a new session waits for it"
}

// learnServers keeps the servers that were found. If they are others than before,
// or have other models, it lists the models again.
func (m *root) learnServers(msg serversMsg) tea.Cmd {
	if msg.ask != m.serverAsk || !msg.ok {
		return nil
	}
	if reflect.DeepEqual(m.servers, msg.servers) {
		return nil
	}
	m.servers = msg.servers
	return m.nameServers()
}

// nameBuilds names all builds, because the names of alike ones depend on each other.
func (m *root) nameBuilds() {
	builds := m.engineBuilds()
	m.buildNames = make(map[string]string, len(builds))
	for i, name := range buildNames(builds, m.Dot) {
		m.buildNames[builds[i].ID] = name
	}
}

// nameServers names the builds again, and lists the models again. During a
// measurement it does not list them, because that would disturb it.
func (m *root) nameServers() tea.Cmd {
	m.nameBuilds()
	if m.live {
		return nil
	}
	return m.expectAgain()
}

// learnServer keeps what a server said. It keeps nothing if the question was
// stopped, because the answer is only that.
func (m *root) learnServer(msg serverMsg) tea.Cmd {
	at := slices.IndexFunc(m.servers, func(s Server) bool { return s.Build.ID == msg.server.Build.ID })
	if at < 0 || msg.of.ctx.Err() != nil {
		return nil
	}
	m.servers = slices.Clone(m.servers)
	m.servers[at] = msg.server
	return m.nameServers()
}
