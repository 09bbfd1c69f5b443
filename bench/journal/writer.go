package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gofrs/flock"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

// Writer is the one writer of a session's events. It is for one goroutine.
type Writer struct {
	// Session is the session after all events so far.
	Session *bench.Session
	// CutBytes is the length of the torn last line that was cut off an older
	// journal.
	CutBytes int64
	// Notes say what was wrong in an older journal.
	Notes []string

	folder Folder
	file   *os.File
	lock   *flock.Flock
	now    func() time.Time
	broken error
}

// OpenWriter takes a session for this process: it locks the folder, cuts a
// torn last line off the journal and replays what is there. ErrLive means
// that another bench process holds it.
func (f Folder) OpenWriter() (*Writer, error) {
	lock, err := f.lock()
	if err != nil {
		return nil, err
	}
	w := &Writer{folder: f, lock: lock, now: time.Now}
	if err := w.open(); err != nil {
		lock.Unlock()
		return nil, fmt.Errorf("open the journal of %s: %w", f.Name(), err)
	}
	return w, nil
}

func (w *Writer) open() error {
	file, err := regular.Update(w.folder.File(eventsFile), 0o600)
	if err != nil {
		return err
	}
	w.file = file
	replayed, err := replay(file)
	if err != nil {
		file.Close()
		return err
	}
	w.Session, w.Notes = replayed.Session, replayed.Notes
	if note, ok := w.folder.Note(); ok {
		w.Session.Plan.Note = note // reports show it
	}
	return w.mendTail(replayed)
}

// mendTail makes the file end with a whole line. If the last line is a whole
// event and only its line end is missing, the event counts: its writer synced it
// and died before it wrote the line end. Any other torn line is cut off.
func (w *Writer) mendTail(r *Replayed) error {
	end, err := w.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if r.tail != nil {
		w.Session.Apply(*r.tail)
		_, err := w.file.WriteString("\n")
		return err
	}
	if w.CutBytes = end - r.whole; w.CutBytes == 0 {
		return nil
	}
	if err := w.file.Truncate(r.whole); err != nil {
		return err
	}
	_, err = w.file.Seek(r.whole, io.SeekStart)
	return err
}

// Append numbers, times and writes a fact and applies it to Session. A fact
// that must be synced is on the disk before a reader can see it: readers take
// only whole lines, and the end of the line is written after the sync.
//
// After a failed write nothing more is written: Append returns the same error
// again. So no line can follow a torn one.
func (w *Writer) Append(job string, fact bench.Fact) (bench.Event, error) {
	if w.broken != nil {
		return bench.Event{}, w.broken
	}
	if w.Session.LastSeq >= bench.MaxSeq {
		w.broken = errors.New("write the journal: it is damaged and has no event numbers left; measure again in a new session")
		return bench.Event{}, w.broken
	}
	// UTC without the monotonic part: what is applied equals what is read back.
	e := bench.Event{Seq: w.Session.LastSeq + 1, Time: w.now().UTC().Round(0), Job: job, Fact: fact}
	line, err := e.Line()
	if err != nil {
		return e, err
	}
	if bench.MustSync(fact) {
		_, err = w.file.Write(line)
		if err == nil {
			err = w.file.Sync()
		}
		if err == nil {
			_, err = w.file.Write([]byte{'\n'})
		}
	} else {
		_, err = w.file.Write(append(line, '\n'))
	}
	if err != nil {
		w.broken = fmt.Errorf("write the journal: %w", err)
		return e, w.broken
	}
	w.Session.Apply(e)
	return e, nil
}

// Close releases the session.
func (w *Writer) Close() error {
	return errors.Join(w.file.Sync(), w.file.Close(), w.lock.Unlock())
}
