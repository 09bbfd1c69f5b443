package cli

import (
	"fmt"
	"strings"

	"dyno/bench"
	"dyno/bench/journal"
)

func attachVerb(e *env, args []string) error {
	f := e.flags("attach", "[SESSION] [FLAGS]\n\nWithout SESSION: the session that is being measured now.")
	resume := f.Bool("resume", false, "finish a session whose bench process is gone")
	var o followOptions
	f.BoolVar(&o.json, "json", false, "print the events themselves, one JSON object a line")
	f.BoolVar(&o.hostName, "host-name", false, "let the report name this machine")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if len(rest) > 1 {
		return usagef("attach takes one session, not %d", len(rest))
	}
	if len(rest) == 1 {
		if *resume {
			return e.resume(rest[0], false, o)
		}
		folder, err := e.places.store().Find(rest[0])
		if err != nil {
			return err
		}
		return e.follow(folder, o)
	}
	if live, ok := e.liveSession(); ok {
		return e.follow(live, o)
	}
	dead, found := e.unfinished()
	switch {
	case found && *resume:
		return e.resume(dead.Path, false, o)
	case found:
		return fmt.Errorf("nothing is being measured now; session %s is unfinished: `dyno attach --resume` measures the rest", dead.Name())
	case *resume:
		return fmt.Errorf("no session is unfinished; `dyno history` lists them")
	}
	return fmt.Errorf("nothing is being measured now; `dyno run MODEL` starts, `dyno history` lists what was")
}

// unfinished gives the newest session that died or was stopped.
func (e *env) unfinished() (journal.Folder, bool) {
	all, err := e.places.store().List()
	if err != nil {
		return journal.Folder{}, false
	}
	for _, f := range all {
		if f.Live() {
			continue
		}
		r, err := f.Read()
		if err == nil && (r.Session.State != bench.StateFinished || r.Session.Outcome == bench.OutcomeStopped) {
			return f, true
		}
	}
	return journal.Folder{}, false
}

func controlVerb(e *env, args []string) error {
	f := e.flags("control", "VERB [JOB] [FLAGS]\n\nVERB is pause, resume, stop, or with a job (j1, j2 …) skip, requeue, move.")
	session := f.String("session", "", "the `SESSION`; default is the one being measured")
	before := f.String("before", "", "with move: put the job before this `JOB`; default is last")
	rest, err := f.parse(e, args)
	if err != nil {
		return err
	}
	if len(rest) < 1 || len(rest) > 2 {
		return usagef("control takes a verb and perhaps a job; `dyno control -h` explains")
	}
	folder, live := e.liveSession()
	if *session != "" {
		if folder, err = e.places.store().Find(*session); err != nil {
			return err
		}
		live = folder.Live()
	}
	if !live {
		return fmt.Errorf("no session is being measured now, so there is nothing to %s", bench.Clean(rest[0]))
	}
	c := bench.Control{Verb: bench.ControlVerb(strings.ToLower(rest[0])), Before: *before}
	if len(rest) == 2 {
		c.Job = rest[1]
	}
	if c.Verb == bench.ControlAdd {
		return usagef("add needs a whole job: write it to the session's control.jsonl")
	}
	if err := c.Validate(); err != nil {
		return usagef("%w", err)
	}
	if err := folder.Ask(c); err != nil {
		return err
	}
	fmt.Fprintf(e.out, "asked session %s: %s %s\n", folder.Name(), c.Verb, c.Job)
	return nil
}
