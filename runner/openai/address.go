package openai

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
	"dragstrip/runner/engine"
	"dragstrip/runner/serving"
)

// Name is the name in plans and journals.
const Name = "openai"

// keyEnv is the argument after an address that names the variable with the key.
const keyEnv = "--key-env"

// variable is the name of a variable of the environment.
var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

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
	at, err := url.Parse(prefix[0])
	shown, hasLogin := addresses.Server(prefix[0])
	switch {
	case err == nil && at.User != nil, err != nil && hasLogin:
		return address{}, errors.New("the address holds a password, which would be in the plan and in the report; leave it out, and name a variable that holds the key: " + keyEnv + " NAME")
	case err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "":
		return address{}, fmt.Errorf("%s is not the address of a server; write http://HOST:PORT/v1", bench.CleanLine(addresses.WithoutPasswords(shown), 100))
	case at.RawQuery != "" || at.Fragment != "":
		return address{}, errors.New("the address ends at ? or #; write only http://HOST:PORT/v1")
	}
	plain := url.URL{Scheme: at.Scheme, Host: at.Host, Path: at.Path, RawPath: at.RawPath}
	a := address{url: strings.TrimRight(plain.String(), "/"), host: at.Host}
	switch rest := prefix[1:]; {
	case len(rest) == 0:
	case len(rest) == 2 && rest[0] == keyEnv && variable.MatchString(rest[1]):
		a.keyEnv = rest[1]
	default:
		return a, errors.New("after the address only " + keyEnv + " NAME is possible: the name of a variable that holds the key")
	}
	return a, nil
}

// key takes the key from its variable.
func (a address) key() (string, error) {
	if a.keyEnv == "" {
		return "", nil
	}
	key := strings.TrimSpace(os.Getenv(a.keyEnv))
	if key == "" {
		return "", fmt.Errorf("the variable %s, which should hold the server's key, is not set; export it in the shell that starts dragstrip", a.keyEnv)
	}
	return key, nil
}

// client makes the client for a server.
func (a address) client() (*serving.Client, error) {
	key, err := a.key()
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
	if !strings.HasPrefix(path, "http://") && !strings.HasPrefix(path, "https://") {
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
