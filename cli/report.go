package cli

import (
	"context"
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
	return bench.Joined(names)
}

func reportVerb(e *env, args []string) error {
	f := newFlags("report", "[SESSION|FILE]", "Without SESSION: the newest session that was measured here. To report an imported session, give its name. FILE is a report that dragstrip wrote before, as markdown, HTML or JSON.")
	f.under(groupOutput)
	f.metavars["format"] = strings.ReplaceAll(report.FormatNames(), ", ", "|")
	f.formats = strings.Split(report.FormatNames(), ", ")
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
	as, known := report.FormatNamed(*format)
	if !known {
		return usagef("--format %q is not one of %s", *format, report.FormatNames())
	}
	session, err := e.reported(strings.Join(rest, ""), as)
	if err != nil {
		return err
	}
	var text strings.Builder
	o := e.reportOptions(*hostName)
	if *output != "" {
		o = e.fileOptions(*hostName)
	}
	o.IncludeSuspect = *suspect
	if err := as.Write(&text, session, o); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	left := leftOut(as, session, o)
	for _, why := range left {
		fmt.Fprintf(e.err, "left out as suspect (--include-suspect writes it): %s\n", why)
	}
	if err := emptyExport(as, text.String(), left); err != nil {
		return err
	}
	if *output != "" && as.Beside != nil {
		if recipe := as.Beside(session, o); recipe != "" {
			beside := strings.TrimSuffix(*output, filepath.Ext(*output)) + "." + journal.RecipeFile
			if err := e.writeTo(beside, "plan and samples", recipe); err != nil {
				return err
			}
			fmt.Fprintf(e.err, "plan and samples for `dragstrip rerun`: %s\n", bench.Clean(beside))
		}
	}
	return e.writeTo(*output, "the report", text.String())
}

// leftOut says which suspect results a format leaves out, each with the reason.
func leftOut(as report.Format, s *bench.Session, o report.Options) []string {
	if as.LeavesOut == nil || o.IncludeSuspect {
		return nil
	}
	return as.LeavesOut(s, o)
}

// emptyExport gives an error if a format for an engine's own results has none to
// write, and none was left out: others have measured the session, or nothing was
// measured.
func emptyExport(as report.Format, text string, left []string) error {
	if !as.NeedsRaw || text != "" || len(left) > 0 {
		return nil
	}
	return fmt.Errorf("the session has no results as an engine prints them, so there is nothing to write in the format %s; --format md or csv writes what it has", as.Name)
}

// reported reads the results for a report. They come from a session, or from a
// report that was written before.
func (e *env) reported(name string, as report.Format) (*bench.Session, error) {
	if isFile(name) {
		if as.NeedsRaw {
			return nil, fmt.Errorf("%s is a report, and reports do not have the engine's own lines; --format %s needs the session itself", bench.Clean(name), as.Name)
		}
		return e.earlier(name)
	}
	folder, err := e.folderShown(name)
	if err != nil {
		return nil, err
	}
	read := func() (*journal.Replayed, error) { return folder.ReadShown(context.Background()) }
	if as.NeedsRaw {
		read = folder.Read
	}
	r, err := read()
	if err != nil {
		return nil, err
	}
	e.tellNotes(r.Notes)
	return r.Session, nil
}
