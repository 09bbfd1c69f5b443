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
	fmt.Fprintf(&b, "%s\n\n%s\n", rerunHead(s), rerunTable(s).plain())
	for _, n := range rerunNotes(s) {
		b.WriteString(n + "\n")
	}
	return write(w, "report", forTerminal(b.String(), o))
}

// RerunMarkdown writes a sheet of [OldAgainstNew] for an issue or a forum.
func RerunMarkdown(w io.Writer, s Sheet, o Options) error {
	r := newRedactor(s.Columns[1].Session, o)
	var b strings.Builder
	fmt.Fprintf(&b, "# dragstrip: measured again\n\n%s\n\n%s\n", EscapeMarkdown(r.path(rerunHead(s))), rerunTable(s).markdown())
	for _, n := range rerunNotes(s) {
		if strings.HasPrefix(n, "~") {
			n = "`~`" + n[1:]
		} else {
			n = EscapeMarkdown(r.text(n))
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

// rerunModelWidth is the width of a model's name. It leaves room for the
// figures on a terminal.
const rerunModelWidth = 34

func rerunTable(s Sheet) *table {
	short := func(name string) string { return bench.CleanLine(name, rerunModelWidth) }
	t := newPairTable(short, "old", "new", "model", "test", "was_tps", "is_tps", "change", "interval", "verdict")
	for _, p := range s.pairs(1) {
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
		out = append(out, "Not measured again: "+strings.Join(s.Missing, ", ")+".")
	}
	for at, c := range s.Columns {
		if rows := doubtedRows(s, at); len(rows) > 0 {
			out = append(out, "Warnings on the "+c.Name+" results: "+strings.Join(rows, "; ")+".")
		}
	}
	if len(s.LeftOut) > 0 {
		out = append(out, "Suspect results are not compared; --include-suspect compares them.")
	}
	for _, note := range verdictNotes(s) {
		out = append(out, note+".")
	}
	return append(out, "~: no difference shown. "+changeMade+".")
}

// doubtedRows are the rows with warnings that weigh on a column's figures, with
// the codes of these warnings.
func doubtedRows(s Sheet, column int) []string {
	var out []string
	for _, row := range s.Rows {
		codes := slices.DeleteFunc(warningCodes(*row.Cells[column].Row), func(code string) bool { return bench.KindOf(code).Grade == bench.GradeClean })
		if len(codes) > 0 {
			out = append(out, joinNonEmpty(" ", row.Job, row.Name())+" ("+strings.Join(codes, ", ")+")")
		}
	}
	return out
}
