package settings

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"dragstrip/bench"
)

// server is the key of a line that holds a server: "server = NAME=ADDRESS".
const server = "server"

// mostServers is how many servers are read. Each is asked for its models.
const mostServers = 20

// ParseServer reads a server as --engine takes it: NAME=ADDRESS. Words after the
// address are refused: a file of settings must not decide which key is sent where.
func ParseServer(text string) (string, error) {
	text = strings.TrimSpace(text)
	name, address, _ := strings.Cut(text, "=")
	at, err := url.Parse(address)
	switch {
	case bench.CleanLine(text, 1000) != text || strings.ContainsAny(text, " \t\"'#"):
		return "", fmt.Errorf("a server is remembered as NAME=ADDRESS without further words: NAME=http://127.0.0.1:8000, not %q", bench.CleanLine(text, 100))
	case err != nil || name == "" || at.Host == "" || at.Scheme != "http" && at.Scheme != "https":
		return "", fmt.Errorf("write a server as NAME=ADDRESS: NAME=http://127.0.0.1:8000, not %q", text)
	case at.User != nil || at.RawQuery != "":
		return "", fmt.Errorf("the address of %s holds more than a host and a path, perhaps a secret, so it is not written into the settings", bench.Clean(name))
	}
	return text, nil
}

// Servers gives the servers that were added. Lines that are not understood are
// left out.
func (f File) Servers() (all []string, err error) {
	lines, err := f.read()
	for _, line := range lines {
		if name, value := parted(line); name == server && len(all) < mostServers {
			if one, err := ParseServer(value); err == nil && !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	return all, err
}

// AddServer adds a server, as ParseServer gives it.
func (f File) AddServer(text string) error {
	all, err := f.Servers()
	switch {
	case err != nil || slices.Contains(all, text):
		return err
	case len(all) >= mostServers:
		return fmt.Errorf("%d servers are remembered already; `dragstrip engines --forget-server SERVER` forgets one, and %s has them", len(all), f.Path)
	}
	lines, err := f.read()
	if err != nil {
		return err
	}
	return f.write(append(lines, server+" = "+text))
}

// ForgetServer removes a server.
func (f File) ForgetServer(text string) error {
	lines, err := f.read()
	if err != nil {
		return err
	}
	kept := slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		name, value := parted(line)
		return name == server && value == strings.TrimSpace(text)
	})
	if len(kept) == len(lines) {
		return fmt.Errorf("no server %s was added; those that were are in %s", bench.CleanLine(text, 200), f.Path)
	}
	return f.write(kept)
}
