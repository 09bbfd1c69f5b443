package tui

import (
	"regexp"
	"testing"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// farStarts adds a second start to every test of a session, which is much slower
// than the first one. All figures are then uncertain.
func farStarts(s *bench.Session) *bench.Session {
	s.Plan.Rounds = 2
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			slow := t.Results[0]
			slow.Round, slow.SamplesNS = 1, []int64{slow.SamplesNS[0] * 9, slow.SamplesNS[0] * 9}
			t.Results = append(t.Results, slow)
		}
	}
	return s
}

// An uncertain figure used to look certain in a narrow column: the word was left
// out.
func TestAnUncertainFigureIsMarkedAtEveryWidth(t *testing.T) {
	figure := regexp.MustCompile(`\d+\.\d( uncertain| ±\?| \+/-\?)?`)
	for _, o := range []theme.Options{{}, {ASCII: true}} {
		for _, size := range [][2]int{{160, 45}, {100, 30}, {60, 20}, {40, 12}} {
			for _, keys := range [][]string{nil, {"v"}, {"m"}} {
				m := resultsRoot(t, o)
				drain(t, m, m.answer(openedMsg{name: "long", session: farStarts(longNames(2))}))
				press(t, m, keys...)
				s, marked := m.screens[atResults].(*resultsScreen), 0
				f := s.divide(size[0], size[1])
				for row := range s.rows {
					r := s.sheet.Rows[s.rows[row]]
					for at := range r.Cells {
						for _, width := range []int{f.cell - gapCells, s.barFigureWidth(size[0])} {
							text := s.cellText(tableCell{r.Cells[at], false, false, s.medians, width})
							for _, found := range figure.FindAllStringSubmatch(text, 1) {
								marked++
								if found[1] == "" {
									t.Errorf("%v %v %q: %q is not marked", o, size, keys, text)
								}
							}
						}
					}
				}
				if marked == 0 {
					t.Errorf("%v %v %q: nothing is marked", o, size, keys)
				}
			}
		}
	}
}
