package serving

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
	"dragstrip/bench/lazyregexp"
)

// KeyFlag is the flag after a server's address that names the variable with the
// server's key.
const KeyFlag = "key-env"

// IsAddress tells whether a text is an address, and neither a path nor a name.
func IsAddress(text string) bool {
	return strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
}

// ReadAddress reads the address of a server as its user writes it. usual is how
// such an address is written, for errors.
func ReadAddress(text, usual string) (*url.URL, error) {
	at, err := url.Parse(text)
	shown, hasLogin := addresses.Server(text)
	switch {
	case err == nil && at.User != nil, err != nil && hasLogin:
		return nil, errors.New("the address holds a password, which would be in the plan and in the report; leave it out, and name a variable that holds the key: --" + KeyFlag + " NAME")
	case err != nil, !IsAddress(text), at.Hostname() == "":
		return nil, fmt.Errorf("%s is not the address of a server; write %s", bench.CleanLine(addresses.WithoutPasswords(shown), 100), usual)
	case at.RawQuery != "" || at.Fragment != "":
		return nil, errors.New("the address ends at ? or #; write only " + usual)
	}
	return &url.URL{Scheme: at.Scheme, Host: at.Host, Path: at.Path, RawPath: at.RawPath}, nil
}

var variable = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// IsVariable tells whether a text can be the name of a variable of the
// environment.
func IsVariable(text string) bool { return variable.MatchString(text) }

// KeyIn takes a server's key from a variable of the environment. Without a name
// there is no key.
func KeyIn(variable string) (string, error) {
	if variable == "" {
		return "", nil
	}
	key := strings.TrimSpace(os.Getenv(variable))
	if key == "" {
		return "", fmt.Errorf("the variable %s, which should hold the server's key, is not set; export it in the shell that starts dragstrip", variable)
	}
	return key, nil
}
