package cli

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

const compareAbout = `Sets what was measured side by side: a column is one engine build with one set of parameters in one
session, a row a test of a model. SESSION is a session's name, a part of it, last, or its folder; REPORT
a file that dragstrip wrote. Without any: the newest session. --models makes each model a column of its
own: which quantization is fastest, and by how much.`

func compareVerb(e *env, args []string) error {
	f := newFlags("compare", "[SESSION|REPORT …]", compareAbout)
	f.under("What is compared")
	byModel := f.Bool("models", false, "a column for each model, too")
	baseline := f.String("baseline", "A", "the `COLUMN` that the others are held against, by its letter")
	suspect := f.Bool("include-suspect", false, suspectHelp)
	f.under(groupOutput)
	hostName := f.Bool("host-name", false, "let it name this machine")
	output := f.String("o", "", "write to this `FILE` instead of the screen")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		rest = []string{"last"}
	}
	var sessions []*bench.Session
	for _, name := range rest {
		s, err := e.earlier(name)
		if err != nil {
			return err
		}
		sessions = append(sessions, s)
	}
	beside := report.SideBySide
	if *byModel {
		beside = report.ModelsSideBySide
	}
	sheet := beside(sessions, 0, *suspect)
	if at := sheet.Column(*baseline); at > 0 {
		sheet = beside(sessions, at, *suspect)
	} else if at < 0 {
		return usagef("--baseline %s: there is no such column; %s", bench.Clean(*baseline), bench.Clean(sheet.ColumnsSaid()))
	}
	var text strings.Builder
	if err := report.SheetMarkdown(&text, sheet, e.reportOptions(*hostName)); err != nil {
		return err
	}
	return e.writeTo(*output, "the comparison", text.String())
}
