package install

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"dragstrip/bench"
)

// maxRefusal is how much of an answer that refuses a request is read.
const maxRefusal = 16 << 10

// refusedAnswer returns an error that says how a server refused a request. It
// adds the server's message, if that has GitHub's form, and the time when the
// server answers again.
func refusedAnswer(address string, response *http.Response, now time.Time) error {
	var said struct {
		Message string `json:"message"`
	}
	body, _ := io.ReadAll(io.LimitReader(response.Body, maxRefusal))
	_ = json.Unmarshal(body, &said)
	text := fmt.Sprintf("%s answered %s", cleanURI(address), bench.CleanLine(response.Status, 80))
	if said.Message != "" {
		text += ": " + bench.CleanLine(said.Message, 300)
	}
	again := answersAgain(response.Header, now)
	switch {
	case response.StatusCode == http.StatusNotFound:
		return &notPublished{errors.New(text)}
	case again.IsZero():
		return &notReached{fmt.Errorf("%s; try again later", text)}
	}
	wait := again.Sub(now).Round(time.Minute)
	return &notReached{fmt.Errorf("%s; try again after %s (in %v)", text, again.Local().Format("15:04"), max(wait, time.Minute))}
}

// mostWait is the longest wait that is believed; longer ones are taken for
// errors.
const mostWait = 48 * time.Hour

// If a server was asked too often, answersAgain returns when it answers again;
// zero means that the server does not say.
func answersAgain(header http.Header, now time.Time) time.Time {
	var at time.Time
	if seconds, err := strconv.ParseInt(header.Get("Retry-After"), 10, 32); err == nil && seconds > 0 {
		at = now.Add(time.Duration(seconds) * time.Second)
	} else if reset, err := strconv.ParseInt(header.Get("X-RateLimit-Reset"), 10, 64); err == nil && header.Get("X-RateLimit-Remaining") == "0" {
		at = time.Unix(reset, 0)
	}
	if at.Before(now) || at.After(now.Add(mostWait)) {
		return time.Time{}
	}
	return at
}

// notPublished is the error if a server answers and does not have what was asked
// for. Another network would not help.
type notPublished struct{ error }

func (n *notPublished) Unwrap() error { return n.error }

// notReached is the error if a server cannot be reached or refuses to answer.
type notReached struct{ error }

func (n *notReached) Unwrap() error { return n.error }
