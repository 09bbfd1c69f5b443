package guard

import (
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// ErrHeldOpen ends a stream whose engine and guard have ended, but which an
// escaped process still holds open.
var ErrHeldOpen = errors.New("the engine ended, but a process it started still holds its output open")

const (
	// heldFor is how long a read may wait after everything ended. Everything that
	// was written is in the pipe already, so if a read waits, some process still
	// holds the pipe open.
	heldFor = 500 * time.Millisecond
	// beat is how long a pipe is left alone within a burst of lines. Reading at
	// each line takes the processor from the engine for a moment each time. With a
	// thread on every core, that made the first repetition of a generation, in
	// which llama.cpp prints a thousand lines at once, slower by a third. Single
	// lines are read as they come, because live repetitions are timed by when a
	// line arrives.
	beat = 10 * time.Millisecond
	// burst is the longest wait for a line that counts as being there already.
	burst = 2 * time.Millisecond
	// roomFor is how many bytes a pipe must hold for that, because a full pipe
	// stops the engine. busyRead is the size of a read after which more bytes are
	// likely to be there already.
	roomFor  = 512 << 10
	busyRead = 16 << 10
	// drainFor limits all reading after everything ended. The reader may have
	// stopped reading, or an escaped process may keep writing.
	drainFor = 10 * time.Second
)

// stream is one of the engine's pipes. Its end can be forced.
type stream struct {
	pipe    io.ReadCloser
	waiting atomic.Int64 // when the waiting Read began, in ns after origin; 0 means none waits
	cut     atomic.Bool
	once    sync.Once
	ended   chan struct{}
	// roomy tells whether the pipe is large enough for what comes within a beat.
	// hurried is set if the last read did not have to wait; got is how many bytes
	// it returned. pause is the rest that was asked for before the next read.
	// leaving is closed when the guard has ended: then there is no engine left to
	// disturb.
	roomy   bool
	hurried bool
	got     int
	pause   time.Duration
	leaving chan struct{}
}

// origin is earlier than every wait. Times of waits are counted from it, not
// from 1970, so that a change of the clock does not end a wait.
var origin = time.Now().Add(-time.Second)

func newStream(file *os.File) *stream {
	roomy := widen(file) >= roomFor
	return &stream{pipe: quiet(file), roomy: roomy, ended: make(chan struct{}), leaving: make(chan struct{})}
}

// Rest makes the next Read leave the pipe alone for pause first. Only the
// goroutine that reads may call it. If waiting could block the engine, because
// the pipe is small or much arrives, the pipe is read at once all the same.
func (s *stream) Rest(pause time.Duration) { s.pause = pause }

// AtOnce tells whether the last Read found bytes that were there already. They
// came at some time since the Read before.
func (s *stream) AtOnce() bool { return s.hurried }

// rest waits for the pause that was asked for, and for at least a beat within a
// burst.
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

// finish returns when the reader has reached the end, or forces an end if it
// does not. since is when the guard ended.
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
