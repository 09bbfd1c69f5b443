package cli

import (
	"cmp"
	"fmt"
	"strings"

	"dragstrip/bench"
)

// mostNamed is how many sessions are printed. `dragstrip history` has all.
const mostNamed = 20

// printImport says what was read and what was left out.
func (e *env) printImport(done importDone) {
	if len(done.Already) > 0 {
		fmt.Fprintf(e.told(), "%s was imported already, as session %s. Nothing was changed.\n", done.Source, strings.Join(done.Already[:min(len(done.Already), mostNamed)], ", "))
		return
	}
	results := 0
	for _, s := range done.Sessions {
		results += s.Results
	}
	fmt.Fprintf(e.told(), "Imported %s from %s, read as %s:\n", bench.Plural(results, "result"), done.Source, done.Format)
	for i, s := range done.Sessions {
		if i == mostNamed {
			fmt.Fprintf(e.told(), "  %s more; `dragstrip history` lists them\n", bench.Plural(len(done.Sessions)-i, "session"))
			break
		}
		fmt.Fprintf(e.told(), "  %s  %s of %s, on %s\n", s.Session, bench.Plural(s.Results, "result"), bench.Plural(s.Models, "model"), cmp.Or(s.Machine, "a machine that the source does not name (--machine says which)"))
	}
	for _, text := range done.Assumed {
		fmt.Fprintf(e.told(), "Note: %s.\n", text)
	}
	if n := len(done.LeftOut) + done.More; n > 0 {
		fmt.Fprintf(e.told(), "Left out %s:\n", bench.Plural(n, "row"))
		// The same content is not read again, so this is the only time to name them.
		for _, row := range done.LeftOut {
			fmt.Fprintf(e.told(), "  %s\n", row)
		}
		if done.More > 0 {
			fmt.Fprintf(e.told(), "  %s, only counted\n", bench.Plural(done.More, "further row"))
		}
	}
	if done.own != "" && len(done.Sessions) > 0 {
		fmt.Fprintf(e.told(), "`dragstrip compare %s %s` compares it with your newest session.\n", done.own, done.Sessions[0].Session)
	}
}
