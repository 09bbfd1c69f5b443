package cli

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

const compareAbout = `Compares results side by side. A column is one engine build with one set of parameters in one
session; a row is one test of one model. SESSION is a session's name, a part of it, last, or its folder;
REPORT is a file that dragstrip wrote. Without arguments: the newest session. With --models each model
is a column of its own: this shows which quantization is fastest, and by how much.`

func compareVerb(e *env, args []string) error {
	f := newFlags("compare", "[SESSION|REPORT …]", compareAbout)
	f.under("What is compared")
	byModel := f.Bool("models", false, "one column for each model")
	baseline := f.String("baseline", "A", "letter of the `COLUMN` that the others are compared with")
	suspect := f.Bool("include-suspect", false, "also compare "+suspectHelp)
	preset := f.String("preset", "", "print published tables with a column for this machine. The only NAME is article: the four tables of a blog post about a Framework Desktop and an M1 Ultra. Without SESSION, that column shows the newest session")
	f.metavars["preset"] = "NAME"
	var with list
	f.Var(&with, "with", "also show what others published for the chips with these `WORDS` in their names: \"M1 Ultra\"; may be given again")
	f.under(groupOutput)
	asJSON := f.Bool("json", false, "with --preset: print JSON")
	hostName := f.Bool("host-name", false, "write this machine's host name into the comparison")
	output := f.String("o", "", "write to this `FILE` instead of the screen")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if *preset != "" {
		for _, other := range []string{"with", "models", "baseline", "host-name"} {
			if f.typed(other) {
				return usagef("--preset prints published tables as they are, so %s has no effect on them; leave it out", spelled(other))
			}
		}
		return e.comparePreset(*preset, rest, *suspect, *asJSON, *output)
	}
	if *asJSON {
		return usagef("--json is for --preset; `dragstrip report --format json` writes a session as JSON")
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
	if len(with) > 0 {
		if sessions, err = e.withChips(sessions, with); err != nil {
			return err
		}
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
