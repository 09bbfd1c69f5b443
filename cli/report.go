package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/report"
)

// leavesOut names the formats that leave results out.
func leavesOut() string {
	var names []string
	for _, f := range report.Formats() {
		if f.LeavesOut != nil {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, " and ")
}

func reportVerb(e *env, args []string) error {
	f := newFlags("report", "[SESSION]", "Without SESSION: the newest one.")
	f.under(groupOutput)
	f.metavars["format"] = strings.ReplaceAll(report.FormatNames(), ", ", "|")
	format := f.String("format", "md", report.FormatsHelp())
	hostName := f.Bool("host-name", false, "write this machine's host name into the report")
	suspect := f.Bool("include-suspect", false, "with --format "+leavesOut()+": write "+suspectHelp+", too; the other formats always contain them")
	output := f.String("o", "", "write to this `FILE` instead of the screen")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if len(rest) > 1 {
		return usagef("report takes one session, not %d", len(rest))
	}
	folder, err := e.places.store().Find(strings.Join(rest, ""))
	if err != nil {
		return err
	}
	as, known := report.FormatNamed(*format)
	if !known {
		return usagef("--format %q is not one of %s", *format, report.FormatNames())
	}
	read := folder.ReadShown
	if as.NeedsRaw {
		read = folder.Read
	}
	r, err := read()
	if err != nil {
		return err
	}
	for _, note := range r.Notes {
		fmt.Fprintf(e.err, "note: %s\n", bench.Clean(note))
	}
	var text strings.Builder
	o := e.reportOptions(*hostName)
	o.IncludeSuspect = *suspect
	if err := as.Write(&text, r.Session, o); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if as.LeavesOut != nil && !*suspect {
		for _, why := range as.LeavesOut(r.Session, o) {
			fmt.Fprintf(e.err, "left out as suspect (--include-suspect writes it): %s\n", why)
		}
	}
	if *output != "" && as.Beside != nil {
		if recipe := as.Beside(r.Session, o); recipe != "" {
			beside := strings.TrimSuffix(*output, filepath.Ext(*output)) + "." + journal.RecipeFile
			if err := e.writeTo(beside, "plan and samples", recipe); err != nil {
				return err
			}
			fmt.Fprintf(e.err, "plan and samples for `dragstrip rerun`: %s\n", bench.Clean(beside))
		}
	}
	return e.writeTo(*output, "the report", text.String())
}
