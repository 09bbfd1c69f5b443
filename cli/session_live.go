package cli

import (
	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// liveSession gives the session that is being measured, or, where none is,
// the newest one that waits for the machine.
func (e *env) liveSession() (journal.Folder, bool) {
	all, err := e.places.store().List()
	if err != nil {
		return journal.Folder{}, false
	}
	var waiting []journal.Folder
	for _, f := range all {
		if !f.Live() {
			continue
		}
		if r, err := f.Read(); err == nil && r.Session.Now.Phase != bench.PhaseWaiting {
			return f, true
		}
		waiting = append(waiting, f)
	}
	if len(waiting) == 0 {
		return journal.Folder{}, false
	}
	return waiting[0], true
}

// unfinished gives the newest session whose bench process died. One that was
// stopped on purpose is resumed by name only.
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
		if err == nil && r.Session.State != bench.StateFinished {
			return f, true
		}
	}
	return journal.Folder{}, false
}
