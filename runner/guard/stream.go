package guard

import (
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// ErrHeldOpen ends a stream whose engine and guard are gone, but which some
// process that got away still holds open.
var ErrHeldOpen = errors.New("the engine ended, but a process it started still holds its output open")

const (
	// heldFor is how long a read may wait after everything ended. What was
	// written is in the pipe already, so a read that waits has met a holder.
	heldFor = 500 * time.Millisecond
	// beat is how long a pipe is left alone within a burst of lines. Whoever
	// reads at each line takes a moment of the processor from the engine for
	// each: with a thread on every core that slowed the first repetition of a
	// generation, in which llama.cpp says a thousand lines at once, by a third.
	// Lines that come apart are read as they come: when one arrives is what live
	// repetitions are timed by.
	beat = 10 * time.Millisecond
	// burst is a wait so short that the next line was as good as there.
	burst = 2 * time.Millisecond
	// roomFor is what a pipe must hold for that: a pipe that is full stops the
	// engine until it is read. busyRead is a read after which more is likely to
	// be there already.
	roomFor  = 512 << 10
	busyRead = 16 << 10
	// drainFor bounds all reading after everything ended: for a reader that
	// does not read, and for a holder that goes on writing.
	drainFor = 10 * time.Second
)

// stream is one of the engine's pipes, with an end that can be forced.
type stream struct {
	pipe    io.ReadCloser
	waiting atomic.Int64 // since when a Read waits, in ns after origin; 0 = none does
	cut     atomic.Bool
	once    sync.Once
	ended   chan struct{}
	// roomy tells whether the pipe holds what comes within a beat. hurried is
	// set when the last read, which gave so many bytes, did not have to wait.
	// pause is a rest that was asked for before the next one. leaving is closed
	// when the guard has ended: then there is nobody left to disturb.
	roomy   bool
	hurried bool
	got     int
	pause   time.Duration
	leaving chan struct{}
}

// origin is before every wait. Waits are counted from it, and not from 1970, so
// that a clock that is set ends none.
var origin = time.Now().Add(-time.Second)

func newStream(file *os.File) *stream {
	roomy := widen(file) >= roomFor
	return &stream{pipe: quiet(file), roomy: roomy, ended: make(chan struct{}), leaving: make(chan struct{})}
}

// Rest asks to leave the pipe alone for so long before the next Read. It is for
// the goroutine that reads. Where that could make the engine wait, because the
// pipe holds little or much comes, the pipe is read at once all the same.
func (s *stream) Rest(pause time.Duration) { s.pause = pause }

// AtOnce tells whether the last Read found something that was there already: it
// came at some time since the Read before.
func (s *stream) AtOnce() bool { return s.hurried }

// rest leaves the engine alone for as long as was asked for, and for a beat
// within a burst.
func (s *stream) rest() {
	pause := s.pause
	s.pause = 0
	if s.hurried {
		pause = max(pause, beat)
	}
	if pause <= 0 || !s.roomy || s.got >= busyRead {
		return
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.leaving:
	}
}

// Read reads what the engine wrote. It is for one goroutine.
func (s *stream) Read(buffer []byte) (int, error) {
	s.rest()
	began := time.Now()
	s.waiting.Store(int64(began.Sub(origin)))
	n, err := s.pipe.Read(buffer)
	s.waiting.Store(0)
	s.got, s.hurried = n, time.Since(began) < burst
	if err == nil {
		return n, nil
	}
	s.close()
	if s.cut.Load() {
		return n, ErrHeldOpen
	}
	if errors.Is(err, os.ErrClosed) {
		err = io.EOF
	}
	return n, err
}

func (s *stream) close() {
	s.once.Do(func() {
		_ = s.pipe.Close()
		close(s.ended)
	})
}

// finish returns when the reader has met the end, or makes an end when it
// will not. since is when the guard ended.
func (s *stream) finish(since time.Time) {
	close(s.leaving)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-s.ended:
			return
		case now := <-tick.C:
			held := false
			if began := s.waiting.Load(); began != 0 {
				from := origin.Add(time.Duration(began))
				if from.Before(since) {
					from = since
				}
				held = now.Sub(from) > heldFor
			}
			if held || now.Sub(since) > drainFor {
				s.cut.Store(true)
				s.close()
				return
			}
		}
	}
}
