package cli

import (
	"fmt"

	"dragstrip/bench/journal"
)

func attachVerb(e *env, args []string) error {
	f := newFlags("attach", "[SESSION]", "Without SESSION: the session that is being measured now. Leaving it, even with ctrl-c, does not stop the benchmark. To stop the benchmark: `dragstrip control stop`.")
	f.under("What is done")
	resume := f.Bool("resume", false, "finish a session that was interrupted")
	var o followOptions
	f.under(groupOutput)
	f.BoolVar(&o.quiet, "q", false, quietHelp)
	f.BoolVar(&o.json, "json", false, "print the session's events, one JSON object per line")
	f.BoolVar(&o.hostName, "host-name", false, "write this machine's host name into the report")
	var s screenFlags
	s.define(f)
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if len(rest) > 1 {
		return usagef("attach takes one session, not %d", len(rest))
	}
	if len(rest) == 1 {
		if *resume {
			return e.resume(rest[0], resumeOptions{follow: o})
		}
		folder, err := e.places.store().Find(rest[0])
		if err != nil {
			return err
		}
		return e.display(folder, s, o)
	}
	if live, ok := e.sessions().Live(); ok {
		return e.display(live, s, o)
	}
	dead, found := e.sessions().Unfinished()
	switch {
	case found && *resume:
		return e.resume(dead.Path, resumeOptions{follow: o})
	case found:
		return fmt.Errorf("nothing is being measured now; session %s is unfinished: `dragstrip attach --resume` measures the rest", dead.Name())
	case *resume:
		return fmt.Errorf("no session is unfinished; `dragstrip history` lists all sessions")
	}
	return fmt.Errorf("nothing is being measured now; `dragstrip run MODEL` starts a session, `dragstrip history` lists the earlier ones")
}

// display shows a session on the screens if there is a terminal. Otherwise it
// shows the session in lines, and goes on to the sessions that wait behind it.
func (e *env) display(f journal.Folder, s screenFlags, o followOptions) error {
	if e.canShow() && !s.plain && !o.json {
		return e.showScreens(s, f.Name())
	}
	return e.followAll(e.shownWith(f, o), o)
}
