package addresses

import (
	"strings"

	"dragstrip/bench/lazyregexp"
)

// login matches a name and password in an address, before the name of the
// server. In an address without a scheme only NAME:PASSWORD@ counts, because
// me@example.org may be a mail address. Inside a text a password ends before /
// and blanks.
var login = lazyregexp.New(`([A-Za-z][A-Za-z0-9+.-]*://)[^/\s'"<>]*@|(^|[\s'"<>=(])[^/\s'"<>=(:@]+:[^/\s'"<>]+@`)

// secret matches a value in the query of an address whose name says that it is
// secret: ?token=…, &X-Amz-Signature=…
var secret = lazyregexp.New(`(?i)([?&][^?&=\s]*(?:token|key|secret|passw|signature|credential|sig|auth)[^?&=\s]*=)[^&#\s'"<>]+`)

// WithoutPasswords removes names, passwords and tokens from the addresses in a
// text. Programs print addresses of mirrors, and errors quote addresses.
func WithoutPasswords(text string) string {
	return secret.ReplaceAllString(login.ReplaceAllString(text, "$1$2"), "$1…")
}

// Server gives an address without the text before the last @. It keeps only the
// scheme. It is for a text that should be an address but cannot be read as an
// address. In such a text, what looks like a part of the path may be a part of a
// password.
func Server(address string) (shown string, hadLogin bool) {
	at := strings.LastIndex(address, "@")
	if at < 0 {
		return address, false
	}
	scheme, _, ok := strings.Cut(address, "://")
	if !ok || strings.Contains(scheme, "@") {
		return address[at+1:], true
	}
	return scheme + "://" + address[at+1:], true
}
