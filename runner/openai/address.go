package openai

import (
	"errors"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// Name is the name in plans and journals.
const Name = "openai"

// keyEnv is the argument after an address that names the variable with the key.
const keyEnv = "--" + serving.KeyFlag

// address is where a server is, and where its key is. The key itself is in no
// plan and on no command line.
type address struct {
	url, host string
	keyEnv    string
}

// parse reads the command of a build: the address, and --key-env with a name.
func parse(prefix []string) (address, error) {
	if len(prefix) == 0 {
		return address{}, errors.New("the address of the server is missing; write " + Name + "=http://127.0.0.1:8000/v1")
	}
	at, err := serving.ReadAddress(prefix[0], "http://HOST:PORT/v1")
	if err != nil {
		return address{}, err
	}
	a := address{url: strings.TrimRight(at.String(), "/"), host: at.Host}
	switch rest := prefix[1:]; {
	case len(rest) == 0:
	case len(rest) == 2 && rest[0] == keyEnv && serving.IsVariable(rest[1]):
		a.keyEnv = rest[1]
	default:
		return a, errors.New("after the address only " + keyEnv + " NAME is possible: the name of a variable that holds the key")
	}
	return a, nil
}

// client makes the client for a server.
func (a address) client() (*serving.Client, error) {
	key, err := serving.KeyIn(a.keyEnv)
	if err != nil {
		return nil, err
	}
	return serving.New(serving.Server{URL: a.url, Key: key})
}

// finder makes builds of addresses. It looks for none by itself.
type finder struct{}

func (finder) Look(engine.Surroundings) ([]bench.EngineBuild, []engine.Problem) { return nil, nil }

// Take accepts an address. A path is none.
func (finder) Take(_ engine.Surroundings, path string, words []string) (b bench.EngineBuild, ok bool, err error) {
	if !serving.IsAddress(path) {
		return b, false, nil
	}
	a, err := parse(append([]string{path}, words...))
	if err != nil {
		return b, true, err
	}
	b = bench.EngineBuild{Engine: Name, Prefix: []string{a.url}, Origin: "the network"}
	if a.keyEnv != "" {
		b.Prefix = append(b.Prefix, keyEnv, a.keyEnv)
	}
	return b, true, nil
}

func (finder) Key(b bench.EngineBuild) string { return strings.Join(b.Prefix, "\x00") }
