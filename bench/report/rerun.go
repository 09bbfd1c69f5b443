package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dragstrip/bench"
)

// RerunText writes a sheet of [OldAgainstNew] for a terminal.
func RerunText(w io.Writer, s Sheet, o Options) error {
	var b strings.Builder
	names := newRerunNames(s, newRedactor(s.Columns[1].Session, o), rerunNameWidth)
	fmt.Fprintf(&b, "%s\n", rerunHead(s))
	if names.shared != "" {
		fmt.Fprintf(&b, "all jobs: %s\n", names.shared)
	}
	fmt.Fprintf(&b, "\n%s\n", rerunTable(s, names, rerunModelWidth).plain())
	for _, n := range rerunNotes(s) {
		b.WriteString(n + "\n")
	}
	return write(w, "report", forTerminal(b.String(), o))
}

// RerunMarkdown writes a sheet of [OldAgainstNew] for an issue or a forum.
func RerunMarkdown(w io.Writer, s Sheet, o Options) error {
	r := newRedactor(s.Columns[1].Session, o)
	var b strings.Builder
	names := newRerunNames(s, r, 0)
	fmt.Fprintf(&b, "# dragstrip: measured again\n\n%s\n\n", EscapeMarkdown(r.path(rerunHead(s))))
	if names.shared != "" {
		fmt.Fprintf(&b, "All jobs: %s\n\n", EscapeMarkdown(names.shared))
	}
	fmt.Fprintf(&b, "%s\n", rerunTable(s, names, 0).markdown())
	for _, n := range rerunNotes(s) {
		if strings.HasPrefix(n, "~") {
			n = "`~`" + n[1:]
		} else {
			n = escapeSaid(r.text(n))
		}
		b.WriteString(n + "\n\n")
	}
	return write(w, "report", strings.TrimRight(b.String(), "\n")+"\n")
}

// rerunHead names the sessions.
func rerunHead(s Sheet) string {
	var parts []string
	for _, c := range s.Columns {
		parts = append(parts, c.Name+": "+c.Title)
	}
	return bench.Clean(strings.Join(parts, " · "))
}

// Widths of the first cell of a row. They leave room for the figures on a
// terminal. The name of a job must be shorter than the name of a model, because
// the job's ID stands before it.
const (
	rerunModelWidth = 34
	rerunNameWidth  = rerunModelWidth - len("j10 ")
)

// rerunTable lists the rows. No first cell is longer than width, unless width
// is 0.
func rerunTable(s Sheet, names rerunNames, width int) *table {
	cell := func(name string) string {
		if width == 0 {
			return bench.Clean(name)
		}
		return bench.CleanLine(name, width)
	}
	t := newPairTable(cell, "old", "new", "model", "test", "was_tps", "is_tps", "change", "interval", "verdict")
	if len(names.of) > 0 {
		t.heads[0] = "job"
	}
	for _, p := range s.pairs(1) {
		p.row.Model = names.name(p.row)
		t.addPair(p)
	}
	return t.table
}

// rerunNotes are the notes below the table of old and new.
func rerunNotes(s Sheet) []string {
	out := []string{"No test was measured in both sessions."}
	switch {
	case len(s.Rows) == 0:
	case len(s.Columns[1].Differs) == 0:
		out[0] = "Old and new have the " + sameSettings + "."
	default:
		out[0] = "Old and new differ in " + bench.Clean(differenceWords(s.Columns[1].Differs)) + "."
	}
	if len(s.Missing) > 0 {
		out = append(out, "Not measured again: "+missingWords(s.Missing)+".")
	}
	for at, c := range s.Columns {
		if doubts := warningsOf(s, at); len(doubts) > 0 {
			out = append(out, "Warnings on the "+c.Name+" results: "+strings.Join(doubts, "; ")+".")
		}
	}
	if len(s.LeftOut) > 0 {
		out = append(out, "Suspect results are not compared; --include-suspect compares them.")
	}
	for _, note := range verdictNotes(s) {
		out = append(out, note+".")
	}
	for _, mark := range MarksMean(s.hasMark) {
		out = append(out, mark+".")
	}
	return append(out, "~: no difference shown. "+changeMade+".")
}

// hasMark tells whether a figure of the sheet has this mark.
func (s Sheet) hasMark(mark string) bool {
	return slices.ContainsFunc(s.Rows, func(row SheetRow) bool {
		return slices.ContainsFunc(row.Cells, func(c SheetCell) bool { return slices.Contains(c.marks(), mark) })
	})
}

// warningsOf are the warnings that weigh on a column's figures, in words, each with
// the rows that have it.
func warningsOf(s Sheet, column int) []string {
	rows := map[string][]string{}
	var codes []string
	for _, row := range s.Rows {
		for _, code := range warningCodes(*row.Cells[column].Row) {
			if bench.KindOf(code).Grade == bench.GradeClean {
				continue
			}
			if rows[code] == nil {
				codes = append(codes, code)
			}
			rows[code] = append(rows[code], joinNonEmpty(" ", row.Job, row.Name()))
		}
	}
	out := make([]string, len(codes))
	for i, code := range codes {
		where := strings.Join(rows[code], ", ")
		if len(rows[code]) == len(s.Rows) && len(s.Rows) > 1 {
			where = "all rows"
		}
		out[i] = codeSaid(code) + " (" + where + ")"
	}
	return out
}
