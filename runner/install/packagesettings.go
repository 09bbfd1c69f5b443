package install

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/addresses"
	"dragstrip/bench/isolated"
)

// A user may have told pip or uv where packages come from and how they are
// reached: a mirror, a proxy, certificates. These settings apply to the
// packages of an engine, too. Other settings must not apply: some move files
// out of dragstrip's folder ("target", "prefix"), and uv reads settings even
// from the folder in which it is started. So neither program may read its own
// files. dragstrip reads the settings here, names the addresses in the offer,
// and passes all settings on as variables.

// packageSettings returns the settings for a way. If uv has no settings of its
// own, it gets the settings of pip.
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

// variables returns environment variables that pass the settings on to uv or
// pip. They also keep the program from reading its configuration files.
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

// pypi is where packages come from if no setting names another place.
const pypi = "https://pypi.org/simple"

// places says in words where packages come from, and which file or variable set
// that. Passwords in addresses are left out.
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
		return "packages cannot be downloaded, because no-index is set (" + bench.Clean(said["no-index"].from) + ")"
	case len(by) == 0:
		return "packages come from " + strings.Join(places, ", ")
	}
	return fmt.Sprintf("packages come from %s (set in %s)", strings.Join(places, ", "), bench.Clean(strings.Join(by, ", ")))
}

// address returns an address or path without its password, safe to show. uv
// allows a name before an address ("name=https://…"); the name is left out.
func address(value string) string {
	if name, after, ok := strings.Cut(value, "="); ok && strings.Contains(after, "://") && !strings.Contains(name, "://") {
		value = after
	}
	if !strings.Contains(value, "://") {
		return addresses.WithoutPasswords(bench.CleanLine(value, 200))
	}
	return cleanURI(value)
}
