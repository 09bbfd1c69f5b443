package install

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/isolated"
)

// A user may have told pip or uv where packages come from and how they are
// reached: a mirror, a proxy, certificates. That applies to the packages of an
// engine, too. Other settings do not: some move files out of our folder
// ("target", "prefix"), and uv reads them even from the folder in which it is
// started. So neither program may read its own files. Their settings are read
// here, the addresses are named in the offer, and all are passed on as
// variables.

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
	// pip says that pip has it; its variable is PIP_NAME.
	pip bool
	// uv is its name in uv.toml, uvVariable uv's variable for it, and separator
	// what separates several values there.
	uv, uvVariable, separator string
	// own settings mean something else to the other program.
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
	{name: "retries", pip: true, uvVariable: "UV_HTTP_RETRIES"},
	{name: "keyring-provider", pip: true, uv: "keyring-provider", uvVariable: "UV_KEYRING_PROVIDER", own: true},
	{name: "cache-dir", pip: true, uv: "cache-dir", uvVariable: "UV_CACHE_DIR", own: true, path: true},
	{name: "index-strategy", uv: "index-strategy", uvVariable: "UV_INDEX_STRATEGY"},
	{name: "native-tls", uv: "native-tls", uvVariable: "UV_NATIVE_TLS"},
}

// packageSettings are the settings for the program of a way. uv follows pip's,
// unless it has settings of its own.
func (s *System) packageSettings(way string) packageSettings {
	if way != WayUV {
		return s.pipSettings()
	}
	if own, configured := s.uvSettings(); configured {
		return own
	}
	said := s.pipSettings()
	for _, k := range packageKeys {
		if k.own {
			delete(said, k.name)
		}
	}
	return said
}

// variables pass the settings on, and keep the program from reading its own.
func (s *System) variables(said packageSettings, way string) []string {
	if way == WayUV {
		env := []string{"UV_NO_CONFIG=1"}
		for _, k := range packageKeys {
			if values := said[k.name].values; len(values) > 0 && s.getenv(k.uvVariable) == "" {
				env = append(env, k.uvVariable+"="+joined(values, k.separator))
			}
		}
		return env
	}
	env := append(isolated.Named("PIP_"), "PIP_CONFIG_FILE="+os.DevNull)
	for _, k := range packageKeys {
		if values := said[k.name].values; len(values) > 0 && k.pip {
			separator := k.separator
			if separator != "" {
				separator = " "
			}
			env = append(env, pipVariable(k.name)+"="+joined(values, separator))
		}
	}
	return env
}

func joined(values []string, separator string) string {
	if separator == "" {
		return values[0]
	}
	return strings.Join(values, separator)
}

// set keeps a setting. Paths must be absolute, because a relative one would
// mean something in the folder where the user stands. A folder of packages that
// does not exist is left out: pip ignores it, and uv stops.
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

// pypi is where packages come from if nobody said anything else.
const pypi = "https://pypi.org/simple"

// places says in words where packages come from, and who said so. Passwords in
// addresses are left out.
func (said packageSettings) places() string {
	var places, by []string
	for _, name := range []string{"index-url", "extra-index-url", "find-links"} {
		one := said[name]
		if len(said["no-index"].values) > 0 && name != "find-links" {
			continue
		}
		if len(one.values) == 0 && name == "index-url" {
			one = setting{values: []string{pypi}}
		}
		for _, value := range one.values {
			places = append(places, address(value))
		}
		if one.from != "" && !slices.Contains(by, one.from) {
			by = append(by, one.from)
		}
	}
	switch {
	case len(places) == 0:
		return "packages come from nowhere, because no-index is set (" + bench.Clean(said["no-index"].from) + ")"
	case len(by) == 0:
		return "packages come from " + strings.Join(places, ", ")
	}
	return fmt.Sprintf("packages come from %s (set in %s)", strings.Join(places, ", "), bench.Clean(strings.Join(by, ", ")))
}

// address is an address or path in words. uv allows a name before an address:
// "name=https://…".
func address(value string) string {
	if name, after, ok := strings.Cut(value, "="); ok && strings.Contains(after, "://") && !strings.Contains(name, "://") {
		value = after
	}
	if !strings.Contains(value, "://") {
		return bench.CleanLine(value, 200)
	}
	return cleanURI(value)
}
