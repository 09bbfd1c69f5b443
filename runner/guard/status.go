package guard

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// order says what the guard must start. It is sent as one JSON line on the
// lifeline. Texts are bytes, because file names and environments need not be
// UTF-8.
type order struct {
	Argv [][]byte `json:"argv"`
	Env  [][]byte `json:"env"`
	Dir  []byte   `json:"dir,omitempty"`
	Mark []byte   `json:"mark"`
	// Hold asks for a standard input that closes when the guard ends.
	Hold bool `json:"hold,omitempty"`
	// AsBefore asks for the scheduling policy that the bench process had before
	// GiveWay.
	AsBefore bool `json:"as_before,omitempty"`
}

// maxOrder is the size of the largest order, in bytes. Operating systems allow
// a few MiB of arguments and environment, and base64 adds a third.
const maxOrder = 32 << 20

// readOrder reads the line with the order.
func readOrder(r *bufio.Reader) (order, error) {
	var o order
	line, err := readLine(r, maxOrder)
	if err != nil {
		return o, err
	}
	if err := json.Unmarshal(line, &o); err != nil {
		return o, fmt.Errorf("read the order: %w", err)
	}
	if len(o.Argv) == 0 {
		return o, errors.New("read the order: it names no program")
	}
	return o, nil
}

// readLine reads a line and returns it without the line end. If the stream ends
// before a line end, the error is io.ErrUnexpectedEOF, or io.EOF if nothing was
// read.
func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > limit {
			return nil, fmt.Errorf("line of more than %d bytes", limit)
		}
		line = append(line, part...)
		switch {
		case err == nil:
			return line[:len(line)-1], nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0:
			return nil, io.ErrUnexpectedEOF
		default:
			return nil, err
		}
	}
}

// message is one line of the status pipe. Exactly one field is set.
type message struct {
	Started    *started `json:"started,omitempty"`
	StartError string   `json:"start_error,omitempty"`
	Ended      *ended   `json:"ended,omitempty"`
}

// started says which process the engine is. Began is the start time; it differs
// for a later process with the same number. Its unit depends on the platform.
type started struct {
	PID   int   `json:"pid"`
	Began int64 `json:"began"`
}

// ended says how the engine ended and how many of its processes it left behind.
type ended struct {
	Code       int    `json:"code"`
	Signal     string `json:"signal,omitempty"`
	Stopped    bool   `json:"stopped,omitempty"`
	LeftBehind int    `json:"left_behind,omitempty"`
}

// maxMessage is the longest line of the status pipe, in bytes.
const maxMessage = 64 << 10

// reporter writes messages. Errors are ignored: if the bench process is gone,
// nobody reads the messages, and the guard still does its work.
type reporter struct {
	mu sync.Mutex
	w  io.Writer
}

func (r *reporter) say(m message) {
	if len(m.StartError) > 4096 {
		m.StartError = m.StartError[:4096]
	}
	line, err := json.Marshal(m)
	if err != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	_, _ = r.w.Write(append(line, '\n'))
}

// readMessages calls each for every message until the pipe ends. It ignores a
// line that is not a message, because only a program that is not dragstrip's
// guard writes such a line.
func readMessages(r io.Reader, each func(message)) {
	buffered := bufio.NewReaderSize(r, 4096)
	for {
		line, err := readLine(buffered, maxMessage)
		if err != nil {
			// Keep reading, so that the writer never blocks.
			_, _ = io.Copy(io.Discard, buffered)
			return
		}
		var m message
		if json.Unmarshal(line, &m) == nil {
			each(m)
		}
	}
}
