package serving

import "time"

// Server is what must be known about a server to measure it.
type Server struct {
	// URL is the address of its interface, without a slash at the end:
	// "http://127.0.0.1:8000/v1".
	URL string
	// Key is sent with each request to this server, and to no other host; "" if
	// the server needs none.
	Key string
	// Dialect is how the server is asked, if that is not OpenAI's form; nil means
	// OpenAI's.
	Dialect *Dialect
	// Fields are put into a request beside those that every server
	// understands. reuse says whether the server may use its prompt cache. nil
	// means that there are none.
	Fields func(reuse bool) map[string]any
	// Limits say how long to wait, and for how much. Zero fields have defaults.
	Limits Limits
}

// Limits bound what a server can make dragstrip wait for, and keep in memory.
type Limits struct {
	// Connect is for opening a connection, FirstByte for the first byte of an
	// answer: a long prompt takes its time. Silence is for every later byte. Signs of
	// life, such as comments, are no answer: after FirstByte they do not help.
	Connect, FirstByte, Silence time.Duration
	// Busy is how long a server may say that it is busy. Loading is how long it
	// may say so before it lists its models: a search for servers ends, too.
	Busy, Loading time.Duration
	// Bytes is the size of the largest answer, besides BytesPerToken for each
	// token that was asked for.
	Bytes, BytesPerToken int64
}

// withDefaults fills in the limits that were left open.
func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		field *time.Duration
		value time.Duration
	}{{&l.Connect, 10 * time.Second}, {&l.FirstByte, 20 * time.Minute}, {&l.Silence, 3 * time.Minute}, {&l.Busy, 2 * time.Minute}, {&l.Loading, 30 * time.Second}} {
		if *f.field == 0 {
			*f.field = f.value
		}
	}
	if l.Bytes == 0 {
		l.Bytes = 4 << 20
	}
	if l.BytesPerToken == 0 {
		l.BytesPerToken = 8 << 10
	}
	return l
}

// Dialect is how the requests of a server are written and its answers read, if
// that is not OpenAI's form.
type Dialect struct {
	// Path is where the requests go. It follows the server's URL: "/api/generate".
	Path string
	// Fields are those of a request.
	Fields func(model string, w Wish) map[string]any
	// Lines says that an answer has one event a line, and not server-sent events.
	Lines bool
	// Read reads one event; ok is false if it is not JSON.
	Read func(text []byte) (p Piece, ok bool)
	// Sign reads a line that is no event, such as a comment that tells how far the
	// server has read the prompt; nil if the server writes no such lines.
	Sign func(line []byte) (p Piece, ok bool)
}

// Wish is what one request asks for.
type Wish struct {
	Prompt string
	// Tokens is the length of the wanted answer.
	Tokens int
	// Reuse allows the server to use its prompt cache.
	Reuse bool
	// Live is called from time to time while the answer arrives, with the newest
	// whole event; nil means never. It must return soon.
	Live func(Heard)
}

// Heard is what has arrived of an answer so far.
type Heard struct {
	// Since is the time since the request.
	Since time.Duration
	// Pieces counts the events.
	Pieces int
	// Newest is the newest whole event.
	Newest Piece
}
