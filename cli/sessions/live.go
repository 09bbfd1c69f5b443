package sessions

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// Live gives the session that is being measured. If there is none, it gives the
// oldest session that waits for the machine, because others may wait behind that
// one.
func (s Shelf) Live() (journal.Folder, bool) {
	all, err := s.Store.List()
	if err != nil {
		return journal.Folder{}, false
	}
	var waiting []journal.Folder
	for _, f := range all { // the newest first
		if !f.Live() {
			continue
		}
		if r, err := f.Read(); err == nil && !r.Session.Waits() {
			return f, true
		}
		waiting = append(waiting, f)
	}
	if len(waiting) == 0 {
		return journal.Folder{}, false
	}
	return waiting[len(waiting)-1], true
}

// Unfinished gives the newest session whose bench process died. A session that
// was stopped on purpose can be resumed only by its name.
func (s Shelf) Unfinished() (journal.Folder, bool) {
	all, err := s.Store.List()
	if err != nil {
		return journal.Folder{}, false
	}
	for _, f := range all {
		if f.Live() {
			continue
		}
		r, err := f.ReadStanding()
		if err == nil && r.Session.State != bench.StateFinished {
			return f, true
		}
	}
	return journal.Folder{}, false
}

// MeasuredNow gives the session that is being measured, or the oldest one that
// waits, and since when. It is called before the first screen is drawn. So it
// reads journals only if the machine's lock does not say who holds it.
func (s Shelf) MeasuredNow() (string, time.Time, bool) {
	holder := journal.NewMachineLock(s.MachineLock).Holder()
	if s.holdsLive(holder.Session) {
		return holder.Session, holder.Since, true
	}
	f, ok := s.Live()
	if !ok {
		return "", time.Time{}, false
	}
	since := time.Now()
	if plan, err := f.Plan(); err == nil && !plan.Asked.IsZero() {
		since = plan.Asked
	}
	return f.Name(), since, true
}

// holdsLive tells whether a session with this name is on the shelf and has a
// bench process. Any user of this machine may have written the name.
func (s Shelf) holdsLive(name string) bool {
	if name == "" || filepath.Base(name) != name {
		return false
	}
	f := s.folder(name)
	return f.Exists() && f.Live()
}

// folder is the folder of the session with this name.
func (s Shelf) folder(name string) journal.Folder {
	return journal.Folder{Path: filepath.Join(s.Store.Root, name)}
}

// Measurement is something that dragstrip measures on this machine, for any
// user.
type Measurement struct {
	// What names it, such as "session X of ann", or "the memory bandwidth of a
	// device".
	What string
	// Watchable says that this is a session on this shelf, so this user can watch
	// it.
	Watchable bool
}

// Measured gives what is being measured on this machine now. It gives false if
// nothing is.
func (s Shelf) Measured() (Measurement, bool) {
	holder, ok := journal.NewMachineLock(s.MachineLock).Measuring()
	if !ok {
		return Measurement{}, false
	}
	return s.MeasuredBy(holder), true
}

// MeasuredBy gives what the holder of the machine's lock measures.
func (s Shelf) MeasuredBy(h journal.Holder) Measurement {
	return Measurement{What: h.Measures(journal.Me("")), Watchable: s.holdsLive(h.Session)}
}

// EachHolder calls each whenever another session has taken the machine's lock
// since the last look. When the machine has become free, it calls each with an
// empty Holder. next waits for the next look, and tells whether there is one.
// EachHolder does not call each for the session that has the lock at first.
func (s Shelf) EachHolder(ctx context.Context, next func(context.Context) bool, each func(journal.Holder)) {
	lock := journal.NewMachineLock(s.MachineLock)
	first, _ := lock.Measuring()
	was := first.Session
	var read time.Time // the time of the note's last change, as the last reading saw it
	for next(ctx) {
		changed, err := lock.NoteChanged()
		// Most looks end here. That saves opening the file, which costs much more. A
		// session that is killed leaves its note as it was.
		if err == nil && was == "" && changed.Equal(read) {
			continue
		}
		holder, _ := lock.Measuring()
		if holder.Session != was {
			each(holder)
		}
		was, read = holder.Session, time.Time{}
		// A file that was written a moment ago may change again without a change of
		// its time.
		if err == nil && time.Since(changed) > time.Second {
			read = changed
		}
	}
}

// UsedBy names a live session whose plan needs an engine folder, or "".
func (s Shelf) UsedBy(folder string) string {
	all, err := s.Store.List()
	if err != nil {
		return ""
	}
	for _, f := range all {
		if !f.Live() {
			continue
		}
		plan, err := f.Plan()
		if err != nil {
			continue
		}
		for _, j := range plan.Jobs {
			if s.Moved != nil {
				j.Follow(s.Moved(&j))
			}
			if strings.Contains(strings.Join(j.Build.Prefix, "\x00"), folder+string(filepath.Separator)) {
				return f.Name()
			}
		}
	}
	return ""
}
