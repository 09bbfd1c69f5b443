package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// mostModels is how many models are shown side by side. More models are easier
// to read one below the other.
const mostModels = 6

// SideBySide compares sessions. A column is one engine build with one set of
// parameters in one session. If that gives only one column, the columns are
// models. baseline is the column that the others are compared with. If it does
// not exist, the first column is used. Suspect results are shown, but they are
// compared only if includeSuspect is set.
func SideBySide(sessions []*bench.Session, baseline int, includeSuspect bool) Sheet {
	names := namesOf(sessions)
	s := divided(sessions, names, false)
	if n := countModels(sessions); len(s.Columns) == 1 && n > 1 && n <= mostModels {
		s = divided(sessions, names, true)
	}
	return s.filled(names, baseline, includeSuspect)
}

// byConfiguration compares the engine builds and parameters of one session. It
// does so even if there is only one build with one set of parameters. The rows
// are the tests of the session's models.
func byConfiguration(s *bench.Session, includeSuspect bool) Sheet {
	return configurations([]*bench.Session{s}, includeSuspect)
}

// configurations does the same for several sessions.
func configurations(sessions []*bench.Session, includeSuspect bool) Sheet {
	names := namesOf(sessions)
	return divided(sessions, names, false).filled(names, 0, includeSuspect)
}

// Fastest are the results of sessions that are shown to be the fastest of their
// row: of one test of one model, among all configurations. Where no difference is
// shown, none is the fastest. See [Sheet.Leaders].
func Fastest(sessions []*bench.Session, includeSuspect bool) map[*bench.TestState]bool {
	out := map[*bench.TestState]bool{}
	sheet := configurations(sessions, includeSuspect)
	for _, row := range sheet.Rows {
		leaders := sheet.Leaders(row)
		for _, at := range leaders.Columns {
			out[row.Cells[at].Row.Test] = leaders.Clear()
		}
	}
	return out
}

// filled places the results into the columns and compares them with the
// baseline's.
func (s Sheet) filled(names *modelNames, baseline int, includeSuspect bool) Sheet {
	if baseline > 0 && baseline < len(s.Columns) {
		s.Baseline = baseline
	}
	for at, c := range s.Columns {
		for _, j := range c.Jobs {
			model := names.group(j).name
			if s.ByModel {
				model = ""
			}
			for _, r := range rowsOf(c.Session, j) {
				s.put(at, SheetRow{Model: model, Test: r.Test.Test}, r)
			}
		}
	}
	s.judge(includeSuspect)
	for i := range s.Columns {
		if i != s.Baseline {
			s.holdColumn(i, names)
		}
	}
	return s
}

// holdColumn says how a column differs from the baseline, and adds notes for a
// fair comparison if their engines differ.
func (s *Sheet) holdColumn(at int, names *modelNames) {
	base, c := &s.Columns[s.Baseline], &s.Columns[at]
	if s.ByModel && base.Jobs[0].Model.Label() != c.Jobs[0].Model.Label() {
		c.Differs = append(c.Differs, Difference{What: "model"})
	}
	c.Differs = append(c.Differs, jobDifferences(base.Jobs[0], c.Jobs[0])...)
	for _, j := range c.Jobs {
		if other := names.partner(base.Jobs, j); other != nil && other.Model.Format == j.Model.Format && otherFile(other.Model, j.Model) {
			c.Differs = append(c.Differs, fileDifference(j.Model))
		}
	}
	c.Differs = append(c.Differs, sessionDifferences(base.Session, c.Session)...)
	s.Fair = append(s.Fair, unpairable(base.Jobs, c.Jobs, base.Name, c.Name)...)
	if base.Session != c.Session && !s.hasRowWithBaseline(at) {
		s.Fair = append(s.Fair, nothingInCommon(base, c))
	}
	for _, j := range c.Jobs {
		if other := names.partner(base.Jobs, j); other != nil {
			s.addFair(at, other, j)
		}
	}
	if s.ByModel {
		s.addBytes(at)
	}
}

// addBytes notes how much of the difference in generation speed comes only from
// the smaller file. It does so for two quantizations with the same number of
// parameters.
func (s *Sheet) addBytes(at int) {
	base, c := s.Columns[s.Baseline], s.Columns[at]
	x, y := base.Jobs[0].Model, c.Jobs[0].Model
	if x.ParamCount <= 0 || x.ParamCount != y.ParamCount || x.SizeBytes == y.SizeBytes || crossEngine(x, y) {
		return
	}
	for _, row := range s.Rows {
		was, is := row.Cells[s.Baseline].Row, row.Cells[at].Row
		if was == nil || is == nil {
			continue
		}
		if text := onlyBytes(*was, *is, base.Name, c.Name); text != "" {
			s.Fair = append(s.Fair, text)
		}
	}
}

func countModels(sessions []*bench.Session) int {
	labels := map[string]bool{}
	for _, j := range jobsOf(sessions) {
		labels[j.Model.Label()] = true
	}
	return len(labels)
}

// divided sorts the jobs into columns.
func divided(sessions []*bench.Session, names *modelNames, byModel bool) Sheet {
	s := Sheet{ByModel: byModel}
	// A configuration has several columns if a model was measured several times
	// with it: the n-th time it stands in the n-th column.
	columns, times := map[string][]int{}, map[string]int{}
	for n, session := range sessions {
		for _, j := range session.Jobs {
			c := columnOf(n, session, j, byModel)
			if names.group(j).engines && !byModel {
				c.Detail = strings.TrimSuffix(bench.Clean(j.Model.Quant)+" · "+c.Detail, " · ")
			}
			key := configurationKey(n, session, j, byModel)
			model := fmt.Sprint(key, "\x00", names.of[j])
			if at := times[model]; at < len(columns[key]) {
				column := &s.Columns[columns[key][at]]
				column.Jobs = append(column.Jobs, j)
			} else {
				c.Name = letter(len(s.Columns))
				columns[key] = append(columns[key], len(s.Columns))
				s.Columns = append(s.Columns, c)
			}
			times[model]++
		}
	}
	return s
}

// configurationKey is the same for the jobs of the n-th session that have one
// build and one set of parameters, and one model if byModel is set.
func configurationKey(n int, s *bench.Session, j *bench.JobState, byModel bool) string {
	model, imported := "", ""
	if byModel {
		model = j.Model.Label()
	}
	if s.Imported != nil && j.Build.ID == "" { // imported builds have no IDs
		imported = j.BuildLabel()
	}
	return fmt.Sprintf("%d\x00%s\x00%s\x00%s\x00%t\x00%q\x00%s", n, model, j.Build.ID, imported, j.NoWarmup, j.Stated, j.Params.String())
}

// columnOf makes the column of a job of the n-th session.
func columnOf(n int, s *bench.Session, j *bench.JobState, byModel bool) SheetColumn {
	c := SheetColumn{Title: orText(j.BuildLabel(), "an unknown engine"), Detail: jobDetail(j), Session: s, Jobs: []*bench.JobState{j}}
	if n > 0 && (s.ID != "" || s.Imported == nil) {
		// Only the second and later sessions need to be named. The source names what
		// others published.
		c.Detail = joinNonEmpty(" · ", c.Detail, orText(s.ID, "another session"))
	}
	c.Detail = joinNonEmpty(" · ", c.Detail, ImportedFrom(s))
	if byModel {
		c.Title, c.Detail = j.Model.Label(), joinNonEmpty(" · ", c.Title, c.Detail)
	}
	return c
}

// jobDetail is what was set for a job: the environment of its build, the words
// that were added to the build's command, and the parameters.
func jobDetail(j *bench.JobState) string {
	return joinNonEmpty(" · ", shownEnvironment(j.BuildUsed().Env), j.BuildUsed().WordsSaid(), j.Params.String(), strings.Join(j.Stated, ", "))
}

// letter names a column: A, B, … Z, then by number.
func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return fmt.Sprint(i + 1)
}

// HaveTestsInCommon tells whether any test of any model of a session was measured
// in another session, too. That session may have a thousand jobs.
func HaveTestsInCommon(a, b *bench.Session) bool {
	type row struct {
		model int
		test  bench.Test
	}
	names, measured := namesOf([]*bench.Session{a}), map[row]bool{}
	for _, j := range a.Jobs {
		for _, t := range j.Tests {
			if t.Measured() {
				measured[row{names.of[j], t.Test}] = true
			}
		}
	}
	for _, j := range b.Jobs {
		at := names.find(j.Model)
		if at < 0 && b.Unwatched() {
			at = names.foreign(j.Model, typeOf(j))
		}
		if at >= 0 && slices.ContainsFunc(j.Tests, func(t *bench.TestState) bool { return t.Measured() && measured[row{at, t.Test}] }) {
			return true
		}
	}
	return false
}
