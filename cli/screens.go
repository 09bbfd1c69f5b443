package cli

import (
	"fmt"
	"runtime"

	"dragstrip/bench"
)

// screensVerb is `dragstrip` without a verb.
func screensVerb(e *env, args []string) error {
	f := newFlags("screens", "", "Without a terminal and without flags: the same as dragstrip run.")
	var s screenFlags
	s.define(f)
	f.under("For a first look")
	f.BoolVar(&s.demo, "demo", false, "replay a recorded session, marked as a recording; no engine is needed")
	if rest, err := f.parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("screens takes no arguments")
	}
	switch {
	case s.plain && e.inTTY:
		return e.askPlainly()
	case !e.canShow() && (s.demo || len(args) > 0 && !s.plain):
		why := "but stdin or stdout is not a terminal"
		if term := e.getenv("TERM"); !showsScreens(term) {
			why = fmt.Sprintf("but TERM is %q, which cannot show screens", term)
		}
		return fmt.Errorf("the screens need a terminal, %s; `dragstrip run`, `dragstrip machine` and the other verbs print lines", why)
	case !e.canShow() && e.inTTY: // a person is there, but has not asked for a benchmark
		fmt.Fprintf(e.told(), "This terminal cannot show screens (TERM is %q), so dragstrip asks in lines of text. q leaves.\n", bench.Clean(e.getenv("TERM")))
		return e.askPlainly()
	case !e.canShow():
		return runVerb(e, nil)
	}
	return e.showScreens(s, "")
}

// canShow tells whether there is a terminal on which screens can be drawn.
func (e *env) canShow() bool {
	return e.tty && e.inTTY && showsScreens(e.getenv("TERM"))
}

// showsScreens tells whether a kind of terminal can show screens. On Windows,
// terminals do not say their kind.
func showsScreens(term string) bool {
	return term != "dumb" && (term != "" || runtime.GOOS == "windows")
}
