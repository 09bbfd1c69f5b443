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
// reached: a mirror, a proxy, certificates. That applies to the packages of an
// engine, too. Other settings do not: some move files out of our folder
// ("target", "prefix"), and uv reads them even from the folder in which it is
// started. So neither program may read its own files. Their settings are read
// here, the addresses are named in the offer, and all are passed on as
// variables.

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
		return "packages cannot be downloaded, because no-index is set (" + bench.Clean(said["no-index"].from) + ")"
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
		return addresses.WithoutPasswords(bench.CleanLine(value, 200))
	}
	return cleanURI(value)
}
