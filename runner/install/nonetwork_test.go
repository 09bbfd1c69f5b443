package install

import (
	"fmt"
	"net"
	"net/url"
	"syscall"
	"testing"
)

// The texts of the system filled three lines and hid what was said before them.
func TestAMissingNetworkIsSaidInAFewWords(t *testing.T) {
	asked := func(err error) error {
		return &url.Error{Op: "Get", URL: "https://api.example.org/releases", Err: &net.OpError{Op: "dial", Net: "tcp", Err: err}}
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{asked(&net.DNSError{Err: "no such host", Name: "api.example.org", Server: "10.0.0.1:53", IsNotFound: true}), "api.example.org cannot be asked: no network, its name is not found"},
		{asked(fmt.Errorf("connect: %w", syscall.ENETUNREACH)), "api.example.org cannot be asked: no network"},
		{asked(&net.DNSError{Err: "no such host", Name: "proxy.example.org"}), ""}, // the name of the proxy matters
		{asked(syscall.ECONNREFUSED), ""},
	} {
		if got := noNetwork("api.example.org", c.err); got != c.want {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
	for said, want := range map[string]string{
		"exit code 100 (E: Failed to fetch http://deb.example.org/debian/dists/sid/InRelease  Temporary failure resolving 'deb.example.org' / E: Some index files failed to download.)": "deb.example.org cannot be asked: no network",
		"E: Failed to fetch http://d/x  Could not resolve 'd.example.org'":                                                                         "d.example.org cannot be asked: no network",
		"E: Failed to fetch http://d/x  Cannot initiate the connection to d.example.org:80 (2001:db8::1). - connect (101: Network is unreachable)": "d.example.org cannot be asked: no network",
		"E: Failed to fetch http://d/x  404  Not Found":                                                                                            "",
	} {
		if got := aptNoNetwork(said); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
