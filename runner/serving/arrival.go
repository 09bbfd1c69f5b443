package serving

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"time"
)

// arrival is the body of an answer, with the times at which its parts arrived.
type arrival struct {
	text  []byte
	parts []part
}

// part ends at a place in the text and arrived at a time.
type part struct {
	end int
	at  time.Duration
}

// at is when the byte before end arrived.
func (a *arrival) at(end int) time.Duration {
	if len(a.parts) == 0 {
		return 0
	}
	i, _ := slices.BinarySearchFunc(a.parts, end, func(p part, end int) int { return cmp.Compare(p.end, end) })
	return a.parts[min(i, len(a.parts)-1)].at
}

// The errors of a watch and of a reading.
var (
	errNoFirstByte = errors.New("no answer")
	errSilent      = errors.New("silence")
	errOnlySigns   = errors.New("only signs of life")
	errTooLarge    = errors.New("too large")
)

// watch ends a request if nothing arrives for too long.
type watch struct {
	timer *time.Timer
	give  context.CancelCauseFunc
}

// watched gives a context that ends with a cause if nothing arrives within
// limit.
func watched(ctx context.Context, limit time.Duration) (context.Context, *watch) {
	ctx, give := context.WithCancelCause(ctx)
	return ctx, &watch{time.AfterFunc(limit, func() { give(errNoFirstByte) }), give}
}

// anew begins to wait anew. cause becomes the cause of the context's end.
func (w *watch) anew(limit time.Duration, cause error) {
	w.timer.Stop()
	w.timer = time.AfterFunc(limit, func() { w.give(cause) })
}

func (w *watch) end() {
	w.timer.Stop()
	w.give(nil)
}

const (
	// liveEvery is the time between two calls of Wish.Live.
	liveEvery = 100 * time.Millisecond
	// lingers is how long a server may take to close an answer after it said
	// that the answer is complete.
	lingers = 250 * time.Millisecond
)

// doneMark ends a streamed answer.
var doneMark = []byte("data: [DONE]")

// reader reads one answer.
type reader struct {
	arrived func() time.Duration // when bytes last arrived
	watch   *watch
	silence time.Duration
	// signs is how long a server may send nothing but signs of life.
	signs   time.Duration
	most    int64
	began   time.Duration // when the request was sent
	live    func(Heard)
	dialect *Dialect
	told    time.Duration
	events  int
}

// all reads a body to its end, or to the mark that ends a streamed answer. What
// arrived before an error is returned with it.
func (r *reader) all(body io.Reader) (*arrival, error) {
	a := &arrival{}
	buffer := make([]byte, readSize)
	done, heard := false, r.began // when something other than a sign of life came
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			before := len(a.text)
			a.text = append(a.text, buffer[:n]...)
			at := r.arrived()
			a.parts = append(a.parts, part{len(a.text), at})
			if int64(len(a.text)) > r.most {
				return a, errTooLarge
			}
			if !done {
				done = bytes.Contains(a.text[max(0, before-len(doneMark)):], doneMark)
				if !r.isSign(a.text, before) {
					heard = at
				}
				switch left := r.signs - (at - heard); {
				case done:
					r.watch.anew(lingers, errSilent)
				case left < r.silence:
					r.watch.anew(max(left, 0), errOnlySigns)
				default:
					r.watch.anew(r.silence, errSilent)
				}
			}
			r.tell(a, before, at)
		}
		switch {
		case err == io.EOF, done && err != nil:
			return a, nil
		case err != nil:
			return a, err
		}
	}
}

// longestSign is how much of a line that has begun is looked at again, in bytes.
const longestSign = 256

// isSign tells whether the text after before only says that the server lives:
// comments of server-sent events and empty lines. A comment that says how far the
// server is says more than that.
func (r *reader) isSign(text []byte, before int) bool {
	start := max(0, before-longestSign)
	start += bytes.LastIndexByte(text[start:before], '\n') + 1
	for line := range bytes.Lines(text[start:]) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if line[0] != ':' {
			return false
		}
		if r.dialect.Sign != nil {
			if _, says := r.dialect.Sign(line); says {
				return false
			}
		}
	}
	return true
}

// tell passes on a sign of life if it is time for one.
func (r *reader) tell(a *arrival, before int, at time.Duration) {
	if r.live == nil {
		return
	}
	r.events += bytes.Count(a.text[before:], r.dialect.end())
	if at-r.told < liveEvery {
		return
	}
	r.told = at
	if p, ok := r.dialect.newest(a.text); ok {
		if p.InPrompt { // signs of life are no tokens
			r.events = 0
		}
		r.live(Heard{Since: at - r.began, Pieces: r.events, Newest: p})
	}
}
