package tui

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// make builds the sheet from its sessions.
func (s *resultsScreen) make() {
	if s.of != s.session {
		*s = resultsScreen{desk: s.desk, of: s.session, bars: s.bars, suspect: s.suspect, order: s.order, find: s.find}
		s.find.SetValue("")
	}
	s.made = [2]int{s.shown, len(s.more)}
	if s.session == nil {
		s.sheet, s.found, s.doubted, s.notes, s.rows, s.lines = report.Sheet{}, nil, nil, nil, nil, nil
		return
	}
	sessions, beside := s.sessions(), report.SideBySide
	if s.byModel {
		beside = func(sessions []*bench.Session, baseline int, suspect bool) report.Sheet {
			return report.By(report.AxisModel, sessions, baseline, suspect)
		}
	}
	s.sheet = beside(sessions, 0, s.suspect)
	if at := s.columnWith(s.base); at > 0 {
		s.sheet = beside(sessions, at, s.suspect)
	}
	s.column = min(s.column, max(len(s.sheet.Columns)-1, 0))
	s.readFound()
	s.doubted = s.allDoubts()
	s.notes = s.standing()
	s.names, s.heads = newFittedNames(s.sheet.ColumnNames(report.Options{HostName: true})), keptHeads{}
	s.models = newCutNames(s.headings())
	s.where = s.elsewhere()
	s.how, s.medians, s.best = s.measuredHow(), s.widestMedian(), map[int]int{}
	s.arrange()
}

// sessions are the session that is shown and those beside it.
func (s *resultsScreen) sessions() []*bench.Session {
	all := []*bench.Session{s.session}
	for _, m := range s.more {
		all = append(all, m.session)
	}
	return all
}

// headings are what stands above the rows: the models, or the configurations if
// the columns are models.
func (s *resultsScreen) headings() (names []string) {
	for _, r := range s.sheet.Rows {
		if name := r.Heading(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// columnWith finds the column that contains a job. It gives -1 if no column
// contains it.
func (s *resultsScreen) columnWith(j *bench.JobState) int {
	return slices.IndexFunc(s.sheet.Columns, func(p report.SheetColumn) bool { return j != nil && slices.Contains(p.Jobs, j) })
}

// arrange chooses the rows and their order. The tests below a heading stay
// together. The row with the largest weight decides the position of the heading.
func (s *resultsScreen) arrange() {
	s.spared = keptSpare{}
	s.rows = s.rows[:0]
	want := strings.ToLower(strings.TrimSpace(s.find.Value()))
	headings, weight := make([]string, len(s.sheet.Rows)), map[string]float64{}
	for i, r := range s.sheet.Rows {
		headings[i] = r.Heading()
		if strings.Contains(strings.ToLower(headings[i]+" "+r.Test.String()), want) {
			s.rows = append(s.rows, i)
			weight[headings[i]] = max(weight[headings[i]], s.weight(i))
		}
	}
	if s.order != asMeasured {
		slices.SortStableFunc(s.rows, func(a, b int) int {
			x, y := headings[a], headings[b]
			if x != y {
				return cmp.Or(cmp.Compare(weight[y], weight[x]), cmp.Compare(x, y))
			}
			if s.order == bySpeed && !s.sheet.ByModel {
				return 0 // prompt processing is always faster than generation
			}
			return cmp.Compare(s.weight(b), s.weight(a))
		})
	}
	s.at = min(s.at, max(len(s.rows)-1, 0))
	s.lines = s.lay()
}

// weight is the value by which a row is sorted.
func (s *resultsScreen) weight(row int) float64 {
	r := s.sheet.Rows[row]
	most := 0.0
	for at, c := range r.Cells {
		switch {
		case s.order == byChange && c.Compared && c.HasRatio():
			most = max(most, math.Abs(math.Log(c.Ratio)))
		case s.order == bySpeed && at == s.sheet.Baseline && c.Row != nil:
			most = c.Row.Summary.Median
			if !r.Test.IsDecode() && !s.sheet.ByModel {
				most /= 1e9 // people choose a model by its generation speed
			}
		}
	}
	return most
}

// elsewhere names the machine and the date, if all results were measured on one
// other machine. The first line of the screen names this machine.
func (s *resultsScreen) elsewhere() string {
	if s.session == nil || s.live {
		return ""
	}
	there := s.session.Machine
	if s.session.Imported == nil && (!s.described || there.Line == "" || there.SameAs(s.machine)) {
		return ""
	}
	if len(s.sheet.Sessions()) > 1 {
		return "" // then the names of the columns or rows say where each was measured
	}
	return report.MeasuredWhere(s.session, time.Local)
}

// measuredHow says how many repetitions and starts the figures have, if the
// numbers are the same for all figures. The figure of several starts is not the
// median of all repetitions, but the geometric mean of the starts' medians.
func (s *resultsScreen) measuredHow() string {
	n, starts := 0, 0
	for _, r := range s.sheet.Rows {
		for _, c := range r.Cells {
			switch {
			case !c.Measured():
			case n == 0:
				n, starts = c.Row.Summary.N, c.Row.Summary.Starts
			case n != c.Row.Summary.N || starts != c.Row.Summary.Starts:
				return ""
			}
		}
	}
	if n == 0 {
		return ""
	}
	if starts < 2 {
		return "median of " + countOf(n, "repetition")
	}
	return "mean of " + countOf(starts, "start") + ", " + countOf(n, "repetition")
}

// readFound reads what a search found, if the session is one and stands alone.
// Beside other sessions, a search is compared like any session.
func (s *resultsScreen) readFound() {
	s.found, s.curved = nil, nil
	if len(s.more) > 0 {
		return
	}
	if found, is := report.FoundIn(s.session, report.Options{HostName: true}); is {
		s.found, s.curved = &found, found.Curves()
		s.picked = min(s.picked, max(len(found.Configurations)-1, 0))
	}
}
