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
	for _, line := range done.said(" (--machine says which)") {
		fmt.Fprintln(e.told(), line)
	}
	for _, name := range done.Already[:min(len(done.Already), mostNamed)] {
		if folder, err := e.places.store().Find(name); err == nil {
			fmt.Fprintf(e.told(), "Without the screens: delete the folder %s\n", bench.Clean(folder.Path))
		}
	}
	switch {
	case done.own == nil || len(done.Sessions) == 0:
	case done.common != "":
		fmt.Fprintf(e.told(), "`dragstrip compare %s %s` compares it with your newest session.\n", done.newest, done.common)
	default:
		fmt.Fprintf(e.told(), "Your newest session, %s, has none of these tests of the same model, so there is nothing to compare it with.\n", done.newest)
	}
}

// said gives lines that say what was read and what was left out. nameMachine
// says how to name the machine if the source does not. It may be "".
func (done importDone) said(nameMachine string) (lines []string) {
	say := func(format string, values ...any) { lines = append(lines, fmt.Sprintf(format, values...)) }
	if len(done.Already) > 0 {
		say("%s was imported already, as session %s. Nothing was changed. To change its machine or its date, delete it on the screen History (d) and import it again.", done.Source, strings.Join(done.Already[:min(len(done.Already), mostNamed)], ", "))
		return lines
	}
	if done.Own != "" {
		whose := "a session that was imported before"
		if done.here[done.Own] {
			whose = "a session of this machine"
		}
		say("%s is a copy of session %s, %s. It is in History already, so nothing was imported.", done.Source, done.Own, whose)
		return lines
	}
	results := 0
	for _, s := range done.Sessions {
		results += s.Results
	}
	say("Imported %s from %s, read as %s:", bench.Plural(results, "result"), done.Source, done.Format)
	for i, s := range done.Sessions {
		if i == mostNamed {
			say("  %s more; `dragstrip history` lists them", bench.Plural(len(done.Sessions)-i, "session"))
			break
		}
		say("  %s  %s of %s, on %s", s.Session, bench.Plural(s.Results, "result"), bench.Plural(s.Models, "model"), cmp.Or(s.Machine, "a machine that the source does not name"+nameMachine))
	}
	for _, text := range done.Assumed {
		say("Note: %s.", text)
	}
	if n := len(done.LeftOut) + done.More; n > 0 {
		say("Left out %s:", bench.Plural(n, "row"))
		// The same content is not read again, so this is the only time to name them.
		for _, row := range done.LeftOut {
			say("  %s", row)
		}
		if done.More > 0 {
			say("  and %s, not listed here", bench.Plural(done.More, "further row"))
		}
	}
	return lines
}
