package install

import (
	"errors"
	"net"
	"syscall"

	"dragstrip/bench/lazyregexp"
)

// noNetwork says in a few words that a host cannot be asked, if err says that
// its name is not found or that nothing leads to it. Otherwise it gives "". The
// system's own texts are long, and hide the sentences around them.
func noNetwork(host string, err error) string {
	var dns *net.DNSError
	switch {
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return host + " cannot be asked: no network"
	case errors.As(err, &dns) && dns.Name == host:
		return host + " cannot be asked: no network, its name is not found"
	}
	return ""
}

// aptUnreachable finds the host that apt cannot ask.
var aptUnreachable = lazyregexp.New(`(?:Temporary failure resolving|Could not resolve) '([^'\s]{1,200})'|Cannot initiate the connection to ([^\s:]{1,200}):[^/]*Network is unreachable`)

// aptNoNetwork is noNetwork for what apt says.
func aptNoNetwork(said string) string {
	m := aptUnreachable.FindStringSubmatch(said)
	if m == nil {
		return ""
	}
	return m[1] + m[2] + " cannot be asked: no network"
}
