package install

import (
	"path/filepath"
	"slices"
	"strings"
)

// packageSettings says where packages come from and how they are reached. The
// keys are the names in packageKeys.
type packageSettings map[string]setting

// setting is one setting, and the file or variable from which it comes.
type setting struct {
	values []string
	from   string
}

// packageKey describes a setting that is passed on to uv or pip.
type packageKey struct {
	// name is the setting's name in pip, or in uv if pip has no such setting.
	name string
	// pip says that pip has the setting. The variable for it is PIP_NAME.
	pip bool
	// uv is the setting's name in uv.toml. uvVariable is uv's variable for it.
	// separator is the text between several values in that variable.
	uv, uvVariable, separator string
	// own is set if the setting means something else in uv than in pip.
	own bool
	// path says that the value is a path or an address.
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
	{name: "default-timeout", pip: true, uvVariable: "UV_HTTP_TIMEOUT"}, // another name for timeout
	{name: "retries", pip: true, uvVariable: "UV_HTTP_RETRIES"},
	{name: "keyring-provider", pip: true, uv: "keyring-provider", uvVariable: "UV_KEYRING_PROVIDER", own: true},
	{name: "cache-dir", pip: true, uv: "cache-dir", uvVariable: "UV_CACHE_DIR", own: true, path: true},
	{name: "index-strategy", uv: "index-strategy", uvVariable: "UV_INDEX_STRATEGY"},
	{name: "native-tls", uv: "native-tls", uvVariable: "UV_NATIVE_TLS"},
}

// set keeps a setting. A relative path is left out, because it depends on the
// current folder. A folder of packages that does not exist is left out, too:
// pip would ignore it, but uv would stop with an error.
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

// keyNamed finds a key by one of its names. what returns the name of a key that
// is compared.
func keyNamed(name string, what func(packageKey) string) (packageKey, bool) {
	at := slices.IndexFunc(packageKeys, func(k packageKey) bool { return what(k) == name })
	if name == "" || at < 0 {
		return packageKey{}, false
	}
	return packageKeys[at], true
}
