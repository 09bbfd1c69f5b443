package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"dragstrip/bench"
)

// pollEvery is how often a follower looks for news. Watching by the kernel's
// notifications gains nothing at this pace and fails on network disks.
const pollEvery = 100 * time.Millisecond

// Batch is what a follower read since the last one.
type Batch struct {
	Events []bench.Event
	// Lines are the events as they stand in the journal, without line ends.
	Lines [][]byte
	// Ended is set when the session is over or its bench process is gone.
	Ended bool
	// Died is set when the bench process went without finishing the session.
	Died bool
}

// Follower reads a journal that is being written.
type Follower struct {
	folder Folder
	file   *os.File
	rest   []byte
	// Every is how often it looks for news at most, after the first time; 0 is
	// ten times a second.
	Every time.Duration
	// looked is when it did so last; chunk is what it reads into.
	looked time.Time
	chunk  []byte
	// over is set between a SessionFinished and a SessionResumed.
	over bool
}

// Follow begins at the first event of the session.
func (f Folder) Follow() *Follower { return &Follower{folder: f} }

// Close ends it.
func (f *Follower) Close() {
	if f.file != nil {
		f.file.Close()
	}
}

// Next waits for news: at least one event, or the end. It returns ctx's error
// when that is done first.
func (f *Follower) Next(ctx context.Context) (Batch, error) {
	every := f.Every
	if every <= 0 {
		every = pollEvery
	}
	for {
		// Also after news: who calls again at once would otherwise wake the
		// machine up for each line of the engine.
		if err := sleepUntil(ctx, f.looked.Add(every)); err != nil {
			return Batch{}, err
		}
		f.looked = time.Now()
		// Asked before reading: what a process wrote before it died is read
		// by the pass that follows.
		live := f.folder.Live()
		b, err := f.read()
		if err != nil {
			return b, err
		}
		b.Ended = f.over || !live
		b.Died = !live && !f.over
		if len(b.Events) > 0 || b.Ended {
			return b, nil
		}
	}
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

func (f *Follower) read() (Batch, error) {
	var b Batch
	if f.file == nil {
		file, err := os.Open(f.folder.File(eventsFile))
		if errors.Is(err, fs.ErrNotExist) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
		f.file = file
	}
	if f.chunk == nil {
		f.chunk = make([]byte, 64<<10)
	}
	for {
		n, err := f.file.Read(f.chunk)
		f.rest = append(f.rest, f.chunk[:n]...)
		f.take(&b)
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}

// take moves whole lines from the rest into the batch.
func (f *Follower) take(b *Batch) {
	for {
		i := bytes.IndexByte(f.rest, '\n')
		if i < 0 {
			return
		}
		line := bytes.Clone(f.rest[:i])
		f.rest = f.rest[i+1:]
		var e bench.Event
		if json.Unmarshal(line, &e) != nil {
			continue
		}
		switch e.Fact.(type) {
		case bench.SessionFinished:
			f.over = true
		case bench.SessionResumed:
			f.over = false
		}
		b.Events = append(b.Events, e)
		b.Lines = append(b.Lines, line)
	}
}
