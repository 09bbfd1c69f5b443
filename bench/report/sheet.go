package report

import (
	"fmt"
	"slices"

	"dyno/bench"
)

// Sheet sets results side by side: panes are what is compared, rows are what
// was measured of each. It is made from sessions alone, so that a screen and
// a text show the same.
type Sheet struct {
	Panes []SheetPane
	Rows  []SheetRow
	// ByModel: there is one engine build and one set of parameters, so the
	// panes are models.
	ByModel  bool
	Baseline int
	// Differs says for each pane but the baseline what it differs in besides
	// the thing compared.
	Differs []string
}

// SheetPane is one side of a comparison.
type SheetPane struct {
	Title, Detail string
	Session       *bench.Session
	job           *bench.JobState // one of those in it
	model         string
}

// SheetRow is one test of one model in all panes.
type SheetRow struct {
	Model string
	Test  bench.Test
	// Cells belong to the panes, in their order; a nil Row was not asked for
	// there.
	Cells []SheetCell
}

// SheetCell is one result beside the baseline's.
type SheetCell struct {
	Row *Row
	// Comparison with the baseline's cell; HasRatio tells whether there is a
	// figure, Compared whether there are two sides at all.
	bench.Comparison
	Compared bool
}

// SideBySide sets sessions side by side. baseline is the pane the others are
// held against; one that is not there is the first.
func SideBySide(sessions []*bench.Session, baseline int) Sheet {
	s := Sheet{}
	for n, session := range sessions {
		for _, j := range session.Jobs {
			s.pane(paneOf(n, session, j, false))
		}
	}
	if len(s.Panes) == 1 && len(labelsOf(sessions)) > 1 {
		s = Sheet{ByModel: true}
		for n, session := range sessions {
			for _, j := range session.Jobs {
				s.pane(paneOf(n, session, j, true))
			}
		}
	}
	if baseline > 0 && baseline < len(s.Panes) {
		s.Baseline = baseline
	}
	for n, session := range sessions {
		for _, r := range Rows(session) {
			s.put(n, r)
		}
	}
	s.compare()
	s.nameDifferences()
	return s
}

func labelsOf(sessions []*bench.Session) []string {
	var out []string
	for _, s := range sessions {
		for _, j := range s.Jobs {
			if label := j.Model.Label(); !slices.Contains(out, label) {
				out = append(out, label)
			}
		}
	}
	return out
}

func paneOf(n int, s *bench.Session, j *bench.JobState, byModel bool) SheetPane {
	p := SheetPane{Title: buildLabel(j), Detail: j.Params.String(), Session: s, job: j}
	if n > 0 {
		p.Detail = orText(p.Detail, s.ID)
		if p.Detail != s.ID {
			p.Detail += " · " + s.ID
		}
	}
	if byModel {
		p.model = j.Model.Label()
		p.Title, p.Detail = p.model, buildLabel(j)
	}
	return p
}

// same tells whether two panes hold the same thing.
func (p SheetPane) same(o SheetPane) bool {
	return p.Session == o.Session && p.model == o.model && p.job.Build.ID == o.job.Build.ID &&
		p.job.Params.String() == o.job.Params.String() && p.job.NoWarmup == o.job.NoWarmup
}

func (s *Sheet) pane(p SheetPane) int {
	for i, have := range s.Panes {
		if have.same(p) {
			return i
		}
	}
	s.Panes = append(s.Panes, p)
	return len(s.Panes) - 1
}

// put places a row into its pane.
func (s *Sheet) put(n int, r Row) {
	at := s.pane(paneOf(n, r.Session, r.Job, s.ByModel))
	model := r.Job.Model.Label()
	if s.ByModel {
		model = ""
	}
	for i := range s.Rows {
		if s.Rows[i].Model != model || s.Rows[i].Test != r.Test.Test {
			continue
		}
		if have := s.Rows[i].Cells[at].Row; have == nil || !have.Measured() {
			s.Rows[i].Cells[at].Row = &r
		}
		return
	}
	row := SheetRow{Model: model, Test: r.Test.Test, Cells: make([]SheetCell, len(s.Panes))}
	row.Cells[at].Row = &r
	s.insert(row)
}

// insert keeps the tests of a model together.
func (s *Sheet) insert(row SheetRow) {
	at := len(s.Rows)
	for i := len(s.Rows) - 1; i >= 0; i-- {
		if s.Rows[i].Model == row.Model {
			at = i + 1
			break
		}
	}
	s.Rows = slices.Insert(s.Rows, at, row)
}

func (s *Sheet) compare() {
	for i := range s.Rows {
		base := s.Rows[i].Cells[s.Baseline].Row
		for c := range s.Rows[i].Cells {
			cell := &s.Rows[i].Cells[c]
			if c == s.Baseline || base == nil || cell.Row == nil || !base.Measured() || !cell.Row.Measured() {
				continue
			}
			cell.Compared = true
			cell.Comparison = bench.Compare(base.Test.SamplesTPS(), cell.Row.Test.SamplesTPS())
		}
	}
}

func (s *Sheet) nameDifferences() {
	if len(s.Panes) < 2 {
		return
	}
	base := s.Panes[s.Baseline]
	for i, p := range s.Panes {
		if i == s.Baseline {
			continue
		}
		what := differences(base.job, p.job, func(text string) string { return text })
		if s.ByModel {
			what = append([]string{"model"}, what...)
		}
		if base.Session != p.Session {
			what = append(what, "session")
			if base.Session.Machine.Line != p.Session.Machine.Line {
				what = append(what, fmt.Sprintf("machine (%s, %s)", orText(base.Session.Machine.Line, "?"), orText(p.Session.Machine.Line, "?")))
			}
		}
		text := "nothing that was asked for"
		if len(what) > 0 {
			text = joinWords(what)
		}
		s.Differs = append(s.Differs, fmt.Sprintf("%s differs from %s in %s", Letter(i), Letter(s.Baseline), text))
	}
}

func joinWords(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	out := words[0]
	for _, w := range words[1 : len(words)-1] {
		out += ", " + w
	}
	return out + " and " + words[len(words)-1]
}

// Letter names a pane: A, B, … Z, then by number.
func Letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return fmt.Sprint(i + 1)
}
