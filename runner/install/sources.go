package install

import (
	"path"
	"path/filepath"
	"strings"
)

// source is one place apt fetches packages from.
type source struct {
	uri        string
	suites     []string
	components []string
	signedBy   string // path of a keyring, or ""
	trusted    bool
}

// aptSources reads what is configured, in both of apt's forms. Entries that
// are switched off, for source packages or not on the network are left out.
func (s *System) aptSources() []source {
	var all []source
	if text, err := s.readFile("/etc/apt/sources.list"); err == nil {
		all = append(all, parseSourcesList(text)...)
	}
	folder := filepath.Join("/", s.Root, "/etc/apt/sources.list.d")
	files, _ := filepath.Glob(filepath.Join(folder, "*"))
	for _, file := range files {
		text, err := s.readFile(strings.TrimPrefix(file, filepath.Join("/", s.Root)))
		if err != nil {
			continue
		}
		switch filepath.Ext(file) {
		case ".list":
			all = append(all, parseSourcesList(text)...)
		case ".sources":
			all = append(all, parseDeb822(text)...)
		}
	}
	return all
}

// parseSourcesList reads the one-line form:
//
//	deb [ arch=amd64 signed-by=/x.gpg ] URI SUITE COMPONENT…
func parseSourcesList(text string) []source {
	var out []source
	for line := range strings.SplitSeq(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "deb")
		if !ok || rest == "" || (rest[0] != ' ' && rest[0] != '\t' && rest[0] != '[') {
			continue
		}
		rest = strings.TrimSpace(rest)
		var s source
		if strings.HasPrefix(rest, "[") {
			options, after, ok := strings.Cut(rest[1:], "]")
			if !ok {
				continue
			}
			rest = after
			for _, option := range strings.Fields(options) {
				key, value, _ := strings.Cut(option, "=")
				s.option(key, value)
			}
		}
		fields := strings.Fields(rest)
		if len(fields) < 2 {
			continue
		}
		s.uri, s.suites, s.components = fields[0], fields[1:2], fields[2:]
		out = s.appendTo(out)
	}
	return out
}

// parseDeb822 reads the stanza form. Comment lines may stand inside a stanza;
// a line that begins with a space goes on with the field before it.
func parseDeb822(text string) []source {
	var out []source
	fields, last := map[string]string{}, ""
	flush := func() {
		if strings.Contains(" "+fields["types"]+" ", " deb ") && !off(fields["enabled"]) {
			for _, uri := range strings.Fields(fields["uris"]) {
				s := source{uri: uri, suites: strings.Fields(fields["suites"]), components: strings.Fields(fields["components"])}
				s.option("signed-by", fields["signed-by"])
				s.option("trusted", fields["trusted"])
				out = s.appendTo(out)
			}
		}
		fields, last = map[string]string{}, ""
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \t\r")
		switch {
		case strings.HasPrefix(line, "#"):
		case line == "":
			flush()
		case line[0] == ' ' || line[0] == '\t':
			fields[last] += " " + strings.TrimSpace(line)
		default:
			key, value, ok := strings.Cut(line, ":")
			if !ok {
				continue
			}
			last = strings.ToLower(strings.TrimSpace(key))
			fields[last] = strings.Join(strings.Fields(value), " ")
		}
	}
	flush()
	return out
}

func off(value string) bool {
	switch strings.ToLower(value) {
	case "no", "false", "0", "off", "without", "disable":
		return true
	}
	return false
}

func (s *source) option(key, value string) {
	switch key {
	case "signed-by":
		// The other form is the key itself, between the lines of the stanza;
		// then apt's own keyrings have to do.
		if filepath.IsAbs(value) && !strings.ContainsAny(value, " \t") {
			s.signedBy = value
		}
	case "trusted":
		s.trusted = value == "yes"
	}
}

func (s source) appendTo(list []source) []source {
	scheme, _, ok := strings.Cut(s.uri, ":")
	if !ok || scheme == "cdrom" || len(s.suites) == 0 {
		return list
	}
	return append(list, s)
}

// mirror finds the distribution's own archive among the sources: Debian's or
// Ubuntu's, with component main, not the security one, which lacks most
// packages.
func mirror(all []source) (source, string, bool) {
	for _, s := range all {
		distribution := path.Base(strings.TrimRight(s.uri, "/"))
		if distribution == "ubuntu-ports" {
			distribution = "ubuntu"
		}
		if distribution != "debian" && distribution != "ubuntu" {
			continue
		}
		if strings.Contains(s.uri, "security") || strings.Contains(s.suites[0], "security") {
			continue
		}
		for _, c := range s.components {
			if c == "main" {
				return s, distribution, true
			}
		}
	}
	return source{}, "", false
}
