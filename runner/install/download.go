package install

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
	"dragstrip/runner/engine"
)

// downloader fetches over https. It does not follow redirects to another
// protocol.
type downloader struct {
	// loopback allows plain http to this machine, for tests.
	loopback bool
}

// safeAddress tells whether an address uses https, or is a server on this
// machine if loopback allows that.
func (d downloader) safeAddress(u *url.URL) bool {
	if u.Scheme == "https" {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return d.loopback && u.Scheme == "http" && ip != nil && ip.IsLoopback()
}

// client makes an HTTP client that does not wait forever for an answer.
func (d downloader) client() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = answerTime
	transport.Proxy = addresses.Proxy
	return &http.Client{Transport: transport, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > 10 || !d.safeAddress(r.URL) {
			return fmt.Errorf("it redirects to %s, which is not https", bench.CleanLine(r.URL.Redacted(), 200))
		}
		return nil
	}}
}

func (d downloader) get(ctx context.Context, address string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "dragstrip")
	response, err := d.client().Do(request)
	var timed net.Error
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.As(err, &timed) && timed.Timeout():
		return nil, &notReached{fmt.Errorf("%s sent nothing for %v; check the network, or set HTTPS_PROXY", bench.CleanLine(request.URL.Host, 200), answerTime)}
	case err != nil && noNetwork(request.URL.Hostname(), err) != "":
		return nil, &notReached{errors.New(noNetwork(request.URL.Hostname(), err) + "; check the network, or set HTTPS_PROXY")}
	case err != nil:
		return nil, &notReached{fmt.Errorf("%s; check the network, or set HTTPS_PROXY", addresses.WithoutPasswords(err.Error()))}
	case response.StatusCode != http.StatusOK:
		defer response.Body.Close()
		return nil, refusedAnswer(address, response, time.Now())
	}
	return response, nil
}

// answerTime is how long a server may take to answer. It is short, because the
// user is waiting.
var answerTime = 30 * time.Second

// stallTime is how long a download may stand still before it is given up.
var stallTime = time.Minute

// fetchInto downloads an archive, checks it and unpacks it.
func (d downloader) fetchInto(ctx context.Context, folder string, a Asset, progress func(engine.Progress)) error {
	name := bench.CleanLine(a.Name, 80)
	file, err := os.CreateTemp(folder, ".download-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	step := fmt.Sprintf("downloading %s (%s) from %s", name, bench.FormatBytes(a.Bytes), cleanURI(a.URL))
	progress(engine.Progress{Step: step, Total: a.Bytes})
	got, err := d.fetch(ctx, file, a, func(done int64) { progress(engine.Progress{Step: step, Done: done, Total: a.Bytes}) })
	if err != nil {
		return fmt.Errorf("download %s: %w", name, err)
	}
	if want := strings.TrimPrefix(strings.ToLower(a.Digest), "sha256:"); got != want {
		return fmt.Errorf("the SHA-256 of %s is %s, but the release page says %s; nothing was installed, try again later", name, got, want)
	}
	progress(engine.Progress{Step: "unpacking " + name})
	if err := unpackArchive(ctx, file, a.Name, folder); err != nil {
		return fmt.Errorf("unpack %s: %w", name, err)
	}
	return nil
}

// fetch downloads an archive into a file and returns the SHA-256 of the
// archive.
func (d downloader) fetch(ctx context.Context, file io.Writer, a Asset, told func(done int64)) (string, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	response, err := d.get(ctx, a.URL)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	hash := sha256.New()
	stalled := time.AfterFunc(stallTime, func() {
		cancel(fmt.Errorf("the download stopped for %v; check the network and try again", stallTime))
	})
	defer stalled.Stop()
	counted := &counter{told: told, came: func() { stalled.Reset(stallTime) }}
	n, err := io.Copy(io.MultiWriter(file, hash, counted), io.LimitReader(response.Body, a.Bytes+1))
	switch {
	case err != nil && ctx.Err() != nil:
		return "", context.Cause(ctx)
	case err != nil:
		return "", fmt.Errorf("%w; try again", err)
	case n != a.Bytes:
		return "", fmt.Errorf("%d bytes arrived, but the release page says %d; nothing was installed, try again", n, a.Bytes)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// counter counts the bytes that are written to it, and reports their number at
// most four times a second.
type counter struct {
	done int64
	last time.Time
	told func(int64)
	came func()
}

func (c *counter) Write(p []byte) (int, error) {
	c.done += int64(len(p))
	c.came()
	if time.Since(c.last) > 250*time.Millisecond {
		c.last = time.Now()
		c.told(c.done)
	}
	return len(p), nil
}
