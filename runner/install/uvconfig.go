package install

import (
	"path/filepath"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// uvVariables are the variables of uv that say where packages come from. If one
// of them is set, or uv has a configuration file, pip's settings do not apply
// to uv.
var uvVariables = []struct{ variable, key string }{
	{"UV_INDEX_URL", "index-url"},
	{"UV_DEFAULT_INDEX", "index-url"},
	{"UV_EXTRA_INDEX_URL", "extra-index-url"},
	{"UV_INDEX", "extra-index-url"},
	{"UV_FIND_LINKS", "find-links"},
	{"UV_NO_INDEX", "no-index"},
}

// uvSettings reads uv's configuration: the system's file, the user's file, then
// variables. If UV_CONFIG_FILE names a file, only this file is read. Later
// settings win. configured tells whether there is any configuration.
func (s *System) uvSettings() (said packageSettings, configured bool) {
	said = packageSettings{}
	files := []string{s.path("etc/uv/uv.toml"), s.configPath("uv", "uv.toml")}
	if named := s.getenv("UV_CONFIG_FILE"); filepath.IsAbs(named) {
		files = []string{named}
	}
	for _, path := range files {
		if path == "" {
			continue
		}
		if text, err := readBounded(path, maxConfig); err == nil {
			configured = true
			readUVConfig(string(text), path, said)
		}
	}
	for _, v := range uvVariables {
		value := s.getenv(v.variable)
		if value == "" {
			continue
		}
		configured = true
		k, _ := keyNamed(v.key, func(k packageKey) string { return k.name })
		said.set(k, strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || k.separator == "," && r == ',' }), v.variable)
	}
	return said, configured
}

// uvText matches a string in TOML, in one of its two usual forms. Strings with
// escapes do not match, because no address needs escapes.
var uvText = lazyregexp.New(`"([^"\\]*)"|'([^']*)'`)

// uvWord matches a value without quotes: a number, true or false.
var uvWord = lazyregexp.New(`^[A-Za-z0-9_.-]+$`)

// readUVConfig reads the settings of packageKeys from a uv.toml: from its top,
// from the table for `uv pip`, and from its tables of indexes.
func readUVConfig(text, path string, said packageSettings) {
	table := ""
	index := map[string]string{} // the table of an index that is being read
	var extra []string
	endIndex := func() {
		url := index["url"]
		if name := index["name"]; name != "" && url != "" {
			url = name + "=" + url
		}
		switch k, _ := keyNamed("index-url", uvName); {
		case url == "" || index["explicit"] == "true":
		case index["default"] == "true":
			said.set(k, []string{url}, path)
		default:
			extra = append(extra, url)
		}
		index = map[string]string{}
	}
	for line := range statements(text) {
		key, value, isKey := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		switch k, known := keyNamed(key, uvName); {
		case strings.HasPrefix(line, "["):
			endIndex()
			table = strings.Trim(line, "[] \t")
		case !isKey:
		case table == "index":
			index[key] = value
			if texts := textsOf(value); len(texts) > 0 {
				index[key] = texts[0]
			}
		case known && (table == "" || table == "pip"):
			if texts := textsOf(value); len(texts) > 0 || strings.HasPrefix(value, "[") {
				said.set(k, texts, path)
			} else if uvWord.MatchString(value) {
				said.set(k, []string{value}, path)
			}
		}
	}
	endIndex()
	if k, _ := keyNamed("extra-index-url", uvName); len(extra) > 0 {
		said.set(k, append(said[k.name].values, extra...), path)
	}
}

func uvName(k packageKey) string { return k.uv }

func textsOf(value string) []string {
	var out []string
	for _, m := range uvText.FindAllStringSubmatch(value, -1) {
		out = append(out, m[1]+m[2])
	}
	return out
}

// maxStatement is how many bytes a list over several lines may have.
const maxStatement = 64 << 10

// statements gives the statements of a TOML file without comments. A list may
// take several lines.
func statements(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		open := ""
		for line := range strings.SplitSeq(text, "\n") {
			line = strings.TrimSpace(withoutComment(line))
			if open != "" {
				line = open + " " + line
			}
			open = ""
			_, value, isKey := strings.Cut(line, "=")
			bare := uvText.ReplaceAllString(value, "")
			if isKey && len(line) < maxStatement && strings.Count(bare, "[") > strings.Count(bare, "]") {
				open = line
				continue
			}
			if line != "" && !yield(line) {
				return
			}
		}
	}
}

// withoutComment cuts off a comment: it cuts the line at the first # outside
// strings.
func withoutComment(line string) string {
	for from := 0; ; {
		hash := strings.IndexByte(line[from:], '#')
		if hash < 0 {
			return line
		}
		hash += from
		inside := false
		for _, at := range uvText.FindAllStringIndex(line, -1) {
			if at[0] < hash && hash < at[1] {
				inside, from = true, at[1]
			}
		}
		if !inside {
			return line[:hash]
		}
	}
}
