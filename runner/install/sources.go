package install

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// source is one place from which apt fetches packages.
type source struct {
	uri        string
	suites     []string
	components []string
	archs      []string // Debian's names; empty means all
	// signedBy names the keys that apt accepts: paths, fingerprints, or a whole
	// key. The lines of a whole key after the first begin with a space.
	signedBy        string
	trusted         bool
	checkValidUntil string
}

// configName matches the file names that apt accepts in sources.list.d.
var configName = lazyregexp.New(`^[A-Za-z0-9_.-]+\.(list|sources)$`)

// aptSources reads the configured sources, in both of apt's forms. It leaves
// out entries that are switched off, entries for source packages, and discs.
func (s *System) aptSources() []source {
	var all []source
	if text, err := s.readFile("/etc/apt/sources.list"); err == nil {
		all = append(all, parseSourcesList(text)...)
	}
	files, _ := os.ReadDir(s.path("/etc/apt/sources.list.d"))
	for _, file := range files {
		if !configName.MatchString(file.Name()) {
			continue
		}
		text, err := s.readFile("/etc/apt/sources.list.d", file.Name())
		if err != nil {
			continue
		}
		if filepath.Ext(file.Name()) == ".list" {
			all = append(all, parseSourcesList(text)...)
		} else {
			all = append(all, parseDeb822(text)...)
		}
	}
	return all
}

// parseSourcesList reads the one-line form:
//
//	deb [ arch=amd64,i386 signed-by=/x.gpg ] URI SUITE COMPONENT…
func parseSourcesList(text string) []source {
	var out []source
	for line := range strings.SplitSeq(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "deb")
		if !ok || rest == "" || (rest[0] != ' ' && rest[0] != '\t' && rest[0] != '[') {
			continue
		}
		rest = strings.TrimSpace(rest)
		options := map[string]string{}
		if strings.HasPrefix(rest, "[") {
			inside, after, ok := strings.Cut(rest[1:], "]")
			if !ok {
				continue
			}
			rest = after
			for _, option := range strings.Fields(inside) {
				key, value, _ := strings.Cut(option, "=")
				options[strings.ToLower(key)] = value
			}
		}
		fields := strings.Fields(rest)
		if len(fields) < 2 {
			continue
		}
		s := source{
			uri: fields[0], suites: fields[1:2], components: fields[2:],
			archs: splitList(options["arch"]), signedBy: options["signed-by"],
			trusted: isYes(options["trusted"]), checkValidUntil: options["check-valid-until"],
		}
		out = s.appendTo(out)
	}
	return out
}

// parseDeb822 reads the stanza form. Comment lines may be inside a stanza. A
// line that begins with a space continues the field before it.
func parseDeb822(text string) []source {
	var out []source
	fields, last := map[string]string{}, ""
	flush := func() {
		out = appendStanza(out, fields)
		fields, last = map[string]string{}, ""
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \t\r")
		switch {
		case strings.HasPrefix(line, "#"):
		case line == "":
			flush()
		case line[0] == ' ' || line[0] == '\t':
			if last != "" {
				fields[last] += "\n" + line
			}
		default:
			key, value, ok := strings.Cut(line, ":")
			if !ok {
				last = ""
				continue
			}
			last = strings.ToLower(strings.TrimSpace(key))
			fields[last] = strings.TrimSpace(value)
		}
	}
	flush()
	return out
}

func appendStanza(out []source, fields map[string]string) []source {
	if !slices.Contains(strings.Fields(fields["types"]), "deb") || isNo(fields["enabled"]) {
		return out
	}
	for _, uri := range strings.Fields(fields["uris"]) {
		s := source{
			uri: uri, suites: strings.Fields(fields["suites"]), components: strings.Fields(fields["components"]),
			archs: splitList(fields["architectures"]), signedBy: fields["signed-by"],
			trusted: isYes(fields["trusted"]), checkValidUntil: fields["check-valid-until"],
		}
		out = s.appendTo(out)
	}
	return out
}

func splitList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' })
}

func isNo(value string) bool {
	return slices.Contains([]string{"no", "false", "0", "off", "without", "disable"}, strings.ToLower(value))
}

func isYes(value string) bool {
	return slices.Contains([]string{"yes", "true", "1", "on", "with", "enable"}, strings.ToLower(value))
}

// appendTo adds the source to a list if it can be used. Discs cannot be used,
// nor can flat folders of packages, because they have no suites.
func (s source) appendTo(list []source) []source {
	scheme, _, ok := strings.Cut(s.uri, ":")
	if !ok || scheme == "cdrom" || len(s.suites) == 0 || strings.HasSuffix(s.suites[0], "/") {
		return list
	}
	return append(list, s)
}

// stanza writes the source for a private apt. Address, keys and trust stay the
// same. The suites are given, and only the package lists of one architecture
// are read.
func (s source) stanza(arch string, suites, components []string) string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	field("Types", "deb")
	field("URIs", s.uri)
	field("Suites", strings.Join(suites, " "))
	field("Components", strings.Join(components, " "))
	field("Architectures", arch)
	field("Targets", "Packages")
	field("Languages", "none")
	if s.trusted {
		field("Trusted", "yes")
	}
	field("Check-Valid-Until", s.checkValidUntil)
	field("Signed-By", s.signedBy)
	return b.String()
}

// mirrorOf is the archive of the distribution, as configured on this machine.
type mirrorOf struct {
	source
	distribution string // "debian", "ubuntu" or "other"
	// allSuites are all suites that are configured for the same address. They
	// are used together, because a package from backports needs libraries from
	// the release.
	allSuites []string
}

// findMirror finds the archive of Debian or Ubuntu among the sources. First it
// looks for the code name of the release, because a mirror may have any
// address. Then it looks for a known address, and then for the archive of a
// related distribution. It skips security archives, because they lack most
// packages.
func findMirror(all []source, osRelease map[string]string, arch string) (mirrorOf, bool) {
	names := map[string]string{osRelease["DEBIAN_CODENAME"]: "debian", osRelease["UBUNTU_CODENAME"]: "ubuntu"}
	if id := osRelease["ID"]; id == "debian" || id == "ubuntu" {
		names[osRelease["VERSION_CODENAME"]] = id
	}
	for _, suite := range []string{"sid", "unstable", "testing", "stable"} {
		names[suite] = "debian"
	}
	delete(names, "")
	byAddress := map[string]string{"debian": "debian", "ubuntu": "ubuntu", "ubuntu-ports": "ubuntu"}
	for _, distribution := range []func(source) string{
		func(s source) string { return names[s.suites[0]] },
		func(s source) string { return byAddress[path.Base(strings.TrimRight(s.uri, "/"))] },
		func(s source) string {
			if osRelease["ID"] == "" || !strings.Contains(s.uri, osRelease["ID"]) {
				return ""
			}
			return "other"
		},
	} {
		for _, s := range all {
			d := distribution(s)
			if d == "" || !slices.Contains(s.components, "main") || strings.Contains(s.suites[0], "security") ||
				(len(s.archs) > 0 && !slices.Contains(s.archs, arch)) {
				continue
			}
			return mirrorOf{s, d, suitesAt(all, s.uri)}, true
		}
	}
	return mirrorOf{}, false
}

func suitesAt(all []source, uri string) []string {
	seen := map[string]bool{}
	for _, s := range all {
		if s.uri == uri {
			for _, suite := range s.suites {
				seen[suite] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// osRelease reads /etc/os-release.
func (s *System) osRelease() map[string]string {
	out := map[string]string{}
	text, err := s.readFile("/etc/os-release")
	if err != nil {
		text, _ = s.readFile("/usr/lib/os-release")
	}
	for line := range strings.SplitSeq(text, "\n") {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			out[key] = strings.Trim(value, `"'`)
		}
	}
	return out
}
