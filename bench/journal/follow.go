package journal

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

// pollEvery is how often a follower looks for news. Watching by the kernel's
// notifications gains nothing at this pace and fails on network disks.
const pollEvery = 100 * time.Millisecond

// Limits of a batch. Besides the session itself, a viewer has only one batch in
// memory, even if the journal is very long.
const (
	batchEvents = 500
	batchBytes  = 256 << 10
)

// Batch is what a follower read since the last one.
type Batch struct {
	Events []bench.Event
	// Lines are the lines of these events in the journal, without line ends, if
	// the follower was asked for them.
	Lines [][]byte
	// More is set when further events are there already.
	More bool
	// Ended is set when the session is over or its bench process has ended, and
	// everything was read.
	Ended bool
	// Died is set when the bench process ended without finishing the session.
	Died bool
}

// Follower reads a journal that is being written.
type Follower struct {
	folder Folder
	file   *os.File
	lines  *lineReader
	// Every is the shortest time between two looks for news; 0 means a tenth of
	// a second. Events that are already there are given without waiting.
	Every time.Duration
	// KeepLines asks for Batch.Lines.
	KeepLines bool
	// looked is when it last looked for news. more is set while some of the
	// events that are already there have not been read.
	looked time.Time
	more   bool
	// over is set between a SessionFinished and a SessionResumed.
	over bool
}

// Follow begins at the first event of the session.
func (f Folder) Follow() *Follower { return &Follower{folder: f} }

// Close closes the journal's file.
func (f *Follower) Close() {
	if f.file != nil {
		f.file.Close()
	}
}

// Next waits for news: at least one event, or the end of the session. If ctx is
// done first, it returns the error of ctx.
func (f *Follower) Next(ctx context.Context) (Batch, error) {
	every := f.Every
	if every <= 0 {
		every = pollEvery
	}
	for {
		// Next also waits if it has just given news. Otherwise a caller that
		// calls again at once would wake the machine up for each line of the
		// engine.
		if err := f.wait(ctx, every); err != nil {
			return Batch{}, err
		}
		f.looked = time.Now()
		// Live is called before reading. So if the process has died,
		// everything that it wrote is there to be read.
		live := f.folder.Live()
		b, err := f.read()
		if err != nil {
			return b, err
		}
		f.more = b.More
		b.Ended = !b.More && (f.over || !live)
		b.Died = b.Ended && !f.over
		if len(b.Events) > 0 || b.Ended {
			return b, nil
		}
	}
}

func (f *Follower) wait(ctx context.Context, every time.Duration) error {
	if f.more {
		return ctx.Err()
	}
	return sleepUntil(ctx, f.looked.Add(every))
}

func sleepUntil(ctx context.Context, t time.Time) error {
	rest := time.Until(t)
	if rest <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// read takes whole lines until there are no more or the batch is full. A line
// that cannot be read is skipped; reports of the session say so.
func (f *Follower) read() (Batch, error) {
	var b Batch
	if err := f.open(); err != nil || f.lines == nil {
		return b, err
	}
	begin := f.lines.offset
	for len(b.Events) < batchEvents && f.lines.offset-begin < batchBytes {
		line, err := f.lines.next()
		switch {
		case errors.Is(err, io.EOF):
			return b, nil
		case errors.Is(err, errLongLine):
			continue
		case err != nil:
			return b, err
		}
		f.take(&b, line)
	}
	b.More = true
	return b, nil
}

// open opens the journal as soon as it exists.
func (f *Follower) open() error {
	if f.lines != nil {
		return nil
	}
	file, err := regular.Open(f.folder.File(eventsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	f.file, f.lines = file, newEventReader(file)
	return nil
}

func (f *Follower) take(b *Batch, line []byte) {
	var e bench.Event
	if decode(line, &e) != nil {
		return
	}
	switch e.Fact.(type) {
	case bench.SessionFinished:
		f.over = true
	case bench.SessionResumed:
		f.over = false
	}
	b.Events = append(b.Events, withoutRaw(e))
	if f.KeepLines {
		b.Lines = append(b.Lines, bytes.Clone(line))
	}
}
