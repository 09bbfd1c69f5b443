package addresses

import (
	"errors"
	"net/http"
	"net/url"
)

// Proxy finds the proxy for a request as the standard library does. But its
// error does not quote the variable: the standard library's does, with the
// password.
func Proxy(r *http.Request) (*url.URL, error) {
	return proxyFrom(http.ProxyFromEnvironment, r)
}

func proxyFrom(environment func(*http.Request) (*url.URL, error), r *http.Request) (*url.URL, error) {
	proxy, err := environment(r)
	if err != nil {
		return nil, errNoProxy
	}
	return proxy, nil
}

var errNoProxy = errors.New("HTTPS_PROXY or HTTP_PROXY is set, but cannot be read as an address; one looks like http://proxy.example:3128, and special characters in a password are written like %40 for @")
