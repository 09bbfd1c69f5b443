package guard

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"dragstrip/bench"
)

// Limits that suit an engine's streams, in bytes.
const (
	// MaxErrLine is how much of a line of standard error is kept in memory.
	MaxErrLine = 8 << 10
	// MaxOutLine is how much of a line of standard output is kept in memory. A
	// result with many samples is one long line. A longer line could not be
	// read from a journal.
	MaxOutLine = bench.MaxRaw
	// DefaultTeeLimit is how much of a stream is written to the tee.
	DefaultTeeLimit = 64 << 20
)

const readSize = 32 << 10

// Lines drains a stream of untrusted bytes. It continues to read whatever the
// bytes are and whatever fails, because a pipe that nobody reads blocks the
// engine and falsifies the measurement. MaxLine limits its memory.
type Lines struct {
	// MaxLine is how many bytes of a line Each gets at most; 0 means
	// MaxErrLine.
	MaxLine int
	// Tee, if set, receives the raw bytes, unchanged, up to TeeLimit.
	Tee io.Writer
	// TeeLimit is how many bytes Tee gets at most; 0 means DefaultTeeLimit. If
	// the limit is reached, a last line says so.
	TeeLimit int64
	// Each, if set, is called for each line, without its end. A line ends at
	// \n, \r\n or \r, because a program may write progress again and again on
	// one line. at is when the end of the line was read. cut is how many bytes
	// at the end of the line were left out. The line is valid only during the
	// call.
	Each func(at time.Time, line []byte, cut int)

	held     []byte // the beginning of a line whose end has not been read yet
	cut      int
	afterCR  bool
	teed     int64
	teeError error
	teeFull  bool
}

// Drain reads r to its end with the default limit for the tee.
func Drain(r io.Reader, maxLine int, tee io.Writer, each func(at time.Time, line []byte, cut int)) error {
	l := Lines{MaxLine: maxLine, Tee: tee, Each: each}
	return l.Drain(r)
}

// Drain reads r to its end. It returns two errors, joined: the error that ended
// the stream, if that was not io.EOF, and the first error of the tee. After an
// error the tee gets nothing more.
func (l *Lines) Drain(r io.Reader) error {
	if l.MaxLine <= 0 {
		l.MaxLine = MaxErrLine
	}
	if l.TeeLimit <= 0 {
		l.TeeLimit = DefaultTeeLimit
	}
	buffer := make([]byte, readSize)
	var readError error
	for idle := 0; readError == nil; {
		n, err := r.Read(buffer)
		now := time.Now()
		if n > 0 {
			idle = 0
			l.write(buffer[:n])
			l.split(now, buffer[:n])
		} else if idle++; idle > 100 && err == nil {
			err = io.ErrNoProgress
		}
		readError = err
		if err != nil && (len(l.held) > 0 || l.cut > 0) {
			l.emit(now, nil)
		}
	}
	if errors.Is(readError, io.EOF) {
		readError = nil
	}
	return errors.Join(readError, l.teeError)
}

// split emits the lines that end in chunk and keeps the rest.
func (l *Lines) split(at time.Time, chunk []byte) {
	for len(chunk) > 0 {
		if l.afterCR && chunk[0] == '\n' {
			l.afterCR = false
			chunk = chunk[1:]
			continue
		}
		l.afterCR = false
		end := bytes.IndexAny(chunk, "\r\n")
		if end < 0 {
			l.hold(chunk)
			return
		}
		l.emit(at, chunk[:end])
		l.afterCR = chunk[end] == '\r'
		chunk = chunk[end+1:]
	}
}

// hold keeps a part of a line, up to MaxLine.
func (l *Lines) hold(part []byte) {
	room := min(l.MaxLine-len(l.held), len(part))
	l.held = append(l.held, part[:room]...)
	l.cut += len(part) - room
}

// emit passes a line to Each. rest is the last part of the line.
func (l *Lines) emit(at time.Time, rest []byte) {
	line := rest
	if len(l.held) > 0 || l.cut > 0 || len(rest) > l.MaxLine {
		l.hold(rest)
		line = l.held
	}
	if l.Each != nil {
		l.Each(at, line, l.cut)
	}
	l.cut = 0
	if cap(l.held) > 2*readSize {
		l.held = nil // free the memory of a long line
	}
	l.held = l.held[:0]
}

// write passes raw bytes to the tee until the tee fails or is full.
func (l *Lines) write(chunk []byte) {
	if l.Tee == nil || l.teeError != nil || l.teeFull {
		return
	}
	if room := l.TeeLimit - l.teed; int64(len(chunk)) > room {
		l.teeFull = true
		chunk = append(chunk[:room:room], fmt.Sprintf("\n[dragstrip: the output is longer than %d bytes; the rest was not kept]\n", l.TeeLimit)...)
	}
	n, err := l.Tee.Write(chunk)
	l.teed += int64(n)
	if err == nil && n < len(chunk) {
		err = io.ErrShortWrite
	}
	if err != nil {
		l.teeError = fmt.Errorf("keep the engine's output: %w", err)
	}
}
