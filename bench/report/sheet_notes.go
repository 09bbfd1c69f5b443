package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Differs says for each column except the baseline how it differs from the
// baseline, as a sentence without a full stop.
func (s Sheet) Differs() []string {
	var out []string
	for i, c := range s.Columns {
		if i != s.Baseline && (s.Axis == "" || s.hasRowWithBaseline(i)) {
			out = append(out, differsFrom(c, s.Columns[s.Baseline]))
		}
	}
	return out
}

func differsFrom(c, base SheetColumn) string {
	if len(c.Differs) == 0 {
		return fmt.Sprintf("%s and %s have the %s", base.Name, c.Name, sameSettings)
	}
	text := fmt.Sprintf("%s differs from %s in %s", c.Name, base.Name, differenceWords(c.Differs))
	if len(c.Differs) > 1 && c.Differs[0].What == buildWord && c.engine() == base.engine() {
		text += ". Part of the difference may come from the build. To see what the other differences do, measure everything with one build"
	}
	return text
}

// engine is the engine of all jobs in the column.
func (c SheetColumn) engine() string {
	if len(c.Jobs) == 0 {
		return ""
	}
	return c.Jobs[0].Build.Engine
}

// differenceWords lists differences as part of a sentence.
func differenceWords(list []Difference) string { return bench.Joined(shownDifferences(list, asIs)) }

// notes are the notes that apply to the whole sheet: what differs between the
// columns, what makes a comparison fair, what was left out, and which bandwidth
// the percentages refer to.
func (s Sheet) notes() []string {
	notes := slices.Concat(s.Differs(), s.Fair, s.LeftOut)
	for _, text := range s.ceilings() {
		notes = append(notes, "Percentages are of the bandwidth of "+text)
	}
	return notes
}

// sameSettings is what two sides have if they do not differ.
const sameSettings = "same settings"

// ceilings says which bandwidth the percentages in the columns refer to: "A, B:
// 256 GB/s specified, 214 GB/s measured".
func (s Sheet) ceilings() []string {
	var all once
	for at, c := range s.Columns {
		text := ""
		for _, r := range s.Rows {
			if row := r.Cells[at].Row; row != nil && row.MovedGBps > 0 {
				text = ceilingText(row.Ceiling)
				break
			}
		}
		if text != "" {
			all.add(text, c.Name)
		}
	}
	var out []string
	for _, text := range all.order {
		if len(s.Columns) > 1 {
			text = strings.Join(all.of[text], ", ") + ": " + text
		}
		out = append(out, text)
	}
	return out
}

// IntervalNotes are the notes on all intervals in a sheet. If a note does not
// apply to all columns, it names the columns to which it applies.
func (s Sheet) IntervalNotes() []string {
	var holds once // names of columns by note
	noted := 0
	for at, c := range s.Columns {
		var rows []Row
		for _, row := range s.Rows {
			if cell := row.Cells[at]; cell.Measured() {
				rows = append(rows, *cell.Row)
			}
		}
		of := IntervalNotes(rows)
		if len(of) > 0 {
			noted++
		}
		for _, note := range of {
			holds.add(note, c.Name)
		}
	}
	var all []Row
	for _, row := range s.Rows {
		for _, cell := range row.Cells {
			if cell.Measured() {
				all = append(all, *cell.Row)
			}
		}
	}
	var notes []string
	for _, note := range holds.order {
		if names := holds.of[note]; len(names) < noted {
			note = strings.Join(names, ", ") + ": " + note
		}
		notes = append(notes, note)
	}
	return append(notes, publishedNotes(all)...)
}

// leftOutOf is what several sheets leave out, without repetitions.
func leftOutOf(sheets []Sheet) []string {
	var out []string
	for _, s := range sheets {
		out = append(out, s.LeftOut...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// verdictNotes explains the verdicts in some sheets, except faster, slower and
// the same. The notes are sentences without a full stop.
func verdictNotes(sheets ...Sheet) []string {
	var out []string
	has := func(v bench.Verdict) bool {
		return slices.ContainsFunc(sheets, func(s Sheet) bool { return s.hasVerdict(v) })
	}
	if has(bench.Doubtful) {
		out = append(out, doubtfulMeans)
	}
	if has(bench.FewStarts) {
		out = append(out, fewStartsMeans())
	}
	known, unknown, many := false, false, false
	for _, s := range sheets {
		for _, p := range s.allPairs() {
			many = many || p.is.Compared && p.is.OneOfMany()
			if p.is.Compared && p.is.HasRatio() && p.was.Row.Session != p.is.Row.Session {
				known, unknown = known || p.is.Sessions > 0, unknown || p.is.Sessions == 0
			}
		}
	}
	if many {
		out = append(out, bench.NoDifference+" although the interval does not contain 0: "+oneOfMany+" (Holm's rule)")
	}
	if known {
		out = append(out, acrossSessions)
	}
	if unknown {
		out = append(out, acrossUnknown)
	}
	return out
}
