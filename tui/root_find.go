package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

func (m *root) describe() tea.Cmd {
	return func() tea.Msg { return describedMsg{m.desk.Machine.Describe(m.ctx)} }
}

func (m *root) measureMemory(fresh bool) tea.Cmd {
	return func() tea.Msg {
		seen, best, err := m.desk.Machine.Measure(m.ctx, fresh)
		return bandwidthMsg{seen, best, err}
	}
}

// rememberMemory takes a remembered bandwidth. It measures nothing, so it disturbs
// no session.
func (m *root) rememberMemory() tea.Cmd {
	return func() tea.Msg {
		if known, ok := m.desk.Machine.Remembered(m.ctx); ok {
			return bandwidthMsg{known, known, nil}
		}
		return nil
	}
}

func (m *root) findBuilds() tea.Cmd {
	m.buildAsk++
	ask := m.buildAsk
	return func() tea.Msg {
		builds, problems := m.Engines.Find(m.ctx)
		return buildsMsg{ask, builds, problems}
	}
}

// lookForBuilds looks whether builds were installed or removed elsewhere, while
// a screen that shows them is visible. It does not look while something is
// measured, because a search starts the engines.
func (m *root) lookForBuilds() tea.Cmd {
	shown := m.at == atMachine || m.at == atPlan
	_, waits := m.waitsFor()
	if m.Engines.Changed == nil || m.live || !m.buildsKnown || !shown || waits {
		return nil
	}
	ask, changed := m.buildAsk, m.Engines.Changed
	return func() tea.Msg {
		if changed() {
			return buildsChangedMsg{ask}
		}
		return nil
	}
}

func (m *root) findModels() tea.Cmd {
	m.modelAsk++
	if m.stopModels != nil {
		m.stopModels()
	}
	ctx, stop := context.WithCancel(m.ctx)
	m.stopModels, m.modelSeen = stop, map[string]bool{}
	machine, best := m.machine, m.bestProbe()
	return stream(ctx, m.modelAsk, func(ctx context.Context, each func(Model)) []string {
		return m.Models.Find(ctx, machine, best, each)
	})
}

// relist looks for models again. It does nothing if that would disturb a
// measurement, or if the first search has not ended.
func (m *root) relist() tea.Cmd {
	if m.live || !m.modelsKnown {
		return nil
	}
	return m.findModels()
}

// awaitsModels tells whether a screen is shown that must notice models that come
// or go: Models, or Machine while it offers a model because there is none.
func (m *root) awaitsModels() bool {
	return m.at == atModels || m.at == atMachine && len(m.models) == 0
}

// wantLooks says whether models shall be looked for: while such a screen is
// shown, a search has ended, and nothing is measured.
func (m *root) wantLooks() {
	ask := 0
	if m.awaitsModels() && !m.live && m.modelsEnded == m.modelAsk {
		ask = m.modelAsk
	}
	m.looks.ask.Store(int64(ask))
}

// relistAfter searches again if models have come or gone after this search, and
// no other search has begun since then.
func (m *root) relistAfter(search int64) tea.Cmd {
	if search != int64(m.modelAsk) || !m.awaitsModels() {
		return nil
	}
	return m.relist()
}

// onlyNews passes on a reading if the load that it shows is new, or if builds or
// models have changed (changed may be nil). Each reading that is passed on draws
// the screen. Drawing takes a processor from an engine much longer than the
// reading itself.
func onlyNews(changed func() bool, each func(bench.Reading)) func(bench.Reading) {
	var told *bench.Reading
	return func(r bench.Reading) {
		news := changed != nil && changed()
		if told == nil || otherLoad(told.CPUBusy, r.CPUBusy) {
			told, news = &r, true
		}
		if news {
			each(r)
		}
	}
}

// watchMachine reads the load for the first line and notices other sessions,
// while nothing is being measured. During a session the session's bench process
// reads the load.
func (m *root) watchMachine() tea.Cmd {
	if m.stopWatch != nil {
		return nil
	}
	ctx, stop := context.WithCancel(m.ctx)
	m.stopWatch = stop
	m.looks = &modelLooks{} // the reader before this one may still be looking
	watch, builds, models, looks := m.desk.Machine.Watch, m.Engines.Changed, m.Models.Changed, m.looks
	load := stream(ctx, 0, func(ctx context.Context, each func(bench.Reading)) []string {
		watch(ctx, onlyNews(func() bool {
			others := models != nil && looks.look(ctx, models, time.Now)
			return builds != nil && builds() || others
		}, each))
		return nil
	})
	if m.Sessions.Others == nil {
		return load
	}
	return tea.Batch(load, stream(ctx, 0, func(ctx context.Context, each func(Other)) []string {
		m.Sessions.Others(ctx, each)
		return nil
	}))
}
