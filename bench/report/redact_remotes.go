package report

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// remotes are the names or addresses of other machines that computed. A report
// replaces them with numbers, so that they can still be told apart.
type remotes []string

// remotesOf are the other machines on which a session's builds compute. Builds
// that do not list their devices name other machines only in commands and
// variables.
func remotesOf(s *bench.Session) remotes {
	var out remotes
	addAll := func(b bench.EngineBuild) {
		if b.Address() != "" {
			if at, err := url.Parse(b.Address()); err == nil && at.Hostname() != "" {
				out.addHost(at.Hostname()) // its port may be the usual one
			}
		}
		for _, d := range b.Devices {
			out.add(d)
		}
		out.addNamed(b.Prefix, b.Env, b.Inherited)
	}
	for _, j := range s.Jobs {
		addAll(j.Build)
		for _, e := range j.Engines {
			addAll(e.Build)
			out.addNamed(e.Argv, e.Env)
		}
	}
	for _, d := range s.Machine.DeviceBandwidth {
		out.add(bench.Device{Name: d.Device, Description: d.Description})
	}
	return out
}

// endpoint is the address of another machine in a device's description.
var endpoint = lazyregexp.New(`([^\s\[\],;/]+):\d+`)

func (r *remotes) add(d bench.Device) {
	if !d.Remote() {
		return
	}
	for _, m := range endpoint.FindAllStringSubmatch(d.Description, -1) {
		r.addHost(m[1])
	}
}

// addNamed adds the machines whose addresses occur in words of commands.
func (r *remotes) addNamed(lists ...[]string) {
	for _, word := range slices.Concat(lists...) {
		if !strings.Contains(word, ":") {
			continue
		}
		for _, m := range address.FindAllStringSubmatch(word, -1) {
			if isAddress(m[1], m[2]) {
				r.addHost(m[1])
			}
		}
	}
}

func (r *remotes) addHost(host string) {
	if isSecret(host) && !slices.Contains(*r, host) {
		*r = append(*r, host)
	}
}

// address finds what may be HOST:PORT anywhere in a word.
var address = lazyregexp.New(`([^\s\[\](){},;/=@"':]+):(\d{1,5})\b`)

// isAddress tells whether two parts of a word are a host and a port. If the host
// is not an IP address, the port must be 1024 or higher. Lower numbers are more
// likely part of a name, such as the model qwen3:8 or the setting cores:4.
func isAddress(host, port string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n >= 1024 && strings.ContainsFunc(host, unicode.IsLetter)
}

// isSecret tells whether a host names another machine. Names such as localhost
// mean the machine itself, so they are not secret. A name such as host-1, which
// a report wrote in place of a host, is not secret, either. So it stays the same
// when the report is read back and written again.
func isSecret(host string) bool {
	address, err := netip.ParseAddr(host)
	own := host == "localhost" || err == nil && (address.IsLoopback() || address.IsUnspecified())
	return !own && !numberedHost.MatchString(host)
}

var numberedHost = lazyregexp.New(`^host-\d+$`)

// numbered replaces the names of other machines by their numbers. A name of one
// or two letters may be any word, so it must stand before a port.
func (r remotes) numbered(s string) string {
	for i, host := range r {
		beside := ""
		if len(host) <= 2 {
			beside = ":"
		}
		s = replaceWord(s, host, fmt.Sprintf("host-%d", i+1), beside)
	}
	return s
}
