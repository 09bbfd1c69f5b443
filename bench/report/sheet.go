package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
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
	// LeftOut names what was compared with nothing because it is suspect.
	LeftOut []string
	// Fair says of panes that hold one model on two engines what could not be
	// matched, and how much of the difference is only bytes.
	Fair []string
	// origins are those of models that stand there for two engines.
	origins map[string]string
}

// SheetPane is one side of a comparison: jobs of one session on one engine
// build with one set of parameters, none of them of the same model.
type SheetPane struct {
	Title, Detail string
	Session       *bench.Session
	Jobs          []*bench.JobState
	job           *bench.JobState // the first of them
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
	// LeftOut: this side or the baseline is suspect.
	LeftOut bool
}

// mostModels is how many models stand side by side; more are easier to read
// one below the other.
const mostModels = 6

// SideBySide sets sessions side by side. baseline is the pane the others are
// held against; one that is not there is the first. Results graded suspect
// are shown and compared with nothing, unless they are to be included.
func SideBySide(sessions []*bench.Session, baseline int, includeSuspect bool) Sheet {
	origins := originsOf(sessions)
	s := divided(sessions, false, origins)
	if labels := labelsOf(sessions); len(s.Panes) == 1 && len(labels) > 1 && len(labels) <= mostModels {
		s = divided(sessions, true, origins)
	}
	if baseline > 0 && baseline < len(s.Panes) {
		s.Baseline = baseline
	}
	for at := range s.Panes {
		for _, j := range s.Panes[at].Jobs {
			for _, r := range rowsOf(s.Panes[at].Session, j) {
				s.put(at, r)
			}
		}
	}
	s.compare(includeSuspect)
	s.nameDifferences()
	s.beFair()
	return s
}

// originsOf names the models that stand there for two engines, by what they
// were converted from.
func originsOf(sessions []*bench.Session) map[string]string {
	first, out := map[string]bench.Model{}, map[string]string{}
	for _, s := range sessions {
		for _, j := range s.Jobs {
			m := j.Model
			if was, seen := first[m.Origin]; !seen {
				first[m.Origin] = m
			} else if crossEngine(was, m) {
				was.Quant = "" // what the two differ in
				out[m.Origin] = was.Label()
			}
		}
	}
	return out
}

// nameOf is what the rows call a model.
func (s *Sheet) nameOf(m bench.Model) string {
	if name, both := s.origins[m.Origin]; both {
		return name
	}
	return m.Label()
}

// beFair compares the files behind one model's rows.
func (s *Sheet) beFair() {
	base := s.Panes
	if len(base) < 2 {
		return
	}
	for i, p := range s.Panes {
		if i == s.Baseline {
			continue
		}
		s.Fair = append(s.Fair, Unpairable(base[s.Baseline].Jobs, p.Jobs, Letter(s.Baseline), Letter(i))...)
		for _, j := range p.Jobs {
			if other := s.jobOf(s.Baseline, j.Model); other != nil {
				s.Fair = append(s.Fair, fair(base[s.Baseline].Session, other, p.Session, j, Letter(s.Baseline), Letter(i))...)
			}
		}
	}
}

// jobOf is a pane's job of a model, on whichever engine, or nil.
func (s *Sheet) jobOf(pane int, m bench.Model) *bench.JobState {
	for _, j := range s.Panes[pane].Jobs {
		if s.nameOf(j.Model) == s.nameOf(m) {
			return j
		}
	}
	return nil
}

// divided deals the jobs out to panes.
func divided(sessions []*bench.Session, byModel bool, origins map[string]string) Sheet {
	s := Sheet{ByModel: byModel, origins: origins}
	for n, session := range sessions {
		for _, j := range session.Jobs {
			p := paneOf(n, session, j, byModel)
			if _, both := origins[j.Model.Origin]; both && !byModel {
				p.Detail = strings.TrimSuffix(bench.Clean(j.Model.Quant)+" · "+p.Detail, " · ")
			}
			at := -1
			for i, have := range s.Panes {
				if have.takes(p) && s.jobOf(i, j.Model) == nil {
					at = i
					break
				}
			}
			if at < 0 {
				at = len(s.Panes)
				s.Panes = append(s.Panes, p)
			}
			s.Panes[at].Jobs = append(s.Panes[at].Jobs, j)
		}
	}
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
	p := SheetPane{Title: orText(buildLabel(j), "an unknown engine"), Detail: j.Params.String(), Session: s}
	if n > 0 {
		// Only another session needs to be named.
		p.Detail = strings.TrimPrefix(p.Detail+" · "+orText(s.ID, "another session"), " · ")
	}
	if byModel {
		p.model = j.Model.Label()
		p.Title, p.Detail = p.model, strings.TrimSuffix(p.Title+" · "+p.Detail, " · ")
	}
	p.job = j
	return p
}

// takes tells whether the pane holds the same thing as another would; a model
// that was measured twice stands in two panes all the same.
func (p SheetPane) takes(o SheetPane) bool {
	a, b := p.job, o.job
	return p.Session == o.Session && p.model == o.model && a.Build.ID == b.Build.ID &&
		a.Params.String() == b.Params.String() && a.NoWarmup == b.NoWarmup
}

// of is the pane's job of a model, or nil.
func (p SheetPane) of(m bench.Model) *bench.JobState {
	for _, j := range p.Jobs {
		if j.Model.Label() == m.Label() {
			return j
		}
	}
	return nil
}

// put places a row into its pane.
func (s *Sheet) put(at int, r Row) {
	model := s.nameOf(r.Job.Model)
	if s.ByModel {
		model = ""
	}
	for i := range s.Rows {
		if s.Rows[i].Model == model && s.Rows[i].Test == r.Test.Test {
			s.Rows[i].Cells[at].Row = &r
			return
		}
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

func (s *Sheet) compare(includeSuspect bool) {
	for i := range s.Rows {
		base := s.Rows[i].Cells[s.Baseline].Row
		var family []*bench.Comparison
		for c := range s.Rows[i].Cells {
			cell := &s.Rows[i].Cells[c]
			if c == s.Baseline || base == nil || cell.Row == nil || !base.Measured() || !cell.Row.Measured() {
				continue
			}
			if suspect := suspects(*base, *cell.Row); len(suspect) > 0 && !includeSuspect {
				cell.LeftOut = true
				s.leaveOut(suspect)
				continue
			}
			cell.Compared = true
			cell.Comparison = bench.Compare(base.Test.SamplesTPS(), cell.Row.Test.SamplesTPS())
			family = append(family, &cell.Comparison)
		}
		bench.AdjustFamily(bench.UnitTPS, family)
	}
}

// suspects names those of two results that are graded so, with the reason.
func suspects(rows ...Row) []string {
	var out []string
	for _, r := range rows {
		if r.Grade != bench.GradeSuspect {
			continue
		}
		for _, w := range r.Doubts {
			if bench.KindOf(w.Code).Grade == bench.GradeSuspect {
				out = append(out, place(r.Session, r.Job.ID, r.Test.Test)+": "+bench.Clean(w.Text))
				break
			}
		}
	}
	return out
}

func (s *Sheet) leaveOut(suspect []string) {
	for _, text := range suspect {
		if !slices.Contains(s.LeftOut, text) {
			s.LeftOut = append(s.LeftOut, text)
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
		for _, j := range p.Jobs {
			if other := base.of(j.Model); other != nil && otherFile(other.Model, j.Model) {
				what = append(what, "the file of "+j.Model.Label())
			}
		}
		if base.Session != p.Session {
			what = append(what, "session")
			if base.Session.Machine.Line != p.Session.Machine.Line {
				what = append(what, fmt.Sprintf("machine (%s, %s)", orText(base.Session.Machine.Line, "?"), orText(p.Session.Machine.Line, "?")))
			}
			what = append(what, settings(&base.Session.Machine, &p.Session.Machine)...)
		}
		text := "nothing that was asked for"
		if len(what) > 0 {
			text = joinWords(what)
		}
		text = fmt.Sprintf("%s differs from %s in %s", Letter(i), Letter(s.Baseline), text)
		if len(what) > 1 && base.job.Build.Engine == p.job.Build.Engine && strings.HasPrefix(what[0], buildWord) {
			text += ": part of the difference may be the build's. Measure all with one where the engine is not what is compared"
		}
		s.Differs = append(s.Differs, text)
	}
}

// settings are what two machines' systems are set to differently.
func settings(a, b *bench.Machine) []string {
	var out []string
	for _, s := range []struct{ name, a, b string }{
		{"huge pages", a.HugePages, b.HugePages},
		{"CPU governor", a.PowerMode["governor"], b.PowerMode["governor"]},
		{"power profile", a.PowerMode["profile"], b.PowerMode["profile"]},
	} {
		if s.a != s.b && (s.a != "" || s.b != "") {
			out = append(out, fmt.Sprintf("%s (%s, %s)", s.name, orText(bench.Clean(s.a), "not known"), orText(bench.Clean(s.b), "not known")))
		}
	}
	return out
}

// otherFile tells whether two models of one name are known to be different
// files.
func otherFile(a, b bench.Model) bool {
	if a.SizeBytes > 0 && b.SizeBytes > 0 && a.SizeBytes != b.SizeBytes {
		return true
	}
	if len(a.Files) == 0 || len(b.Files) == 0 {
		return false
	}
	x, y := a.Files[0].SHA256, b.Files[0].SHA256
	return x != "" && y != "" && x != y
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
