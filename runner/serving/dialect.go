package serving

import (
	"bytes"
	"encoding/json"
)

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
}

// Piece is one event of an answer. A count of 0 was not told.
type Piece struct {
	// Text is the answer's own text, and Thought that of the reasoning before it.
	Text, Thought string
	// Finish is why the answer ended, in the server's words. The piece that has it
	// ends the answer.
	Finish string
	// Failed says that the event is an error that the server reports.
	Failed bool
	// SoFar is how many tokens of the answer have come.
	SoFar int
	// PromptTokens, CachedTokens and Tokens are the server's counts of the prompt,
	// of what it took from its prompt cache, and of the answer.
	PromptTokens, CachedTokens, Tokens int
	// CacheTold and Counted say whether CachedTokens and Tokens were told.
	CacheTold, Counted bool
	// PromptTPS and TPS are speeds as the server states them.
	PromptTPS, TPS float64
	// DraftTokens is how many tokens were proposed by speculation, and
	// AcceptedTokens how many of them the model accepted.
	DraftTokens, AcceptedTokens int
	// InPrompt says that the event is only a sign of life while the server reads
	// the prompt; Processed is how many tokens it has read.
	InPrompt  bool
	Processed int
}

// common is the form that nearly all servers understand.
var common = &Dialect{Read: readCommon}

// events splits an answer into its events; see eventsOf.
func (d *Dialect) events(a *arrival) (list []event, whole bool) {
	if !d.Lines {
		return eventsOf(a)
	}
	rest, end := a.text, 0
	for len(rest) > 0 {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		end += len(line)
		if ended {
			end++
		}
		rest = after
		line = bytes.TrimSpace(line)
		if len(line) > 0 && (ended || json.Valid(line)) {
			list = append(list, event{at: a.at(end), text: line})
		} else if len(line) > 0 {
			return list, false
		}
	}
	return list, true
}

// end is what ends each event of an answer.
func (d *Dialect) end() []byte {
	if d.Lines {
		return []byte("\n")
	}
	return []byte("\n\n")
}

// newest reads the last whole line of what has arrived of an answer. ok is false
// if that is no event.
func (d *Dialect) newest(text []byte) (p Piece, ok bool) {
	line := newest(text)
	if !d.Lines {
		if line, ok = bytes.CutPrefix(line, []byte("data:")); !ok {
			return p, false
		}
	}
	return d.Read(line)
}
