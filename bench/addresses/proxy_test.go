package addresses

import (
	"net/url"
	"strings"
	"testing"
)

// The standard library ignores such a proxy variable, or takes a part of it for
// the server. The user used to be told to set a proxy although one was set.
func TestAProxyThatCannotBeReadIsNamedAndNotQuoted(t *testing.T) {
	for _, c := range []struct {
		variable, value, to string
		named               bool
	}{
		{"HTTPS_PROXY", "http://me:s3%cret@proxy.lan", "https://files.example", true},
		{"https_proxy", "http://me:s3/cret@proxy.lan", "https://files.example", true},
		{"HTTP_PROXY", "http://me:s3cret @proxy.lan", "http://files.example", true},
		{"HTTP_PROXY", "http://me:s3%cret@proxy.lan", "https://files.example", false},
		{"HTTPS_PROXY", "http://me:s3%cret@proxy.lan", "https://127.0.0.1:80", false},
		{"HTTPS_PROXY", "http://me:s3cret@proxy.lan:3128", "https://files.example", false},
		{"HTTPS_PROXY", "proxy.lan:3128", "https://files.example", false},
		{"HTTPS_PROXY", "", "https://files.example", false},
	} {
		to, err := url.Parse(c.to)
		if err != nil {
			t.Fatal(err)
		}
		err = unreadable(func(name string) string {
			if name == c.variable {
				return c.value
			}
			return ""
		}, to)
		if (err != nil) != c.named {
			t.Errorf("%s=%s to %s is not judged rightly: %v", c.variable, c.value, c.to, err)
		}
		if err != nil && (strings.Contains(err.Error(), "cret") || !strings.Contains(err.Error(), strings.ToUpper(c.variable))) {
			t.Errorf("%s=%s: %v", c.variable, c.value, err)
		}
	}
}
