package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

func (m *root) describe() tea.Cmd {
	return func() tea.Msg { return describedMsg{m.desk.Machine.Describe(m.ctx)} }
}

func (m *root) judge() tea.Cmd {
	return func() tea.Msg { return findingsMsg{m.desk.Machine.Fitness(m.ctx)} }
}

func (m *root) measureMemory(fresh bool) tea.Cmd {
	return func() tea.Msg {
		seen, best, err := m.desk.Machine.Measure(m.ctx, fresh)
		return bandwidthMsg{seen, best, err}
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

func (m *root) findModels() tea.Cmd {
	m.modelAsk++
	if m.stopModels != nil {
		m.stopModels()
	}
	ctx, stop := context.WithCancel(m.ctx)
	m.stopModels = stop
	machine, best := m.machine, bench.Bandwidth{}
	if m.best != nil {
		best = *m.best
	}
	return stream(ctx, m.modelAsk, func(ctx context.Context, each func(Model)) []string {
		return m.Models.Find(ctx, machine, best, each)
	})
}

// watchMachine reads the load for the first line while nothing is measured;
// while something is, its bench process does.
func (m *root) watchMachine() tea.Cmd {
	if m.stopWatch != nil {
		return nil
	}
	ctx, stop := context.WithCancel(m.ctx)
	m.stopWatch = stop
	return stream(ctx, 0, func(ctx context.Context, each func(bench.Reading)) []string {
		m.desk.Machine.Watch(ctx, each)
		return nil
	})
}
