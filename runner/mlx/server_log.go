package mlx

import (
	"bytes"
	"io"
	"sync"
)

// serverLog passes on what the server prints, and looks for the error that made
// the server useless. A server whose model could not be loaded does not end: it
// answers with errors, or not at all.
type serverLog struct {
	to io.Writer
	// useless is called when there is such an error.
	useless func()

	mu     sync.Mutex
	rest   []byte // a line without an end
	spoken func(line []byte) (string, bool)
	loaded bool
	// ofRequest and ofThread say what the errors that come now belong to.
	ofRequest, ofThread bool
	last                string // the last error that made the server useless
}

func newServerLog(to io.Writer, useless func()) *serverLog {
	return &serverLog{to: to, useless: useless, spoken: traceback()}
}

// longestLine is how much of a line without an end is kept.
const longestLine = 64 << 10

// Write never fails: that the log cannot be passed on is no error of the server.
func (l *serverLog) Write(text []byte) (int, error) {
	_, _ = l.to.Write(text)
	l.mu.Lock()
	defer l.mu.Unlock()
	all := append(l.rest, text...)
	for {
		line, after, whole := bytes.Cut(all, []byte("\n"))
		if !whole {
			break
		}
		l.line(bytes.TrimRight(line, "\r"))
		all = after
	}
	l.rest = bytes.Clone(all[max(0, len(all)-longestLine):])
	return len(text), nil
}

// line handles one line. An error of a single request stands between two lines
// of dashes. Before the model is loaded, every other error is final; later, only
// one of the thread that generates is.
func (l *serverLog) line(line []byte) {
	switch {
	case bytes.HasPrefix(line, []byte("Exception occurred during processing of request")):
		l.ofRequest = true
	case bytes.HasPrefix(line, []byte("-----")):
		l.ofRequest = false
	case bytes.HasPrefix(line, []byte("Exception in thread ")), bytes.Contains(line, []byte("generation thread died")):
		l.ofThread = true
	}
	said, ok := l.spoken(line)
	if !ok || l.ofRequest || l.loaded && !l.ofThread {
		return
	}
	l.last = said
	l.useless()
}

// setLoaded notes that the model is in memory.
func (l *serverLog) setLoaded() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loaded = true
}

// said gives the error that made the server useless; "" if there was none.
func (l *serverLog) said() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}
