package guard

import (
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// ErrHeldOpen is the error of a stream that an escaped process still holds open
// after engine and guard have ended.
var ErrHeldOpen = errors.New("the engine ended, but a process it started still holds its output open")

const (
	// heldFor is how long a read may wait after engine and guard have ended.
	// Everything that they wrote is already in the pipe. So if a read waits,
	// another process still holds the pipe open.
	heldFor = 500 * time.Millisecond
	// beat is how long a pipe is not read while many lines come at once. Each
	// read takes the processor from the engine for a moment. llama.cpp prints a
	// thousand lines at once in the first repetition of a generation; with a
	// thread on every core, reading each of them made this repetition slower by
	// a third. Single lines are read as they come, because the time of a line
	// is the time of a live repetition.
	beat = 10 * time.Millisecond
	// burst is the longest time of a read that counts as not having waited.
	burst = 2 * time.Millisecond
	// roomFor is how many bytes a pipe must be able to hold if it is not read
	// for a beat, because a full pipe stops the engine. busyRead is the size of
	// a large read: after it, more bytes are probably waiting already.
	roomFor  = 512 << 10
	busyRead = 16 << 10
	// drainFor limits all reading after engine and guard have ended. The reader
	// may have stopped, or an escaped process may continue to write.
	drainFor = 10 * time.Second
)

// stream is one of the engine's pipes. It can be ended by force, see finish.
type stream struct {
	pipe    io.ReadCloser
	waiting atomic.Int64 // when the waiting Read began, in ns after origin; 0 means that no Read waits
	cut     atomic.Bool
	once    sync.Once
	ended   chan struct{}
	// roomy is set if the pipe can hold what comes within a beat. hurried is
	// set if the last read did not have to wait. got is how many bytes the last
	// read returned. pause is the requested rest before the next read. leaving
	// is closed when the guard has ended, because then no engine can be
	// disturbed.
	roomy   bool
	hurried bool
	got     int
	pause   time.Duration
	leaving chan struct{}
}

// origin is a time before every wait. Waits are counted from origin, not from
// 1970, so that a change of the clock does not end a wait.
var origin = time.Now().Add(-time.Second)

func newStream(file *os.File) *stream {
	roomy := widen(file) >= roomFor
	return &stream{pipe: quiet(file), roomy: roomy, ended: make(chan struct{}), leaving: make(chan struct{})}
}

// Rest makes the next Read wait for pause before it reads the pipe. Only the
// goroutine that reads may call it. If waiting could block the engine, because
// the pipe is small or much arrives, the next Read does not wait.
func (s *stream) Rest(pause time.Duration) { s.pause = pause }

// AtOnce tells whether the last Read found bytes that were already there. They
// came at some time since the previous Read.
func (s *stream) AtOnce() bool { return s.hurried }

// rest waits for the requested pause. If the last read did not have to wait, it
// waits for at least a beat.
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

// Read reads what the engine wrote. Only one goroutine may call it.
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

// finish returns when the reader has reached the end of the stream. If the
// reader does not reach it, finish ends the stream by force. since is when the
// guard ended.
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
