package install

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// uv does not read pip's configuration. If a user told pip where packages come
// from (a mirror, certificates), that applies to uv, too, unless uv has
// settings of its own.

// pipKeys are pip's settings of that kind, with uv's variables for them and
// what separates several values.
var pipKeys = []struct{ pip, uv, separator string }{
	{"index-url", "UV_DEFAULT_INDEX", ""},
	{"extra-index-url", "UV_INDEX", " "},
	{"find-links", "UV_FIND_LINKS", ","},
	{"no-index", "UV_NO_INDEX", ""},
	{"trusted-host", "UV_INSECURE_HOST", " "},
	{"cert", "SSL_CERT_FILE", ""},
}

// uvOwn are uv's own variables for that.
var uvOwn = []string{"UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_NO_INDEX", "UV_CONFIG_FILE"}

// uvAsPip returns variables that make uv take packages from where pip would.
func (s *System) uvAsPip() []string {
	if slices.ContainsFunc(uvOwn, func(name string) bool { return s.getenv(name) != "" }) || s.uvConfigured() {
		return nil
	}
	said := s.pipSettings()
	var env []string
	for _, k := range pipKeys {
		values := strings.Fields(said[k.pip])
		if k.pip == "find-links" { // pip ignores a folder that does not exist, uv stops
			values = slices.DeleteFunc(values, func(v string) bool {
				return !strings.Contains(v, "://") && !exists(v)
			})
		}
		if len(values) == 0 || s.getenv(k.uv) != "" {
			continue
		}
		value := values[0]
		if k.separator != "" {
			value = strings.Join(values, k.separator)
		}
		env = append(env, k.uv+"="+value)
	}
	return env
}

func (s *System) uvConfigured() bool {
	for _, path := range []string{s.path("etc/uv/uv.toml"), s.configPath("uv", "uv.toml")} {
		if path != "" && exists(path) {
			return true
		}
	}
	return false
}

// configPath is a file in the user's configuration folder; "" if that folder is
// unknown.
func (s *System) configPath(parts ...string) string {
	if folder := s.getenv("XDG_CONFIG_HOME"); filepath.IsAbs(folder) {
		return filepath.Join(append([]string{folder}, parts...)...)
	}
	if s.Home == "" {
		return ""
	}
	return filepath.Join(append([]string{s.Home, ".config"}, parts...)...)
}

// pipSettings reads pip's configuration in its order: the system's files, the
// user's, PIP_CONFIG_FILE, then variables.
func (s *System) pipSettings() map[string]string {
	said := map[string]string{}
	named := s.getenv("PIP_CONFIG_FILE")
	if named != os.DevNull {
		files := []string{s.path("etc/xdg/pip/pip.conf"), s.path("etc/pip.conf"), s.path("Library/Application Support/pip/pip.conf")}
		if s.Home != "" {
			files = append(files, filepath.Join(s.Home, ".pip", "pip.conf"), filepath.Join(s.Home, "Library", "Application Support", "pip", "pip.conf"))
		}
		for _, path := range append(files, s.configPath("pip", "pip.conf"), named) {
			if path == "" {
				continue
			}
			if text, err := readBounded(path, maxConfig); err == nil {
				readPipConfig(string(text), said)
			}
		}
	}
	for _, k := range pipKeys {
		if value := s.getenv("PIP_" + strings.ToUpper(strings.ReplaceAll(k.pip, "-", "_"))); value != "" {
			said[k.pip] = value
		}
	}
	if v := strings.ToLower(said["no-index"]); v != "" {
		delete(said, "no-index")
		if slices.Contains([]string{"1", "true", "yes", "on", "y", "t"}, v) {
			said["no-index"] = "1"
		}
	}
	return said
}

// readPipConfig reads the sections global and install of pip's ini files. A
// line that begins with a space continues the value before it.
func readPipConfig(text string, said map[string]string) {
	counts, last := false, ""
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \t\r")
		word := strings.TrimSpace(line)
		switch {
		case word == "" || word[0] == '#' || word[0] == ';':
		case line[0] == '[':
			counts, last = word == "[global]" || word == "[install]", ""
		case !counts:
		case line[0] == ' ' || line[0] == '\t':
			if last != "" {
				said[last] = strings.TrimSpace(said[last] + " " + word)
			}
		default:
			key, value, ok := strings.Cut(word, "=")
			if !ok {
				key, value, _ = strings.Cut(word, ":")
			}
			last = strings.ReplaceAll(strings.TrimSpace(strings.ToLower(key)), "_", "-")
			said[last] = strings.TrimSpace(value)
		}
	}
}
