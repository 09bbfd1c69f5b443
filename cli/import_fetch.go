package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
	"dragstrip/bench/imported"
)

// Limits of fetching a page. Somebody is waiting.
const (
	pageTime      = 2 * time.Minute
	pageAnswer    = 30 * time.Second
	mostRedirects = 10
)

// fetchPage fetches a page over https. Plain http is allowed only for this
// machine. from is the address after all redirects, because the page comes from
// there.
func (e *env) fetchPage(ctx context.Context, address string) (text []byte, from string, err error) {
	at, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, "", errors.New("it is not an address; one looks like https://example.org/results")
	case !safePage(at):
		return nil, "", fmt.Errorf("only https addresses are fetched; save the page and import the file")
	}
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, "", errors.New(addresses.WithoutPasswords(err.Error()))
	}
	request.Header.Set("User-Agent", "dragstrip")
	request.Header.Set("Accept", "text/markdown, text/plain, text/html, application/json, text/csv, */*;q=0.1")
	response, err := e.pageClient().Do(request)
	if err != nil {
		return nil, "", fmt.Errorf("%s; check the address and the network, or set HTTPS_PROXY", bench.CleanLine(addresses.WithoutPasswords(err.Error()), 300))
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("%s answered %s", bench.CleanLine(response.Request.URL.Host, 200), bench.CleanLine(response.Status, 60))
	}
	text, err = io.ReadAll(io.LimitReader(response.Body, imported.MaxBytes+1))
	switch {
	case err != nil:
		return nil, "", fmt.Errorf("the page did not arrive whole: %s; try again", bench.CleanLine(addresses.WithoutPasswords(err.Error()), 200))
	case len(text) > imported.MaxBytes:
		return nil, "", fmt.Errorf("the page is larger than %s; save a part of it and import the file", bench.FormatBytes(imported.MaxBytes))
	}
	shown := *response.Request.URL
	shown.User = nil
	return text, bench.CleanLine(addresses.WithoutPasswords(shown.String()), 300), nil
}

// safePage tells whether an address uses https, or is one of this machine.
func safePage(u *url.URL) bool {
	if u.Scheme == "https" && u.Host != "" {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// pageClient does not wait forever for an answer, keeps no cookies, and follows
// only redirects to safe addresses.
func (e *env) pageClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = pageAnswer
	transport.Proxy = addresses.Proxy
	return &http.Client{Transport: transport, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		first := via[0].URL
		switch {
		case len(via) >= mostRedirects:
			return errors.New("it redirects too often")
		case !safePage(r.URL), r.URL.Scheme == "http" && first.Scheme == "https":
			return fmt.Errorf("it redirects to %s, which is not https", bench.CleanLine(r.URL.Redacted(), 200))
		case r.URL.Host != via[len(via)-1].URL.Host:
			fmt.Fprintf(e.err, "note: %s redirects to %s\n", bench.CleanLine(via[len(via)-1].URL.Host, 200), bench.CleanLine(r.URL.Host, 200))
		}
		return nil
	}}
}
