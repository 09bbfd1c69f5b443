package cli

import (
	"context"
	"fmt"
	"strings"

	"dragstrip/bench/report"
)

func historyVerb(e *env, args []string) error {
	f := newFlags("history", "", "")
	f.under(groupOutput)
	asJSON := f.Bool("json", false, "print a JSON array")
	if rest, err := f.parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("history takes no arguments")
	}
	lines, err := e.sessions().Lines(context.Background())
	if err != nil {
		return err
	}
	if *asJSON {
		return report.WriteJSON(e.out, lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(e.told(), "No sessions yet; `dragstrip run MODEL` starts one.")
	}
	unsure := false
	for _, l := range lines {
		fmt.Fprintf(e.told(), "%s  %-14s %d/%d tests  %s\n", l.Name, l.State, l.Done, l.Tests, strings.Join(l.Models, ", ")+l.Problem)
		for _, since := range l.Since {
			fmt.Fprintf(e.out, "    %s\n", since)
			unsure = unsure || since.Unsure
		}
	}
	if unsure {
		fmt.Fprintln(e.err, report.UnsureMeans+".")
	}
	return nil
}
