package guard

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// order is what the guard is told, as one JSON line on its lifeline. Strings
// are bytes, because file names and environments need not be UTF-8.
type order struct {
	Argv [][]byte `json:"argv"`
	Env  [][]byte `json:"env"`
	Dir  []byte   `json:"dir,omitempty"`
	Mark []byte   `json:"mark"`
	// Hold asks for a standard input that ends with the guard.
	Hold bool `json:"hold,omitempty"`
	// AsBefore asks for the policy that the bench process had before it gave way.
	AsBefore bool `json:"as_before,omitempty"`
}

// maxOrder bounds an order; operating systems allow a few MiB of arguments
// and environment, and base64 adds a third.
const maxOrder = 32 << 20

// readOrder reads the line and nothing after it that it would miss.
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

// readLine reads up to a line end, which it removes. A line without one is
// io.ErrUnexpectedEOF, or io.EOF when it is empty.
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

// started says which process the engine is. Began tells it from a later
// process with the same number; its unit is the platform's.
type started struct {
	PID   int   `json:"pid"`
	Began int64 `json:"began"`
}

// ended says how the engine ended and what was left of it.
type ended struct {
	Code       int    `json:"code"`
	Signal     string `json:"signal,omitempty"`
	Stopped    bool   `json:"stopped,omitempty"`
	LeftBehind int    `json:"left_behind,omitempty"`
}

// maxMessage bounds a line of the status pipe in memory.
const maxMessage = 64 << 10

// reporter writes messages. A bench process that is gone reads none; that is
// no reason for the guard to do anything else.
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

// readMessages calls each for every message until the pipe ends. A line that
// is no message is passed over: it can only come from a program that is not
// our guard, which then ends without having said how.
func readMessages(r io.Reader, each func(message)) {
	buffered := bufio.NewReaderSize(r, 4096)
	for {
		line, err := readLine(buffered, maxMessage)
		if err != nil {
			// Drain, so that whatever writes there is not blocked by us.
			_, _ = io.Copy(io.Discard, buffered)
			return
		}
		var m message
		if json.Unmarshal(line, &m) == nil {
			each(m)
		}
	}
}
