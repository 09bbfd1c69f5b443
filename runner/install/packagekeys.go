package install

import (
	"path/filepath"
	"slices"
	"strings"
)

// packageSettings is where packages come from and how they are reached, by the
// names in packageKeys.
type packageSettings map[string]setting

// setting is one setting, and the file or variable that it comes from.
type setting struct {
	values []string
	from   string
}

// packageKey is a setting that is passed on.
type packageKey struct {
	// name is pip's name, or uv's if pip has no such setting.
	name string
	// pip says that pip has the setting. Its variable is PIP_NAME.
	pip bool
	// uv is its name in uv.toml, uvVariable uv's variable for it, and separator
	// what separates several values there.
	uv, uvVariable, separator string
	// own settings have another meaning for the other program.
	own bool
	// path says that the value is a path, unless it is an address.
	path bool
}

var packageKeys = []packageKey{
	{name: "index-url", pip: true, uv: "index-url", uvVariable: "UV_DEFAULT_INDEX"},
	{name: "extra-index-url", pip: true, uv: "extra-index-url", uvVariable: "UV_INDEX", separator: " "},
	{name: "find-links", pip: true, uv: "find-links", uvVariable: "UV_FIND_LINKS", separator: ",", path: true},
	{name: "no-index", pip: true, uv: "no-index", uvVariable: "UV_NO_INDEX"},
	{name: "trusted-host", pip: true, uv: "allow-insecure-host", uvVariable: "UV_INSECURE_HOST", separator: " "},
	{name: "cert", pip: true, uvVariable: "SSL_CERT_FILE", path: true},
	{name: "client-cert", pip: true, uvVariable: "SSL_CLIENT_CERT", path: true},
	{name: "proxy", pip: true, uvVariable: "ALL_PROXY"},
	{name: "timeout", pip: true, uvVariable: "UV_HTTP_TIMEOUT"},
	{name: "default-timeout", pip: true, uvVariable: "UV_HTTP_TIMEOUT"}, // another name for it
	{name: "retries", pip: true, uvVariable: "UV_HTTP_RETRIES"},
	{name: "keyring-provider", pip: true, uv: "keyring-provider", uvVariable: "UV_KEYRING_PROVIDER", own: true},
	{name: "cache-dir", pip: true, uv: "cache-dir", uvVariable: "UV_CACHE_DIR", own: true, path: true},
	{name: "index-strategy", uv: "index-strategy", uvVariable: "UV_INDEX_STRATEGY"},
	{name: "native-tls", uv: "native-tls", uvVariable: "UV_NATIVE_TLS"},
}

// set keeps a setting. Paths must be absolute, because a relative one depends
// on the current folder. A folder of packages that does not exist is left out:
// pip ignores it, and uv stops.
func (said packageSettings) set(k packageKey, values []string, from string) {
	if k.path {
		values = slices.DeleteFunc(values, func(v string) bool {
			return !strings.Contains(v, "://") && (!filepath.IsAbs(v) || k.name == "find-links" && !exists(v))
		})
	}
	if k.name == "no-index" && len(values) > 0 {
		if !slices.Contains([]string{"1", "true", "yes", "on", "y", "t"}, strings.ToLower(values[0])) {
			values = nil
		} else {
			values = []string{"1"}
		}
	}
	if len(values) == 0 {
		delete(said, k.name)
		return
	}
	said[k.name] = setting{values, from}
}

// keyNamed finds a key by one of its names; what says by which.
func keyNamed(name string, what func(packageKey) string) (packageKey, bool) {
	at := slices.IndexFunc(packageKeys, func(k packageKey) bool { return what(k) == name })
	if name == "" || at < 0 {
		return packageKey{}, false
	}
	return packageKeys[at], true
}
