package addresses

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The standard library answers with the whole variable, and of a password with
// a % or a / it quotes a part once more.
func TestAProxyThatCannotBeReadIsNotQuoted(t *testing.T) {
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://files.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, proxy := range []string{"http://me:s3%cret@proxy.lan", "http://me:s3/cret@proxy.lan", "http://me:s3cret @proxy.lan"} {
		_, err := proxyFrom(func(*http.Request) (*url.URL, error) { return url.Parse(proxy) }, request)
		if err == nil || strings.Contains(err.Error(), "cret") || !strings.Contains(err.Error(), "HTTPS_PROXY") {
			t.Errorf("%s: %v", proxy, err)
		}
	}
	want := &url.URL{Scheme: "http", Host: "proxy.lan:3128"}
	if got, err := proxyFrom(func(*http.Request) (*url.URL, error) { return want, nil }, request); got != want || err != nil {
		t.Errorf("%v, %v", got, err)
	}
}
