package cli

import (
	"fmt"
	"os"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

func reportVerb(e *env, args []string) error {
	f := e.flags("report", "[SESSION] [FLAGS]\n\nWithout SESSION: the newest one.")
	format := f.String("format", "md", "md, json, csv, llama-bench (its table) or llama-bench-jsonl (its results, verbatim)")
	hostName := f.Bool("host-name", false, "let the report name this machine")
	suspect := f.Bool("include-suspect", false, suspectHelp+"; llama-bench-jsonl leaves them out otherwise")
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
	r, err := folder.Read()
	if err != nil {
		return err
	}
	for _, note := range r.Notes {
		fmt.Fprintf(e.err, "note: %s\n", bench.Clean(note))
	}
	var text strings.Builder
	o := e.reportOptions(*hostName)
	o.IncludeSuspect = *suspect
	switch *format {
	case "md", "markdown":
		err = report.Markdown(&text, r.Session, o)
	case "json":
		err = report.JSON(&text, r.Session, o)
	case "csv":
		err = report.CSV(&text, r.Session, o)
	case "llama-bench":
		err = report.LlamaTable(&text, r.Session, o)
	case "llama-bench-jsonl":
		err = report.LlamaJSONL(&text, r.Session, o)
		for _, why := range report.SuspectResults(r.Session, o) {
			if !*suspect {
				fmt.Fprintf(e.err, "left out, because it is suspect (--include-suspect writes it): %s\n", why)
			}
		}
	default:
		return usagef("--format %q is not one of md, json, csv, llama-bench, llama-bench-jsonl", *format)
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if *output == "" {
		_, err = fmt.Fprint(e.out, text.String())
		return err
	}
	if err := os.WriteFile(*output, []byte(text.String()), 0o644); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
