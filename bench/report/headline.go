package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// headline says the result in a sentence: which column is fastest and by how
// much. For generation it also says why: the share of the bandwidth. It names a
// winner only if the verdicts show one.
type headline struct {
	sheet Sheet
	// names are the names of the columns. machine is the machine that measured.
	names   []string
	machine string
	// model makes the name of a model safe to show.
	model func(string) string
}

// mostModelsSaid is how many models one sentence names at most.
const mostModelsSaid = 3

// sentences gives the headline and the sentences that follow it.
func (h headline) sentences() (first string, more []string) {
	neither := func(t bench.Test) bool { return !t.IsDecode() && !t.IsPrefill() }
	for _, of := range []func(bench.Test) bool{bench.Test.IsDecode, bench.Test.IsPrefill, neither} {
		rows := h.rowsOf(of)
		switch {
		case len(rows) == 0:
		case first == "":
			first = h.said(rows, true)
			if why := h.moved(rows); why != "" {
				more = append(more, why)
			}
		default:
			return first, slices.Insert(more, 0, h.said(rows, false))
		}
	}
	return first, more
}

// rowsOf are the measured rows of the first test that sort accepts, one for
// each model.
func (h headline) rowsOf(sort func(bench.Test) bool) []SheetRow {
	var rows []SheetRow
	for _, row := range h.sheet.Rows {
		measured := slices.ContainsFunc(row.Cells, SheetCell.Measured)
		if measured && sort(row.Test) && (len(rows) == 0 || rows[0].Test == row.Test) {
			rows = append(rows, row)
		}
	}
	return rows
}

// said is one sentence about the rows of one test.
func (h headline) said(rows []SheetRow, withMachine bool) string {
	test := testSaid(rows[0].Test)
	where := ""
	if withMachine && h.machine != "" {
		where = " on " + h.machine
	}
	if h.sheet.ByModel && len(rows) == 1 {
		return test + where + ": " + h.clause(rows[0]).String() + "."
	}
	if len(rows) == 1 {
		if !withMachine {
			return test + ": " + h.clause(rows[0]).String() + "."
		}
		return rows[0].measured(h.model) + where + ", " + lowerFirst(test) + ": " + h.clause(rows[0]).String() + "."
	}
	var clauses []clause
	for _, row := range rows {
		clauses = append(clauses, h.clause(row))
	}
	once, left := common(clauses) // of all rows: what is said once is read as true of the rows that are not named, too
	var parts []string
	for i, c := range left[:min(len(left), mostModelsSaid)] {
		parts = append(parts, rows[i].measured(h.model)+": "+c.String())
	}
	if more := len(rows) - mostModelsSaid; more > 0 {
		what := "model"
		if h.sheet.Axis != "" {
			what = "row"
		}
		parts = append(parts, fmt.Sprintf("%s more in the table", bench.Plural(more, what)))
	}
	return joinNonEmpty(", ", test+where, once) + ". " + strings.Join(parts, "; ") + "."
}

// testSaid names a test for readers who do not know the short names.
func testSaid(t bench.Test) string {
	switch {
	case t.IsDecode():
		return "Generation (" + t.String() + ")"
	case t.IsPrefill():
		return "Prompt processing (" + t.String() + ")"
	}
	return "Prompt and generation (" + t.String() + ")"
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// clause says which column of a row is fastest, and by how much.
func (h headline) clause(row SheetRow) clause {
	leaders := h.sheet.Leaders(row)
	if len(leaders.Columns) == 0 {
		return clause{why: "measured, but suspect: the figures cannot be right"}
	}
	top := row.Cells[leaders.Columns[0]]
	c := clause{figure: top.tps(), grade: gradeSaid(top)}
	switch {
	case len(leaders.Columns)+len(leaders.Behind) == 1:
		if len(h.names) > 1 {
			c.with = h.names[leaders.Columns[0]]
		}
		return c
	case !leaders.Clear():
		last := leaders.Columns[len(leaders.Columns)-1]
		if low := row.Cells[last].tps(); low != c.figure {
			c.figure = low + " to " + c.figure
		}
		return clause{figure: c.figure, why: joinNonEmpty(", ", uncertainSaid(row, leaders.Columns), unclear(leaders.Verdicts))}
	}
	next, against := leaders.Behind[0], leaders.Against[0]
	share := func(ratio float64) string { return bench.FormatPercent(ratio - 1) }
	c.with, c.than, c.thanFigure = h.together(leaders.Columns), h.names[next], row.Cells[next].tps()
	c.faster = share(1/against.Ratio) + " faster (" + intervalOf(1/against.Ratio, 1/against.High, 1/against.Low, share) + ")"
	return c
}

func gradeSaid(c SheetCell) string {
	uncertain, graded := "", ""
	if c.Row.Summary.Uncertain() {
		uncertain = bench.TooUncertain
	}
	if g := c.Row.Grade; g != bench.GradeClean && g != bench.GradeFew && g != bench.GradePublished {
		graded = "graded " + string(g)
	}
	return joinNonEmpty(", ", uncertain, graded)
}

// uncertainSaid says that figures of a row are uncertain.
func uncertainSaid(row SheetRow, columns []int) string {
	if slices.ContainsFunc(columns, func(at int) bool { return row.Cells[at].Row.Summary.Uncertain() }) {
		return bench.TooUncertain + " figures"
	}
	return ""
}

// unclear says why no cell of a row is shown to be the fastest.
func unclear(verdicts []bench.Verdict) string {
	switch {
	case slices.Contains(verdicts, ""):
		return "no verdict: published figures have no samples"
	case slices.Contains(verdicts, bench.Doubtful):
		return "differences are doubtful: " + whyDoubtful
	case slices.Contains(verdicts, bench.FewStarts):
		return fmt.Sprintf("no verdict: that needs %d starts of the engine on each side", bench.MinStarts)
	case slices.Contains(verdicts, bench.TooFew):
		return "no verdict: too few repetitions"
	}
	return "no difference shown"
}

// together names columns between which no difference is shown. It names only
// the parts that these columns and no others have in common, if there are such
// parts.
func (h headline) together(columns []int) string {
	if len(columns) == 1 {
		return h.names[columns[0]]
	}
	common := strings.Split(h.names[columns[0]], partsBy)
	var names []string
	for _, at := range columns {
		names = append(names, h.names[at])
		have := strings.Split(h.names[at], partsBy)
		common = slices.DeleteFunc(common, func(part string) bool { return !slices.Contains(have, part) })
	}
	for at, name := range h.names {
		have := strings.Split(name, partsBy)
		hasAll := !slices.ContainsFunc(common, func(part string) bool { return !slices.Contains(have, part) })
		if hasAll && !slices.Contains(columns, at) { // this also happens if the columns have nothing in common
			return bench.Joined(names) + " (no difference shown)"
		}
	}
	return strings.Join(common, partsBy)
}

// moved says how many GB/s the fastest generation reads and what share of the
// bandwidth that is, for the row with the highest share.
func (h headline) moved(rows []SheetRow) string {
	best, share, text := "", 0.0, ""
	for _, row := range rows {
		leaders := h.sheet.Leaders(row)
		if len(leaders.Columns) == 0 {
			continue
		}
		r := row.Cells[leaders.Columns[0]].Row
		if t, s, measured := r.Moved(); t != "" && (text == "" || s > share) {
			best, share, text = row.measured(h.model), s, t
			switch {
			case s > 0 && measured:
				text += fmt.Sprintf(", %s of the %s measured", bench.FormatPercent(s), bench.FormatGBps(r.Ceiling.MeasuredGBps))
				if r.Ceiling.Doubtful {
					text += " (uncertain)"
				}
			case s > 0:
				text += fmt.Sprintf(", %s of the %s specified", bench.FormatPercent(s), bench.FormatGBps(r.Ceiling.SpecifiedGBps))
			}
		}
	}
	if text == "" {
		return ""
	}
	of := ""
	switch {
	case len(rows) == 1 || best == "":
	case h.sheet.ByModel: // the columns name the models, so the rows name configurations
		of = " (" + best + ")"
	default:
		of = " of " + best
	}
	return "Generation" + of + " reads " + text + "."
}
