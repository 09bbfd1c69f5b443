package addresses

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// Proxy finds the proxy for a request as the standard library does. But the
// library ignores a variable that it cannot read as an address, or reads it
// wrongly. In these cases Proxy gives an error. The error does not quote the
// variable, because the variable may hold a password.
func Proxy(r *http.Request) (*url.URL, error) {
	if err := unreadable(os.Getenv, r.URL); err != nil {
		return nil, err
	}
	proxy, err := http.ProxyFromEnvironment(r)
	if err != nil {
		return nil, errors.New(WithoutPasswords(err.Error()))
	}
	return proxy, nil
}

// unreadable gives an error if the variable with the proxy for an address is
// set, but cannot be read. It gives no error for an address of this machine, or
// if NO_PROXY is set.
func unreadable(getenv func(string) string, to *url.URL) error {
	if getenv("NO_PROXY")+getenv("no_proxy") != "" || to.Hostname() == "localhost" || net.ParseIP(to.Hostname()).IsLoopback() {
		return nil
	}
	name := strings.ToUpper(to.Scheme) + "_PROXY"
	value := getenv(name)
	if value == "" {
		value = getenv(strings.ToLower(name))
	}
	if !strings.Contains(value, "://") { // the variable may hold only HOST:PORT
		value = "http://" + value
	}
	if _, err := url.Parse(value); err == nil {
		return nil
	}
	return errors.New(name + " cannot be read as an address; one looks like http://proxy.example:3128, and special characters in a password are written as %40 for @, %25 for % and so on")
}
