package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// articleMsg brings the tables of the blog post. lay gives their lines for a
// width.
type articleMsg struct {
	lay func(width int) []string
	err error
}

// ofArticle are the tests of the preset article that no other preset has.
var ofArticle = []bench.Test{{Prompt: 4096, Generation: 128}, {Prompt: 4096}}

// isArticle tells whether the session was measured with the preset article. Its
// last page are the tables of the blog post.
func (s *resultsScreen) isArticle() bool {
	if s.session == nil || s.Sessions.Article == nil {
		return false
	}
	return slices.ContainsFunc(s.session.Jobs, func(j *bench.JobState) bool {
		return !slices.ContainsFunc(ofArticle, func(t bench.Test) bool { return j.Test(t) == nil })
	})
}

// askArticle asks for the tables, with what the shown sessions of this machine
// measured.
func (s *resultsScreen) askArticle() tea.Cmd {
	var own []report.Row
	for _, session := range s.sheet.Sessions() {
		if session.Imported == nil && session.Machine.SameAs(s.machine) {
			own = append(own, report.Rows(session)...)
		}
	}
	tables := s.Sessions.Article
	return to(atResults, func() tea.Msg {
		lay, err := tables(own)
		return articleMsg{lay, err}
	})
}

func (s *resultsScreen) showArticle(msg articleMsg) action {
	if msg.err != nil {
		return bad(bench.Clean(msg.err.Error()))
	}
	return open{&pager{title: "The blog post, with this machine", lay: func(width int) []string {
		lines := msg.lay(width)
		for i, line := range lines {
			lines[i] = s.Spelled(line)
		}
		return lines
	}}}
}
