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

// sentences gives the headline and the sentences that follow it. The headline
// stays short: why no column is the fastest is said after it.
func (h headline) sentences() (first string, more []string) {
	neither := func(t bench.Test) bool { return !t.IsDecode() && !t.IsPrefill() }
	said, moved := 0, ""
	var reasons []string
	for _, of := range []func(bench.Test) bool{bench.Test.IsDecode, bench.Test.IsPrefill, neither} {
		rows := h.rowsOf(of)
		if len(rows) == 0 || said == 2 {
			continue
		}
		text, why := h.said(rows, said == 0)
		if said++; said == 1 {
			first, moved = text, h.moved(rows)
		} else {
			more = append(more, text)
		}
		for _, reason := range why {
			reasons = addNew(reasons, reason)
		}
	}
	more = append(more, reasons...)
	if moved != "" {
		more = append(more, moved)
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

// said is one sentence about the rows of one test. reasons are the sentences
// that say why rows of it have no winner.
func (h headline) said(rows []SheetRow, withMachine bool) (text string, reasons []string) {
	test := testSaid(rows[0].Test)
	where := ""
	if withMachine && h.machine != "" {
		where = " on " + h.machine
	}
	var clauses []clause
	for _, row := range rows {
		c := h.clause(row)
		clauses, reasons = append(clauses, c), addNew(reasons, c.reason)
	}
	switch {
	case len(rows) == 1 && (h.sheet.ByModel || !withMachine):
		return test + where + ": " + clauses[0].String() + ".", reasons
	case len(rows) == 1:
		return h.nameOf(rows[0], clauses[0].elsewhere) + where + ", " + lowerFirst(test) + ": " + clauses[0].String() + ".", reasons
	}
	once, left := common(clauses) // of all rows: what is said once is read as true of the rows that are not named, too
	named := h.named(rows)
	var parts []string
	for _, i := range named {
		parts = append(parts, h.nameOf(rows[i], left[i].elsewhere)+": "+left[i].String())
	}
	if more := len(rows) - len(named); more > 0 {
		what := "model"
		if h.sheet.Axis != "" {
			what = "row"
		}
		parts = append(parts, fmt.Sprintf("%s more in the table", bench.Plural(more, what)))
	}
	return joinNonEmpty(", ", test+where, once) + ". " + strings.Join(parts, "; ") + ".", reasons
}

// nameOf names a row. elsewhere is the configuration of the figure that follows
// the name, if that is not the one of the row.
func (h headline) nameOf(row SheetRow, elsewhere string) string {
	if elsewhere != "" && row.Model != "" {
		return h.model(row.Model)
	}
	return row.measured(h.model)
}

// column names the column of a cell, after a figure with a configuration
// elsewhere. The name says the configuration of the row, because the row's name
// does not.
func (h headline) column(row SheetRow, at int, elsewhere string) string {
	if elsewhere == "" || row.Model == "" || row.Cells[at].Elsewhere != "" {
		return h.names[at]
	}
	return joinNonEmpty(partsBy, h.names[at], h.model(row.Under))
}

// named are the positions of the rows that a sentence names. If a model has many
// rows, one for each configuration, these are the rows with the highest figure
// of each model. A figure that stands in several rows is named once.
func (h headline) named(rows []SheetRow) []int {
	var out []int
	of := map[string]int{} // position in out
	for i, row := range rows {
		at, have := of[row.Model]
		switch {
		case !have, (h.sheet.Axis == "" || len(rows) <= mostModelsSaid) && !(h.isElsewhere(row) && h.isElsewhere(rows[out[at]])):
			of[row.Model] = len(out)
			out = append(out, i)
		case highest(row) > highest(rows[out[at]]):
			out[at] = i
		}
	}
	return out[:min(len(out), mostModelsSaid)]
}

// isElsewhere tells whether the highest figure of a row is of another
// configuration than the row.
func (h headline) isElsewhere(row SheetRow) bool {
	leaders := h.sheet.Leaders(row)
	return len(leaders.Columns) > 0 && row.Cells[leaders.Columns[0]].Elsewhere != ""
}

// highest is the highest figure of a row's own configuration.
func highest(row SheetRow) float64 {
	most := 0.0
	for _, c := range row.Cells {
		if c.Measured() && c.Elsewhere == "" {
			most = max(most, c.Row.Summary.Median)
		}
	}
	return most
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
	c := clause{figure: top.tps(), elsewhere: top.Elsewhere, grade: joinNonEmpty(", ", h.onlyPublished(row), gradeSaid(top))}
	switch {
	case len(leaders.Columns)+len(leaders.Behind) == 1:
		if len(h.names) > 1 {
			c.with = h.names[leaders.Columns[0]]
		}
		return c
	case !leaders.Clear():
		return h.withoutWinner(row, leaders)
	}
	alike, open := leaders.Columns[:1:1], []string(nil)
	for i, verdict := range leaders.Verdicts { // only "no difference" makes columns alike
		if at := leaders.Columns[i+1]; verdict == bench.NoDiff {
			alike = append(alike, at)
		} else {
			open = append(open, h.column(row, at, c.elsewhere))
		}
	}
	next, against := leaders.Behind[0], leaders.Against[0]
	share := func(ratio float64) string { return bench.FormatPercent(ratio - 1) }
	c.with, c.than, c.thanFigure = h.together(alike), h.column(row, next, c.elsewhere), row.Cells[next].tpsSaid(", ", "")
	c.faster = share(1/against.Ratio) + " faster (" + intervalOf(1/against.Ratio, 1/against.High, 1/against.Low, share) + ")"
	if len(open) > 0 {
		c.why = "no verdict on " + bench.Joined(open)
	}
	return c
}

// withoutWinner is the clause of a row that has no column that is shown to be
// the fastest.
func (h headline) withoutWinner(row SheetRow, leaders Leaders) clause {
	first, last := leaders.Columns[0], leaders.Columns[len(leaders.Columns)-1]
	c := clause{figure: row.Cells[first].tps()}
	if c.why, c.reason = unclear(leaders.Verdicts); c.reason == "" {
		c.figure = row.Cells[first].tpsSaid(" (", ")")
		if low := row.Cells[last]; low.tps() != row.Cells[first].tps() {
			c.figure = low.tpsSaid(" (", ")") + " to " + c.figure
		}
		c.why = joinNonEmpty(", ", uncertainSaid(row, leaders.Columns), c.why)
		return c
	}
	c.with, c.elsewhere = h.names[first], row.Cells[first].Elsewhere
	uncertain := ""
	if row.Cells[first].Row.Summary.Uncertain() {
		uncertain = bench.TooUncertain
	}
	uncertain = joinNonEmpty(", ", h.onlyPublished(row), uncertain)
	published := func(at int) bool { return row.Cells[at].Row.Summary.Published }
	beside := slices.IndexFunc(leaders.Columns, func(at int) bool { return published(at) != published(first) })
	switch {
	case beside < 0 && row.Cells[last].tps() == c.figure:
		c.with, c.other = "", uncertain
	case beside < 0:
		c.other = joinNonEmpty(", ", uncertain, "lowest "+row.Cells[last].tpsSaid(" (", ")")+uncertainMark(row.Cells[last]))
	case published(first):
		at := leaders.Columns[beside]
		c.other = "published, measured " + row.Cells[at].tps() + uncertainMark(row.Cells[at]) + " " + withName(h.column(row, at, c.elsewhere))
	default:
		at := leaders.Columns[beside]
		c.other = joinNonEmpty(", ", uncertain, "published "+row.Cells[at].tpsSaid(" (", ")")+" "+withName(h.column(row, at, c.elsewhere)))
	}
	return c
}

// onlyPublished says that somebody else measured all figures of a row, if the
// sheet has figures that were measured here, too.
func (h headline) onlyPublished(row SheetRow) string {
	if here := SheetCell.measuredHere; !slices.ContainsFunc(row.Cells, here) && slices.ContainsFunc(h.sheet.Rows, func(r SheetRow) bool { return slices.ContainsFunc(r.Cells, here) }) {
		return string(bench.GradePublished)
	}
	return ""
}

// uncertainMark stands behind a figure that is uncertain.
func uncertainMark(c SheetCell) string {
	if c.Row.Summary.Uncertain() {
		return " (" + bench.TooUncertain + ")"
	}
	return ""
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

// unclear says why no cell of a row is shown to be the fastest. reason is "" if
// no difference is shown.
func unclear(verdicts []bench.Verdict) (why, reason string) {
	const none = "no verdict"
	switch {
	case slices.Contains(verdicts, ""):
		return none, "There is no verdict on published figures, because they have no samples."
	case slices.Contains(verdicts, bench.Doubtful):
		return "no clear winner", "Differences are doubtful: " + whyDoubtful + "."
	case slices.Contains(verdicts, bench.FewStarts):
		return none, fmt.Sprintf("A verdict needs %d starts of the engine on each side.", bench.MinStarts)
	case slices.Contains(verdicts, bench.TooFew):
		return none, "There are too few repetitions for a verdict."
	}
	return "no difference shown", ""
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
			best, share, text = h.nameOf(row, row.Cells[leaders.Columns[0]].Elsewhere), s, t
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
