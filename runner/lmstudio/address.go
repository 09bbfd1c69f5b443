package lmstudio

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// Name is the name in plans and journals.
const Name = "lmstudio"

// usualAddress is where LM Studio listens if nobody says otherwise.
const usualAddress = "http://127.0.0.1:1234"

// The words after an address.
const (
	flagEvict  = "evict"
	flagKeyEnv = serving.KeyFlag
)

// place is where a server is, and what is allowed there.
type place struct {
	url, host string
	// keyEnv is the variable that holds a key, if the server wants one.
	keyEnv string
	// evict allows the server to unload what its user has loaded.
	evict bool
}

// placeOf reads the command of a build: an address, and the words after it.
func placeOf(prefix []string) (place, error) {
	if len(prefix) == 0 {
		return place{}, errors.New("the address of the server is missing; write " + Name + "=" + usualAddress)
	}
	at, err := addressOf(prefix[0])
	if err != nil {
		return place{}, err
	}
	p := place{url: at.String(), host: at.Host}
	f := flag.NewFlagSet(Name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.BoolVar(&p.evict, flagEvict, false, "")
	f.StringVar(&p.keyEnv, flagKeyEnv, "", "")
	if err := f.Parse(prefix[1:]); err != nil || f.NArg() > 0 || p.keyEnv != "" && !serving.IsVariable(p.keyEnv) {
		return p, errors.New("after the address only --" + flagEvict + " and --" + flagKeyEnv + " NAME are possible; NAME is a variable that holds the key")
	}
	return p, nil
}

// words are the command of a build.
func (p place) words() []string {
	words := []string{p.url}
	if p.evict {
		words = append(words, "--"+flagEvict)
	}
	if p.keyEnv != "" {
		words = append(words, "--"+flagKeyEnv, p.keyEnv)
	}
	return words
}

// addressOf reads the address of a server. Many write it with the path of one of
// its interfaces.
func addressOf(text string) (*url.URL, error) {
	at, err := serving.ReadAddress(text, "http://HOST:1234")
	if err != nil {
		return nil, err
	}
	path := strings.TrimRight(at.Path, "/")
	for _, end := range []string{"/v1", "/v0", "/api"} {
		path = strings.TrimSuffix(path, end)
	}
	return &url.URL{Scheme: at.Scheme, Host: at.Host, Path: path}, nil
}

// client makes a client of the server. patience is how long a document may take;
// 0 means the usual time.
func (p place) client(d *serving.Dialect, patience time.Duration) (*serving.Client, error) {
	key, err := serving.KeyIn(p.keyEnv)
	if err != nil {
		return nil, err
	}
	return serving.New(serving.Server{URL: p.url, Key: key, Dialect: d, Limits: serving.Limits{Connect: patience}})
}

// wantsKey says where a key is named if the server wants one and none is named.
func (p place) wantsKey(err error) error {
	var said engine.DriverError
	if errors.As(err, &said) && p.keyEnv == "" && strings.Contains(said.Remedy, "--"+flagKeyEnv) {
		said.Remedy = fmt.Sprintf("put the key into a variable of the environment, and name both: --engine '%s=%s --%s NAME'", Name, p.url, flagKeyEnv)
		return said
	}
	return err
}

// finder looks at the usual address, and makes builds of addresses.
type finder struct{}

// dialTime is how long the usual address may take to answer.
const dialTime = 500 * time.Millisecond

// Look finds a server at the usual address. It sends nothing there.
func (finder) Look(s engine.Surroundings) ([]bench.EngineBuild, []engine.Problem) {
	if s.Root != "" {
		return nil, nil
	}
	conn, err := net.DialTimeout("tcp", strings.TrimPrefix(usualAddress, "http://"), dialTime)
	if err != nil {
		return nil, nil
	}
	_ = conn.Close()
	return []bench.EngineBuild{{Engine: Name, Prefix: []string{usualAddress}, Origin: "the network"}}, nil
}

// Take accepts an address. A path is none.
func (finder) Take(_ engine.Surroundings, path string, words []string) (b bench.EngineBuild, ok bool, err error) {
	if !serving.IsAddress(path) {
		return b, false, nil
	}
	p, err := placeOf(append([]string{path}, words...))
	if err != nil {
		return b, true, err
	}
	return bench.EngineBuild{Engine: Name, Prefix: p.words(), Origin: "the network"}, true, nil
}

func (finder) Key(b bench.EngineBuild) string { return strings.Join(b.Prefix, "\x00") }
