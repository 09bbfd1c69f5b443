package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

func (s *resultsScreen) enter() tea.Cmd {
	s.make()
	if s.session == nil {
		return s.listPast(atResults, "")
	}
	return nil
}

func (s *resultsScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case freshMsg:
		s.make()
	case describedMsg:
		s.where = s.elsewhere() // only now is it known whether the session is from another machine
	case columnsMsg:
		return s.addChips(msg), nil
	case columnMsg:
		return s.addColumn(msg), nil
	case pastMsg:
		switch msg.beside {
		case "": // the list was read only to show how many sessions there are
			s.past = len(msg.past)
		case s.asked:
			s.asked = "" // the key may have been pressed twice
			if s.name == msg.beside {
				return s.offerColumns(msg), nil
			}
		}
	case answeringMsg:
		return s.offerChips(msg), nil
	case sourcesMsg:
		return open{&pager{title: "Published", lines: cleanAll(msg.lines)}}, nil
	case articleMsg:
		return s.showArticle(msg), nil
	case pastedMsg:
		return s.pasted(atResults, msg), s.addImported(msg)
	case chipsMsg:
		return nil, s.readChips(msg.chips)
	case besideMsg:
		return nil, s.putBeside(msg)
	case tea.KeyMsg:
		if s.find.on {
			return s.typeFind(msg)
		}
		return s.key(msg)
	}
	return nil, nil
}

func (s *resultsScreen) typeFind(msg tea.KeyMsg) (action, tea.Cmd) {
	s.find.key(msg)
	s.arrange()
	return said(""), nil
}

func (s *resultsScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return s.paste(atResults, string(msg.Runes))
	}
	if s.session == nil {
		if key.Matches(msg, keyEnter) {
			return goTo{atModels}, nil
		}
		return nil, nil
	}
	if s.found != nil {
		return s.keyOfSearch(msg)
	}
	if by, ok := steps(msg, max(s.height-12, 1), len(s.rows)); ok {
		s.at = min(max(s.at+by, 0), max(len(s.rows)-1, 0))
		return said(""), nil
	}
	switch {
	case key.Matches(msg, keyBack) && s.find.Value() != "":
		s.find.SetValue("")
		s.arrange()
	case key.Matches(msg, keyFind):
		s.find.open()
	case key.Matches(msg, keyLeft):
		s.turn(-1)
	case key.Matches(msg, keyRight):
		s.turn(1)
	case key.Matches(msg, keyBars):
		s.bars = !s.bars
		s.lines = s.lay()
	case key.Matches(msg, keySort):
		s.order = (s.order + 1) % resultOrders
		s.arrange()
		return said("sorted: " + resultOrderNames[s.order]), nil
	default:
		return s.keyOfSheet(msg)
	}
	return said(""), nil
}

// keyOfSheet handles the keys that change the columns or open a dialog.
func (s *resultsScreen) keyOfSheet(msg tea.KeyMsg) (action, tea.Cmd) {
	switch {
	case key.Matches(msg, keyExport) && (len(s.sheet.Sessions()) > 1 || s.byModel):
		return open{s.offerSheet()}, nil
	case key.Matches(msg, keyExport):
		return export{s.name, s.markdownTable(), s.file}, nil
	case key.Matches(msg, keyBaseline) && s.column < len(s.sheet.Columns):
		s.base = s.sheet.Columns[s.column].Jobs[0]
		s.make()
		return said(s.sheet.Columns[s.sheet.Baseline].Name + " is the baseline"), nil
	case key.Matches(msg, keyByModel) && s.whyNotByModel() == "":
		s.byModel = !s.byModel
		s.make()
		return said(map[bool]string{true: "each model is a column", false: "models are rows again"}[s.byModel]), nil
	case key.Matches(msg, keySuspect):
		s.suspect = !s.suspect
		s.make()
		return said(map[bool]string{true: "suspect results are compared, too", false: "suspect results are not compared"}[s.suspect]), nil
	case key.Matches(msg, keyColumn):
		s.asked = s.name
		return s.doing("looking for sessions"), s.listPast(atResults, s.asked)
	case key.Matches(msg, keySources) && s.whyNoSources() == "":
		return said(""), s.askSources()
	case key.Matches(msg, keyCurves):
		return s.showPictures(true), nil
	case key.Matches(msg, keyArticle) && s.isArticle():
		return s.doing("making the tables"), s.askArticle()
	case key.Matches(msg, keyRemove):
		return s.remove(), nil
	case key.Matches(msg, keyRowDetails) && s.at < len(s.rows):
		return open{&pager{titleIn: s.rowTitle, lines: s.rowDetails()}}, nil
	case key.Matches(msg, keySamples):
		return open{&pager{title: "Samples, t/s", lines: s.samples()}}, nil
	case key.Matches(msg, keyDoubts):
		return open{&pager{title: "Warnings", lines: s.warnings()}}, nil
	case s.canResume() && key.Matches(msg, keyResume):
		return nil, resumeSession(s.desk, s.name)
	}
	return nil, nil
}

func (s *resultsScreen) keyOfSearch(msg tea.KeyMsg) (action, tea.Cmd) {
	all := len(s.found.Configurations)
	if by, ok := steps(msg, max(s.height-12, 1), all); ok {
		s.picked = min(max(s.picked+by, 0), max(all-1, 0))
		return said(""), nil
	}
	switch {
	case key.Matches(msg, keyExport):
		return export{s.name, s.found.Markdown(), s.file}, nil
	case key.Matches(msg, keyRowDetails) && all > 0:
		return open{&pager{titleIn: s.pickedTitle, lines: s.searchDetails()}}, nil
	case key.Matches(msg, keyMap) && s.whyNoMaps() == "":
		return s.showPictures(false), nil
	case key.Matches(msg, keyCurves) && s.whyNoCurves() == "":
		return s.showPictures(true), nil
	case key.Matches(msg, keySave) && all > 0:
		return open{s.presetPrompt()}, nil
	case key.Matches(msg, keyColumn, keyDoubts, keyResume):
		return s.keyOfSheet(msg)
	}
	return nil, nil
}
