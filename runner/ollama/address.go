package ollama

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dragstrip/runner/serving"
)

// Name is the name in plans and journals.
const Name = "ollama"

// usualPort is where Ollama listens if nobody says otherwise.
const usualPort = "11434"

// The words after an address or a program.
const (
	flagContext   = "num-ctx"
	flagKeepAlive = "keep-alive"
	flagTemplate  = "template"
	flagEvict     = "evict"
	flagKeyEnv    = serving.KeyFlag
)

// wordsHelp says which words may follow.
const wordsHelp = "--" + flagContext + " N, --" + flagKeepAlive + " TIME, --" + flagTemplate + ", --" + flagEvict + " and --" + flagKeyEnv + " NAME"

// place is where a server is, and what was asked for besides parameters.
type place struct {
	// url is the address of a server that is there already, and host its host and
	// port. program is the program to start otherwise.
	url, host, program string
	// keyEnv is the variable that holds a key, if the server wants one.
	keyEnv string
	// context is the length of the context in tokens; 0 means as long as the
	// tests need.
	context int
	// keepAlive is how long the model stays loaded afterwards, as Ollama writes
	// it; "" means that it is unloaded.
	keepAlive string
	// template puts prompts into the model's template. evict allows the server to
	// unload what its user has loaded.
	template, evict bool
}

// placeOf reads the command of a build: an address or a program, and the words
// after it.
func placeOf(prefix []string) (place, error) {
	if len(prefix) == 0 {
		return place{}, errors.New("the address of the server is missing; write " + Name + "=http://127.0.0.1:" + usualPort)
	}
	p := place{program: prefix[0]}
	if serving.IsAddress(prefix[0]) {
		at, err := addressOf(prefix[0])
		if err != nil {
			return p, err
		}
		p.url, p.host, p.program = at.String(), at.Host, ""
	}
	return p, p.read(prefix[1:])
}

// read reads the words after an address or a program.
func (p *place) read(words []string) error {
	f := flag.NewFlagSet(Name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.IntVar(&p.context, flagContext, 0, "")
	f.StringVar(&p.keepAlive, flagKeepAlive, "", "")
	f.BoolVar(&p.template, flagTemplate, false, "")
	f.BoolVar(&p.evict, flagEvict, false, "")
	f.StringVar(&p.keyEnv, flagKeyEnv, "", "")
	switch err := f.Parse(words); {
	case err != nil || f.NArg() > 0:
		return fmt.Errorf("after %s only %s are possible", Name, wordsHelp)
	case p.context < 0:
		return fmt.Errorf("--%s is a number of tokens", flagContext)
	case p.keyEnv != "" && !serving.IsVariable(p.keyEnv):
		return fmt.Errorf("--%s is the name of a variable that holds the key, not the key", flagKeyEnv)
	case p.keepAlive != "" && !isTime(p.keepAlive):
		return fmt.Errorf("--%s is a time such as 10m or 1h, a number of seconds, or -1 for ever", flagKeepAlive)
	}
	return nil
}

func isTime(text string) bool {
	_, isNumber := strconv.Atoi(text)
	_, isSpan := time.ParseDuration(text)
	return isNumber == nil || isSpan == nil
}

// addressOf reads the address of a server. Many write it with the /v1 of
// OpenAI's form.
func addressOf(text string) (*url.URL, error) {
	at, err := serving.ReadAddress(text, "http://HOST:"+usualPort)
	if err != nil {
		return nil, err
	}
	path := strings.TrimSuffix(strings.TrimRight(at.Path, "/"), "/v1")
	return &url.URL{Scheme: at.Scheme, Host: at.Host, Path: path}, nil
}

// usualAddress is where the user's server is, by OLLAMA_HOST: "host", ":port",
// "http://host:port". It is nil if the variable cannot be read. A server that
// listens at all addresses is asked at this machine's own.
func usualAddress(variable string) *url.URL {
	text := strings.Trim(strings.TrimSpace(variable), `"'`)
	scheme, rest, found := strings.Cut(text, "://")
	standard := usualPort
	switch {
	case !found:
		scheme, rest = "http", text
	case scheme == "http":
		standard = "80"
	case scheme == "https":
		standard = "443"
	default:
		return nil
	}
	rest, _, _ = strings.Cut(rest, "/")
	host, port, err := net.SplitHostPort(rest)
	if err != nil {
		host, port = strings.Trim(rest, "[]"), standard
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
		port = standard
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	at, err := url.Parse(scheme + "://" + net.JoinHostPort(host, port))
	if err != nil || at.User != nil {
		return nil
	}
	return at
}

// client makes the client of a server.
func (p place) client(d *serving.Dialect) (*serving.Client, error) {
	key, err := serving.KeyIn(p.keyEnv)
	if err != nil {
		return nil, err
	}
	return serving.New(serving.Server{URL: p.url, Key: key, Dialect: d})
}
