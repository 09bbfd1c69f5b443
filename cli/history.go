package cli

import (
	"context"
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/cli/sessions"
)

func historyVerb(e *env, args []string) error {
	f := newFlags("history", "", "")
	f.under("What is listed")
	of := f.String("of", "", "the speed of `MODEL` over time: each test with its sessions, and the session at which the speed changed")
	since := f.String("since", "", "only sessions measured from this `DAY` on: 2026-11-30. Imported results count on the day on which they were measured, or if that is not known, on the day of the import")
	until := f.String("until", "", "only sessions measured up to this `DAY`")
	with := f.String("with", "", "only sessions with these `WORDS` in their models, engine builds, machine, day or note: \"qwen3 b11669 vulkan\"")
	f.under(groupOutput)
	asJSON := f.Bool("json", false, "print a JSON array")
	format := f.String("format", "", "with --of: html is one page with a picture of each line over time")
	f.metavars["format"] = "FORMAT"
	output := f.String("o", "", "with --format: write to this `FILE` instead of the screen")
	f.typedOnly = []string{"format", "o"} // the variables are for reports
	if rest, err := f.parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("history takes no arguments")
	}
	when, err := daysOf(*since, *until)
	if err != nil {
		return err
	}
	switch {
	case *format != "" && *format != "html":
		return usagef("--format %s: there is only html", bench.Clean(*format))
	case (*format != "" || *output != "") && (*of == "" || *asJSON):
		return usagef("--format html and -o are for --of MODEL, without --json")
	case *output != "" && *format == "":
		return usagef("-o writes a page: add --format html")
	case *of != "" && *with != "":
		return usagef("--with chooses sessions for the list, and --of shows one model over time; give one of them")
	case *of != "":
		return e.speedOverTime(strings.Fields(*of), when, seriesWriter{json: *asJSON, html: *format == "html", output: *output})
	}
	lines, err := e.sessions().Lines(context.Background())
	if err != nil {
		return err
	}
	none := len(lines) == 0
	lines = chosenLines(lines, when, strings.Fields(*with))
	if *asJSON {
		return report.WriteJSON(e.out, lines)
	}
	switch {
	case none:
		fmt.Fprintln(e.told(), "No sessions yet; `dragstrip run MODEL` starts one.")
	case len(lines) == 0:
		fmt.Fprintln(e.told(), nothingChosen(when, *with))
	}
	e.printSessions(lines)
	return nil
}

// printSessions prints sessions, one a line, and below each what is slower or
// faster with a newer build. There may be thousands, so it writes them at once.
func (e *env) printSessions(lines []sessions.Line) {
	unsure := false
	var text strings.Builder
	for _, l := range lines {
		models := modelsText(l.Models) + l.Problem
		if len(l.Found) > 0 {
			models = "search for the best of " + models
		}
		if l.Measured != "" {
			models += ", measured " + bench.Clean(l.Measured)
		}
		fmt.Fprintf(&text, "%s  %-14s %s%s  %s\n", l.Name, l.State, l.Tally().Counted(), l.Tally().PartlyText(), models)
		for _, found := range l.Found {
			fmt.Fprintf(&text, "    %s\n", found)
		}
		for _, since := range l.Since {
			fmt.Fprintf(&text, "    %s\n", since)
			unsure = unsure || since.Unsure
		}
	}
	fmt.Fprint(e.told(), text.String())
	if unsure {
		fmt.Fprintln(e.err, report.UnsureMeans+".")
	}
}

// mostModels is how many models of a session a line names.
const mostModels = 6

// modelsText names the models of a session. Imported sessions may have hundreds.
func modelsText(models []string) string {
	if more := len(models) - mostModels; more > 1 {
		return strings.Join(models[:mostModels], ", ") + " and " + bench.Plural(more, "more model")
	}
	return strings.Join(models, ", ")
}
