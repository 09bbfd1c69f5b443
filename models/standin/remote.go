package standin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/models/problem"
)

// remote reads the beginning of a file on a server, as far as it is needed. It
// asks for ranges. If the server does not support ranges, it reads from one
// answer.
type remote struct {
	ctx      context.Context
	token    string
	patience time.Duration
	client   *http.Client
	address  *url.URL
	file     HubFile

	got  []byte // the file up to here
	size int64
	tag  string // the server's identifier (ETag) for this version of the file
	// whole is an answer that gives the whole file. got has the bytes that were
	// read from it.
	whole io.ReadCloser
	quiet *quiet
}

// The first range is large enough for most headers without a large vocabulary.
// Each later range is as long as everything that was read before.
const (
	firstRange = 512 << 10
	attempts   = 3
)

// Size is the size of the file, as the server says.
func (r *remote) Size() int64 { return r.size }

// Close ends an answer that was not read completely.
func (r *remote) Close() error {
	if r.whole == nil {
		return nil
	}
	err := r.whole.Close()
	r.quiet.end()
	r.whole = nil
	return err
}

// ReadAt reads from the beginning of the file and fetches missing bytes.
func (r *remote) ReadAt(p []byte, offset int64) (int, error) {
	for int64(len(r.got)) < min(offset+int64(len(p)), r.size) {
		before := len(r.got)
		if err := r.more(); err != nil {
			return 0, err
		}
		if len(r.got) == before {
			return 0, r.trouble("the server stopped sending the file", "try again later", nil)
		}
	}
	if offset >= int64(len(r.got)) {
		return 0, io.EOF
	}
	n := copy(p, r.got[offset:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// more fetches the next part of the file. It tries again after a failure of the
// network or the server that may pass.
func (r *remote) more() error {
	want := max(firstRange, len(r.got))
	if len(r.got)+want > maxCopied {
		want = maxCopied - len(r.got)
	}
	if want <= 0 {
		return r.trouble(fmt.Sprintf("its header is longer than %s", gib(maxCopied)), "use a shape of the catalogue: `dragstrip standin` lists them", nil)
	}
	var err error
	for try := range attempts {
		if try > 0 {
			select {
			case <-time.After(time.Duration(try) * 500 * time.Millisecond):
			case <-r.ctx.Done():
				return r.ctx.Err()
			}
		}
		var passing bool
		if passing, err = r.fetch(want); err == nil || !passing || errors.Is(err, errSilent) || r.ctx.Err() != nil {
			break
		}
	}
	if r.ctx.Err() != nil {
		return r.ctx.Err()
	}
	return err
}

// fetch sends one request, or reads on in the whole answer. passing tells
// whether another try may help.
func (r *remote) fetch(want int) (passing bool, err error) {
	if r.whole != nil {
		return false, r.take(r.whole, r.quiet, want)
	}
	ctx, q := watch(r.ctx, r.patience)
	answer, err := r.ask(ctx, want)
	if err != nil {
		q.end()
		return true, r.unreachable(err)
	}
	from := len(r.got)
	switch {
	case answer.StatusCode == http.StatusOK:
		// The server does not support ranges: it sends the file from the start.
		if r.size = answer.ContentLength; r.size < 0 {
			r.size = maxStandIn
		}
		r.whole, r.quiet, r.got = answer.Body, q, r.got[:0]
		return false, r.take(r.whole, q, from+want)
	case answer.StatusCode == http.StatusPartialContent:
		defer q.end()
		defer answer.Body.Close()
		start, size, ok := contentRange(answer.Header.Get("Content-Range"))
		tag := answer.Header.Get("Etag")
		if !ok || start != int64(from) || from > 0 && (size != r.size || tag != r.tag) {
			return false, r.trouble("the server sent another part of the file, or the file has changed", "try again", nil)
		}
		r.size, r.tag = size, tag
		err := r.take(answer.Body, q, int(min(int64(want), size-start)))
		return err != nil, err
	}
	defer q.end()
	defer answer.Body.Close()
	return answer.StatusCode >= 500, r.refused(answer)
}

func (r *remote) ask(ctx context.Context, want int) (*http.Response, error) {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, r.address.String(), nil)
	if err != nil {
		return nil, err
	}
	ask.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", len(r.got), len(r.got)+want-1))
	ask.Header.Set("Accept-Encoding", "identity") // offsets must count the bytes of the file itself
	ask.Header.Set("User-Agent", "dragstrip")
	if r.token != "" && mayHave(r.address, r.address) {
		ask.Header.Set("Authorization", "Bearer "+r.token)
	}
	return r.client.Do(ask)
}

// take reads n bytes into got, or fewer if the body ends.
func (r *remote) take(body io.Reader, q *quiet, n int) error {
	buf := make([]byte, 64<<10)
	for n > 0 {
		got, err := body.Read(buf[:min(n, len(buf))])
		r.got = append(r.got, buf[:got]...)
		n -= got
		q.heard()
		if errors.Is(err, io.EOF) {
			if n > 0 && int64(len(r.got)) < r.size && r.whole == nil {
				return r.unreachable(io.ErrUnexpectedEOF)
			}
			if r.whole != nil {
				r.size = int64(len(r.got))
			}
			return nil
		}
		if err != nil {
			return r.unreachable(err)
		}
	}
	return nil
}

// contentRange reads "bytes 0-99/1234".
func contentRange(text string) (start, size int64, ok bool) {
	rest, ok := strings.CutPrefix(text, "bytes ")
	span, all, ok2 := strings.Cut(rest, "/")
	from, _, ok3 := strings.Cut(span, "-")
	start, err := strconv.ParseInt(from, 10, 64)
	size, err2 := strconv.ParseInt(all, 10, 64)
	return start, size, ok && ok2 && ok3 && err == nil && err2 == nil && start >= 0 && size > start
}

func (r *remote) trouble(why, remedy string, err error) error {
	return &problem.Problem{Path: r.file.String(), Kind: problem.ErrUnreadable, Why: why, Remedy: remedy, Err: err}
}

// errSilent means that a server sent nothing until the time limit. The request
// is not repeated, because somebody is waiting.
var errSilent = errors.New("the server is silent")

func (r *remote) unreachable(err error) error {
	why := "the server cannot be reached: " + problem.Plain(err)
	var timed net.Error
	if r.quiet != nil && r.quiet.fired() || errors.Is(err, context.Canceled) && r.ctx.Err() == nil || errors.As(err, &timed) && timed.Timeout() {
		why = fmt.Sprintf("the server sent nothing for %v", r.patience)
		err = errors.Join(errSilent, err)
	}
	return r.trouble(why, "check the network, or set HF_ENDPOINT to a mirror; the shapes that `dragstrip standin` lists need no network", err)
}

// refused explains a refusal. If a hub does not know the user, it answers 401
// both for a closed repository and for one that does not exist.
func (r *remote) refused(answer *http.Response) error {
	host := bench.Clean(answer.Request.URL.Host)
	withheld := r.token != "" && answer.Request.Header.Get("Authorization") == ""
	switch code := answer.StatusCode; {
	case withheld && (code == http.StatusUnauthorized || code == http.StatusForbidden || code == http.StatusTooManyRequests):
		return r.trouble(fmt.Sprintf("the server (%s) refuses access (%d) without HF_TOKEN, and dragstrip did not send it there: %s", host, code, r.whyWithheld(answer.Request.URL)),
			"set HF_ENDPOINT to the https address of the server that the token is for", nil)
	case code == http.StatusUnauthorized && r.token == "":
		return r.trouble("the server ("+host+") refuses access (401): the repository is closed or does not exist",
			"check the spelling; for a closed repository accept the terms on its page and set HF_TOKEN", nil)
	case code == http.StatusUnauthorized:
		return r.trouble("the server ("+host+") does not accept HF_TOKEN (401)", "make a new token with the right to read, and check the spelling of the repository", nil)
	case code == http.StatusForbidden:
		return r.trouble("the server ("+host+") refuses access with this token (403)", "accept the terms on the repository's page, or use a token that may read it", nil)
	case code == http.StatusNotFound:
		return r.trouble("there is no such file, repository or revision (404)", "check the name on its page; upper and lower case matter", nil)
	case code == http.StatusRequestedRangeNotSatisfiable:
		return r.trouble("the file is empty or shorter than its header", "name another file", nil)
	case code == http.StatusTooManyRequests:
		return r.trouble("the server ("+host+") received too many requests (429)", "wait a few minutes, or set HF_TOKEN", nil)
	default:
		return r.trouble(fmt.Sprintf("the server (%s) answers %d", host, code), "try again later", nil)
	}
}

// whyWithheld says why the token was not sent to an address.
func (r *remote) whyWithheld(to *url.URL) string {
	if to.Host != r.address.Host {
		return "the request was redirected from " + bench.Clean(r.address.Host)
	}
	return "the address is not encrypted (" + bench.Clean(to.Scheme) + "://)"
}

// quiet cancels a request when no bytes have arrived for a while.
type quiet struct {
	timer    *time.Timer
	patience time.Duration
	cancel   context.CancelFunc
	ctx      context.Context
	above    context.Context
}

func watch(above context.Context, patience time.Duration) (context.Context, *quiet) {
	ctx, cancel := context.WithCancel(above)
	return ctx, &quiet{time.AfterFunc(patience, cancel), patience, cancel, ctx, above}
}

func (q *quiet) heard()      { q.timer.Reset(q.patience) }
func (q *quiet) end()        { q.timer.Stop(); q.cancel() }
func (q *quiet) fired() bool { return q.ctx.Err() != nil && q.above.Err() == nil }

// HubFile is one file in a repository: "org/name:file" or
// "org/name@revision:folder/file".
type HubFile struct{ Repository, Revision, File string }

// mayHave tells whether a request may carry the token. It may only go to the
// endpoint itself, and over a network only with encryption.
func mayHave(to, base *url.URL) bool {
	if to.Host != base.Host || to.Scheme != base.Scheme {
		return false
	}
	ip := net.ParseIP(to.Hostname())
	return to.Scheme == "https" || to.Hostname() == "localhost" || (ip != nil && ip.IsLoopback())
}

// String is the name as people write it.
func (f HubFile) String() string {
	if f.Revision == "main" {
		return f.Repository + ":" + f.File
	}
	return f.Repository + "@" + f.Revision + ":" + f.File
}
