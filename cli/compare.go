package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

const compareAbout = `Compares results side by side. SIDE is a session (its name, a part of it, last, or its folder), a report
or a file of results that somebody else measured, or a chip of which others published results: "M1 Ultra".
Without arguments: last, the newest session that was measured here. A column is one engine build with one set of parameters in one
session; a row is one test of one model. With --by, a column is one model, engine, build, set of flags or
machine; what else differs within a column is in the names of the rows.`

// compareAsk holds what the flags of `dragstrip compare` say.
type compareAsk struct {
	by       report.Axis
	baseline string
	suspect  bool
	format   report.SheetFormat
}

func compareVerb(e *env, args []string) error {
	f := newFlags("compare", "[SIDE …]", compareAbout)
	f.under("What is compared")
	by := f.String("by", "", "what the columns are: "+axesSaid())
	f.metavars["by"] = strings.ReplaceAll(axesSaid(), ", ", "|")
	baseline := f.String("baseline", "A", "letter of the `COLUMN` that the others are compared with")
	suspect := f.Bool("include-suspect", false, "also compare "+suspectHelp)
	preset := f.String("preset", "", "article prints the four tables of a blog post about a Framework Desktop and an M1 Ultra, with a column for this machine; "+listed(presetNames()[1:])+" prints sessions as that tool prints its results. Without SIDE, it is the newest session")
	f.metavars["preset"] = "NAME"
	f.typedOnly = []string{"preset"} // the variable is for the presets of run, which are others
	var with list
	f.Var(&with, "with", "also show what others published for the chips with these `WORDS` in their names: \"M1 Ultra\"; may be given again")
	f.under(groupOutput)
	format := f.String("format", "md", "html is one page with pictures; csv has one line for each result")
	f.metavars["format"] = report.SheetFormatNames("|")
	asJSON := f.Bool("json", false, "the same as --format json")
	hostName := f.Bool("host-name", false, "write this machine's host name into the comparison")
	output := f.String("o", "", "write to this `FILE` instead of the screen")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if *asJSON {
		*format = "json"
	}
	ask, err := newCompareAsk(*by, *format)
	if err != nil {
		return err
	}
	if *preset != "" {
		if err := ask.besidePreset(f); err != nil {
			return err
		}
		return e.comparePreset(*preset, rest, *suspect, ask.format.Name == "json", *output)
	}
	ask.baseline, ask.suspect = *baseline, *suspect
	sessions, err := e.sides(context.Background(), rest, with)
	if err != nil {
		return err
	}
	sheet, err := ask.sheet(sessions)
	if err != nil {
		return err
	}
	if ask.by != "" && len(sheet.Columns) == 1 {
		fmt.Fprintf(e.err, "note: all results have the same %[1]s, so --by %[1]s gives one column; without --by, every configuration is a column\n", ask.by)
	}
	o := e.reportOptions(*hostName)
	if *output != "" {
		o = e.fileOptions(*hostName)
	}
	var text strings.Builder
	if err := ask.format.Write(&text, sheet, o); err != nil {
		return err
	}
	return e.writeTo(*output, "the comparison", text.String())
}

// besidePreset refuses flags that have no effect on the tables of a preset.
func (a compareAsk) besidePreset(f *flags) error {
	for _, other := range []string{"with", "by", "baseline", "host-name"} {
		if f.typed(other) {
			return usagef("--preset prints tables of its own, so %s has no effect on them; leave it out", spelled(other))
		}
	}
	if a.format.Name != "md" && a.format.Name != "json" {
		return usagef("--preset prints its tables as md or json, not as %s", a.format.Name)
	}
	return nil
}

// axesSaid lists what --by takes.
func axesSaid() string {
	var names []string
	for _, a := range report.Axes {
		names = append(names, string(a))
	}
	return strings.Join(names, ", ")
}

func newCompareAsk(by, format string) (ask compareAsk, err error) {
	if ask.by = report.Axis(by); by != "" && !slices.Contains(report.Axes, ask.by) {
		return ask, usagef("--by %s: it must be one of %s", bench.Clean(by), axesSaid())
	}
	var known bool
	if ask.format, known = report.SheetFormatNamed(format); !known {
		return ask, usagef("--format %s: it must be one of %s", bench.Clean(format), report.SheetFormatNames(", "))
	}
	return ask, nil
}

// sheet compares sessions as asked.
func (a compareAsk) sheet(sessions []*bench.Session) (report.Sheet, error) {
	beside := report.SideBySide
	if a.by != "" {
		beside = func(sessions []*bench.Session, baseline int, suspect bool) report.Sheet {
			return report.By(a.by, sessions, baseline, suspect)
		}
	}
	sheet := beside(sessions, 0, a.suspect)
	at := sheet.Column(a.baseline)
	switch {
	case len(sheet.Columns) == 0:
		return sheet, fmt.Errorf("there is nothing to compare: no session has a job")
	case at < 0:
		return sheet, usagef("--baseline %s: there is no such column; %s", bench.Clean(a.baseline), bench.Clean(sheet.ColumnsSaid()))
	case at > 0:
		sheet = beside(sessions, at, a.suspect)
	}
	return sheet, nil
}
