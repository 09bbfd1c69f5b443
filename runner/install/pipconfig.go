package install

import (
	"os"
	"path/filepath"
	"strings"
)

// pipVariable returns the name of pip's variable for a setting.
func pipVariable(name string) string {
	return "PIP_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// pipSettings reads pip's configuration in the same order as pip: the system's
// files, the user's files, PIP_CONFIG_FILE, then variables. Later settings win.
func (s *System) pipSettings() packageSettings {
	said := packageSettings{}
	named := s.getenv("PIP_CONFIG_FILE")
	if named != os.DevNull {
		files := []string{s.path("etc/xdg/pip/pip.conf"), s.path("etc/pip.conf"), s.path("Library/Application Support/pip/pip.conf")}
		if s.Home != "" {
			files = append(files, filepath.Join(s.Home, ".pip", "pip.conf"), filepath.Join(s.Home, "Library", "Application Support", "pip", "pip.conf"))
		}
		for _, path := range append(files, s.configPath("pip", "pip.conf"), named) {
			if !filepath.IsAbs(path) {
				continue
			}
			if text, err := readBounded(path, maxConfig); err == nil {
				readPipConfig(string(text), path, said)
			}
		}
	}
	for _, k := range packageKeys {
		if value := s.getenv(pipVariable(k.name)); value != "" && k.pip {
			said.set(k, strings.Fields(value), pipVariable(k.name))
		}
	}
	return said
}

// configPath returns the path of a file in the user's configuration folder; ""
// if that folder is unknown.
func (s *System) configPath(parts ...string) string {
	if folder := s.getenv("XDG_CONFIG_HOME"); filepath.IsAbs(folder) {
		return filepath.Join(append([]string{folder}, parts...)...)
	}
	if s.Home == "" {
		return ""
	}
	return filepath.Join(append([]string{s.Home, ".config"}, parts...)...)
}

// readPipConfig reads the sections global and install of pip's ini files. A
// line that begins with a space continues the value before it.
func readPipConfig(text, path string, said packageSettings) {
	counts, last, values := false, "", map[string]string{}
	var order []string
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
				values[last] += " " + word
			}
		default:
			key, value, ok := strings.Cut(word, "=")
			if !ok {
				key, value, _ = strings.Cut(word, ":")
			}
			last = strings.ReplaceAll(strings.TrimSpace(strings.ToLower(key)), "_", "-")
			values[last] = value
			order = append(order, last)
		}
	}
	for _, name := range order {
		if k, ok := keyNamed(name, func(k packageKey) string { return k.name }); ok && k.pip {
			said.set(k, strings.Fields(values[name]), path)
		}
	}
}
