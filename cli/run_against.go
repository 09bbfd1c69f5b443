package cli

import (
	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// baseline opens what --against names, before anything is measured. The last
// sessions of this machine are looked up afterwards.
func (e *env) baseline(r *runFlags) (*bench.Session, error) {
	limits, err := parseLimits(r.failIf)
	switch {
	case err != nil:
		return nil, err
	case r.against == "" && len(limits) > 0:
		return nil, usagef("--fail-if needs --against SESSION, which names what to compare with")
	case r.against == "":
		return nil, nil
	case r.detach || r.resume != "":
		return nil, usagef("--against needs the results and cannot be combined with --detach or --resume; `dragstrip rerun OLD --with NEW` compares two sessions afterwards")
	}
	if r.last, err = lastSessions(r.against); err != nil || r.last > 0 {
		return nil, err
	}
	base, err := e.earlierEnded(r.against)
	return base, e.refusedGate(err, limits)
}

// compareWith compares a session that was just measured with its baseline.
func (e *env) compareWith(base *bench.Session, folder journal.Folder, went error, r *runFlags) error {
	if !hasResults(went) {
		return went
	}
	read, err := folder.Read()
	if err != nil {
		return err
	}
	limits, err := parseLimits(r.failIf)
	if err != nil {
		return err
	}
	shown := *e
	if r.follow.json {
		shown.out = e.err // standard output is only for the events
	}
	return shown.holdAgainst(base, read.Session, went, limits, comparison{hostName: r.follow.hostName, suspect: r.suspect, last: r.last})
}
