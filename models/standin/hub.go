package standin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
	"dragstrip/bench/lazyregexp"
	"dragstrip/models/gguf"
)

// Hub is a server of model files with the same interface as Hugging Face.
type Hub struct {
	// Endpoint is its base address; "" means Hugging Face.
	Endpoint string
	// Token is sent only to the host of Endpoint, and never over a network
	// without encryption. It may be empty.
	Token string
	// Patience is how long the server may send nothing; 0 means half a minute.
	Patience time.Duration
}

const (
	hubAddress = "https://huggingface.co"
	// HubPatience is how long a server may send nothing.
	HubPatience = 30 * time.Second
)

// HubFrom takes endpoint and token from the variables that Hugging Face's own
// programs use.
func HubFrom(getenv func(string) string) Hub {
	return Hub{Endpoint: getenv("HF_ENDPOINT"), Token: strings.TrimSpace(getenv("HF_TOKEN"))}
}

var hubPattern = lazyregexp.New(`^([A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95})(?:@([\w./-]{1,128}))?:(.+)$`)

// ParseHubFile reads the name of a file in a repository. ok is false for any
// other text.
func ParseHubFile(name string) (f HubFile, ok bool) {
	m := hubPattern.FindStringSubmatch(name)
	if m == nil || strings.HasPrefix(m[3], "/") || strings.HasPrefix(m[3], "\\") {
		return HubFile{}, false
	}
	f = HubFile{m[1], cmp.Or(m[2], "main"), m[3]}
	for part := range strings.SplitSeq(f.Revision+"/"+f.File, "/") {
		if part == "" || part == "." || part == ".." || strings.ContainsFunc(part, func(r rune) bool { return r < ' ' }) {
			return HubFile{}, false
		}
	}
	return f, true
}

func (h Hub) endpoint() (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(cmp.Or(h.Endpoint, hubAddress), "/"))
	isServer := err == nil && (base.Scheme == "https" || base.Scheme == "http") && base.Host != ""
	if isServer && base.User == nil {
		return base, nil
	}
	server, hadLogin := addresses.Server(h.Endpoint)
	switch {
	case isServer:
		server = withoutPassword(base)
	case hadLogin && !strings.Contains(server, "://"):
		server = "https://" + server
	}
	if isServer || hadLogin {
		return nil, fmt.Errorf("HF_ENDPOINT holds a name or a password, which dragstrip does not send; set HF_ENDPOINT=%s and HF_TOKEN", bench.CleanLine(server, 200))
	}
	return nil, fmt.Errorf("HF_ENDPOINT=%s is not the address of a server; an address looks like %s", bench.CleanLine(server, 200), hubAddress)
}

func withoutPassword(u *url.URL) string {
	plain := *u
	plain.User = nil
	return bench.CleanLine(plain.String(), 200)
}

// Like reads the header of a file in a repository, but not its weights. If the
// model is split, it reads the headers of all parts. told is called with each
// address before the first request to it; it may be nil.
func (h Hub) Like(ctx context.Context, f HubFile, told func(address string)) (*Original, error) {
	base, err := h.endpoint()
	if err != nil {
		return nil, err
	}
	if !gguf.IsName(f.File) {
		return nil, copyProblem(f.String(), "only GGUF files have a header that can be copied", "name a file that ends in .gguf, as the repository's page lists it")
	}
	client := h.client(base)
	defer client.CloseIdleConnections()
	open := func(name string) (headerFile, error) {
		within := strings.TrimPrefix(name, f.Repository+"/")
		address := base.JoinPath(append(append(strings.Split(f.Repository, "/"), "resolve", url.PathEscape(f.Revision)), escaped(within)...)...)
		if told != nil {
			told(address.String())
		}
		r := &remote{ctx: ctx, token: h.Token, patience: h.patience(), client: client, address: address, file: HubFile{f.Repository, f.Revision, within}}
		if err := r.more(); err != nil {
			r.Close()
			return nil, err
		}
		return r, nil
	}
	return readOriginal(f.String(), path.Join(f.Repository, f.File), open)
}

func escaped(file string) []string {
	parts := strings.Split(file, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return parts
}

func (h Hub) client(base *url.URL) *http.Client {
	patience := h.patience()
	return &http.Client{
		Transport: &http.Transport{
			Proxy:               addresses.Proxy,
			DialContext:         (&net.Dialer{Timeout: patience}).DialContext,
			TLSHandshakeTimeout: patience, ResponseHeaderTimeout: patience, IdleConnTimeout: patience,
			MaxResponseHeaderBytes: 256 << 10,
			ForceAttemptHTTP2:      true,
		},
		CheckRedirect: func(to *http.Request, via []*http.Request) error {
			if len(via) >= 5 {
				return errors.New("the server redirects without end")
			}
			if base.Scheme == "https" && to.URL.Scheme != "https" {
				return errors.New("the server redirects to an address without encryption")
			}
			// The standard library also sends the token to subdomains and other
			// ports, which may belong to other people.
			to.Header.Del("Authorization")
			if h.Token != "" && mayHave(to.URL, base) {
				to.Header.Set("Authorization", "Bearer "+h.Token)
			}
			return nil
		},
	}
}

func (h Hub) patience() time.Duration {
	if h.Patience > 0 {
		return h.Patience
	}
	return HubPatience
}
