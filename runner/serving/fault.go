package serving

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
	"dragstrip/runner/engine"
)

// Remedies that several faults share.
const (
	remedyLog     = "see the server's own log"
	remedyAddress = "check the address, and whether the server is running"
	remedyAgain   = "see the server's own log; measure again, or with another version of the server"
)

// fault makes the error of a server. reason begins with a verb or a noun that
// follows the server's name or stands for itself.
func fault(code bench.FailureCode, reason, remedy string) error {
	return engine.DriverError{Code: code, Reason: reason, Remedy: remedy}
}

// quoted is a text from a server, short enough for a sentence.
func quoted(text string) string { return bench.CleanLine(strings.TrimSpace(text), 200) }

func saidError(text string) error {
	if text == "" {
		return fault(bench.FailServer, reported+" and gave no reason", remedyLog)
	}
	return fault(bench.FailServer, reported+": "+quoted(text), remedyLog)
}

// isSaid tells whether an error is one that the server itself reported.
func isSaid(err error) bool {
	var said engine.DriverError
	return errors.As(err, &said) && strings.HasPrefix(said.Reason, reported)
}

// reported begins the reason of an error that a server reported.
const reported = "the server reported an error in the middle of its answer"

func notJSON(text []byte) error {
	if json.Valid(text) {
		return fault(bench.FailServer, "the server sent a piece of an answer in another form than that of its kind: "+quoted(string(text)), remedyAgain)
	}
	return fault(bench.FailServer, "the server sent a piece of an answer that is not JSON: "+quoted(string(text)), remedyAgain)
}

// noEvents says what a server sent in place of a streamed answer.
func noEvents(text []byte) error {
	body := strings.TrimSpace(string(text[:min(len(text), 2000)]))
	switch {
	case body == "":
		return fault(bench.FailServer, "the server's answer is empty", remedyAgain)
	case strings.HasPrefix(body, "<"):
		return isPage()
	case strings.HasPrefix(body, "{"):
		if said := errorText([]byte(body)); said != "" {
			return saidError(said)
		}
		return fault(bench.FailServer, "the server sends its answer in one piece instead of streaming it", "use a server that streams its answers; without a stream, first token and speed cannot be seen")
	}
	return fault(bench.FailServer, "the server sent something that is no streamed answer: "+quoted(body), remedyAddress)
}

func compressed(coding string) error {
	return fault(bench.FailServer, "the server sends its answer compressed ("+quoted(coding)+"), though dragstrip asked for a plain one", "name the server's own address, without the proxy that compresses; compressed, the times of tokens cannot be seen")
}

func isPage() error {
	return elseError{fault(bench.FailServer, "a web page answers at this address, not a server of models", "check the address: it usually ends in /v1, and the port is that of the server's interface")}
}

// elseError says that something else answers at an address, or that the server
// does not know what was asked for.
type elseError struct{ error }

func (e elseError) Unwrap() error { return e.error }

// IsElse tells whether something else answered than the server that was asked. An
// engine that knows its server can say so better.
func IsElse(err error) bool {
	var is elseError
	return errors.As(err, &is)
}

func isMarkup(body []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) }

// isNoList is the error for an answer that should list models.
func isNoList(body []byte) error {
	if isMarkup(body) {
		return isPage()
	}
	return fault(bench.FailServer, "the server does not list its models: "+quoted(string(body)), remedyAddress)
}

func brokenOff(pieces int) error {
	return fault(bench.FailServer, fmt.Sprintf("the answer broke off after %s: the server closed the connection", bench.Plural(pieces, "piece")), "see the server's own log; the server may have run out of memory")
}

func noText() error {
	return fault(bench.FailServer, "the server answered without any text", "check that the model is one for text, and see the server's own log")
}

func tooLarge(most int64) error {
	return fault(bench.FailServer, "the server sends more than "+bench.FormatBytes(most)+" for one answer, far more than an answer of this length has", remedyAgain)
}

// onStatus says what a status other than 200 means.
func onStatus(answer *http.Response, body []byte) error {
	code, said := answer.StatusCode, quoted(errorText(body))
	why := fmt.Sprintf("status %d", code)
	if said != "" {
		why += ": " + said
	}
	switch {
	case code >= 300 && code < 400:
		return fault(bench.FailServer, "the server sends requests on to another address ("+quoted(answer.Header.Get("Location"))+"), and dragstrip does not follow", "name that address, if it is the right one")
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return fault(bench.FailServer, "the server wants a key, or does not accept this one ("+why+")",
			"put the key into a variable of the environment, and name the variable: --key-env NAME")
	case isMarkup(body):
		return isPage()
	case code == http.StatusNotFound:
		return elseError{fault(bench.FailServer, "the server does not know the model or the address ("+why+")", "check the model's name and the address; the address usually ends in /v1")}
	case isTooLong(said):
		return fault(bench.FailServer, "the test does not fit the server's context ("+why+")", "give the server a larger context, or use a smaller prompt (-p), generation (-n) or depth (-d)")
	case code == http.StatusServiceUnavailable:
		return fault(bench.FailServer, "the server is not ready ("+why+")", "wait until it has loaded its model, then try again")
	case code >= 500:
		return fault(bench.FailServer, "the server failed ("+why+")", remedyLog)
	}
	return fault(bench.FailServer, "the server refused the request ("+why+")", remedyLog)
}

// isTooLong tells whether a server's words are about a prompt that does not fit
// its context.
func isTooLong(said string) bool {
	said = strings.ToLower(said)
	return strings.Contains(said, "context") && (strings.Contains(said, "exceed") || strings.Contains(said, "length") || strings.Contains(said, "size") || strings.Contains(said, "window"))
}

func staysBusy(answer *http.Response, wait *patience) error {
	how := "stayed so for " + bench.FormatDuration(wait.most-wait.left)
	if wait.asked > wait.most {
		how = fmt.Sprintf("asks to wait %s; dragstrip waits %s at most", bench.FormatDuration(wait.asked), bench.FormatDuration(wait.most))
	}
	return fault(bench.FailServer, fmt.Sprintf("the server is busy (status %d) and %s", answer.StatusCode, how),
		"wait until it has finished other work, or give it more room for requests; then measure again")
}

// broken says what an error of the network means. reading tells whether an
// answer had begun.
func broken(ctx context.Context, err error, host string, limits Limits, pieces int, reading bool) error {
	cause := cmp.Or(context.Cause(ctx), err)
	var op *net.OpError
	switch {
	case errors.Is(cause, errNoFirstByte):
		return fault(bench.FailServer, "the server did not answer within "+bench.FormatDuration(limits.FirstByte), "see the server's own log; it may hang, or need longer for this prompt than dragstrip waits: use a smaller one (-p, -d)")
	case errors.Is(cause, errSilent):
		return fault(bench.FailServer, fmt.Sprintf("the server said nothing for %s in the middle of an answer", bench.FormatDuration(limits.Silence)), "see the server's own log; it may hang")
	case errors.Is(cause, errOnlySigns):
		return fault(bench.FailServer, fmt.Sprintf("the server sent only signs of life for %s, and nothing of an answer", bench.FormatDuration(limits.FirstByte)), "see the server's own log; it may hang, or need longer for this prompt than dragstrip waits: use a smaller one (-p, -d)")
	case errors.Is(cause, context.Canceled):
		return context.Canceled
	case reading:
		return brokenOff(pieces)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fault(bench.FailEngineNotRunning, "no server answers at "+host, remedyAddress)
	case errors.As(err, &op) && op.Op == "dial":
		return fault(bench.FailEngineNotRunning, "no connection to "+host+": "+quoted(op.Err.Error()), remedyAddress)
	}
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) {
		return fault(bench.FailServer, "the server closed the connection without an answer", "see the server's own log; the server may have ended")
	}
	return fault(bench.FailServer, "the connection to "+host+" broke before an answer came: "+quoted(addresses.WithoutPasswords(err.Error())), "see the server's own log; the server may have ended")
}
