package serving

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
	"dragstrip/runner/engine"
)

// Client sends requests to one server. Several may be sent at once.
type Client struct {
	server Server
	host   string
	limits Limits
	clock  *clock
	http   *http.Client
	form   *form
}

// New makes a client for a server. It opens no connection yet.
func New(s Server) (*Client, error) {
	at, err := url.Parse(s.URL)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return nil, engine.DriverError{Code: bench.FailEngineNotRunning, Reason: "the address of the server is not valid", Remedy: "write it as http://HOST:PORT/v1"}
	}
	c := &Client{server: s, host: at.Host, limits: s.Limits.withDefaults(), clock: newClock()}
	c.form = &form{server: s, without: map[string]bool{}}
	c.http = &http.Client{
		// A key must not reach another host, so no redirect is followed.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: addresses.Proxy, DialContext: c.clock.dial(c.limits.Connect), DisableCompression: true,
			TLSHandshakeTimeout: c.limits.Connect, MaxResponseHeaderBytes: 64 << 10, Protocols: onlyHTTP1(),
			// Each request has a connection of its own. A server may close an idle
			// one at any moment, and a request must not be sent twice.
			DisableKeepAlives: true,
		},
	}
	return c, nil
}

// onlyHTTP1 keeps one answer to one connection, so that the bytes that arrive
// belong to that answer.
func onlyHTTP1() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(true)
	return p
}

// Ask sends a request and reads the whole answer. It tries again if the server
// refuses a field that it can do without, or is busy.
func (c *Client) Ask(ctx context.Context, model string, w Wish) (Answer, error) {
	wait := newPatience(c.limits.Busy)
	for {
		got, again, err := c.once(ctx, model, w, wait)
		if again {
			continue
		}
		return got, c.withoutKey(err)
	}
}

// withoutKey takes the key out of an error. Some servers repeat a key that they
// refuse.
func (c *Client) withoutKey(err error) error {
	var said engine.DriverError
	if c.server.Key == "" || !errors.As(err, &said) {
		return err
	}
	said.Reason, said.Remedy = c.hidden(said.Reason), c.hidden(said.Remedy)
	return said
}

// hidden takes the key out of a text, also its beginning where the text of the
// server was cut (see quoted). Two letters are no secret.
func (c *Client) hidden(text string) string {
	text = strings.ReplaceAll(text, c.server.Key, "…")
	for n := len(c.server.Key) - 1; n > 2; n-- {
		text = strings.ReplaceAll(text, c.server.Key[:n]+"…", "…")
	}
	return text
}

// once sends a request once. again is true if it must be sent again.
func (c *Client) once(parent context.Context, model string, w Wish, wait *patience) (got Answer, again bool, err error) {
	body, err := c.form.body(model, w)
	if err != nil {
		return got, false, fmt.Errorf("write the request: %w", err)
	}
	ctx, watch := watched(parent, c.limits.FirstByte)
	defer watch.end()
	began, arrivals := c.clock.now(), c.clock.now
	connected := func(got httptrace.GotConnInfo) {
		began = c.clock.now() // the time to open a connection is not the server's
		arrivals = c.clock.arrivals(got.Conn)
	}
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: connected})
	answer, err := c.send(traced, http.MethodPost, c.server.URL+c.form.path(), body)
	if err != nil {
		return got, false, broken(ctx, err, c.host, c.limits, 0, false)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		again, err := c.refused(parent, answer, wait)
		return got, again, err
	}
	if coding := answer.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return got, false, compressed(coding)
	}
	watch.anew(c.limits.FirstByte, errNoFirstByte) // some servers send their headers before they begin to work
	r := reader{
		arrived: arrivals, watch: watch, silence: c.limits.Silence, signs: c.limits.FirstByte, began: began, told: began, live: w.Live, dialect: c.dialect(),
		most: c.limits.Bytes + int64(w.Tokens)*c.limits.BytesPerToken,
	}
	arrived, err := r.all(answer.Body)
	if errors.Is(err, errTooLarge) {
		return got, false, tooLarge(r.most)
	}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		return got, false, isPage()
	}
	if err != nil {
		// An error that the server reported explains more than the broken
		// connection does.
		events, _ := c.dialect().events(arrived)
		if _, said := answerOf(c.dialect(), arrived, began, w.Tokens); len(events) > 0 && isSaid(said) {
			return got, false, said
		}
		return got, false, broken(ctx, err, c.host, c.limits, len(events), true)
	}
	c.form.settle()
	got, err = answerOf(c.dialect(), arrived, began, w.Tokens)
	return got, false, err
}

// dialect is how the server's answers are read.
func (c *Client) dialect() *Dialect {
	if c.server.Dialect != nil {
		return c.server.Dialect
	}
	return common
}

// send sends a request with the server's key.
func (c *Client) send(ctx context.Context, method, address string, body []byte) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set("Accept", "text/event-stream, application/json")
	if c.server.Key != "" {
		request.Header.Set("Authorization", "Bearer "+c.server.Key)
	}
	return c.http.Do(request)
}

// errorBytes is how much of an error's body is read.
const errorBytes = 16 << 10

// refused handles an answer with another status than 200.
func (c *Client) refused(ctx context.Context, answer *http.Response, wait *patience) (again bool, err error) {
	body, _ := io.ReadAll(io.LimitReader(answer.Body, errorBytes))
	if isBusy(answer.StatusCode) {
		if wait.until(ctx, answer.Header.Get("Retry-After")) {
			return true, nil
		}
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		return false, staysBusy(answer, wait)
	}
	if c.form.relent(answer.StatusCode, errorText(body)) {
		return true, nil
	}
	return false, onStatus(answer, body)
}

// isBusy tells whether a status means that the same request may succeed later.
func isBusy(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
}

// refuses tells whether a status means that the server never takes such a
// request. A status of 500 and more is a failure that may pass.
func refuses(status int) bool { return status >= 400 && status < 500 && !isBusy(status) }

// Get asks for a small document of the server, such as its settings. path
// begins after the server's address without /v1: "/props".
func (c *Client) Get(ctx context.Context, path string) ([]byte, error) {
	return c.document(ctx, http.MethodGet, path, nil)
}

// Post is Get for a question that has fields.
func (c *Client) Post(ctx context.Context, path string, fields map[string]any) ([]byte, error) {
	body, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	return c.document(ctx, http.MethodPost, path, body)
}

// document asks for a path after the server's address. OpenAI's form has an
// address of its own, which ends in /v1.
func (c *Client) document(ctx context.Context, method, path string, question []byte) ([]byte, error) {
	at, err := url.Parse(c.server.URL)
	if err != nil {
		return nil, err
	}
	at.Path, at.RawPath, at.RawQuery = strings.TrimSuffix(strings.TrimRight(at.Path, "/"), "/v1")+path, "", ""
	body, _, err := c.at(ctx, method, at.String(), question)
	return body, err
}

// at asks for an address of the server. status is that of its answer; 0 means
// that there was none.
func (c *Client) at(ctx context.Context, method, address string, question []byte) (body []byte, status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.limits.Connect)
	defer cancel()
	answer, err := c.send(ctx, method, address, question)
	defer func() { err = c.withoutKey(err) }()
	if err != nil {
		return nil, 0, broken(ctx, err, c.host, c.limits, 0, false)
	}
	defer answer.Body.Close()
	body, err = io.ReadAll(io.LimitReader(answer.Body, c.limits.Bytes))
	switch {
	case answer.StatusCode != http.StatusOK:
		return body, answer.StatusCode, onStatus(answer, body)
	case err != nil:
		return nil, answer.StatusCode, broken(ctx, err, c.host, c.limits, 0, true)
	}
	return body, answer.StatusCode, nil
}
