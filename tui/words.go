package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/bench/naming"
	"dragstrip/tui/theme"
)

// countOf writes a count with its noun, or only the count if the noun is "".
func countOf(n int, noun string) string {
	if noun == "" {
		return fmt.Sprint(n)
	}
	return bench.Plural(n, noun)
}

// dotted writes facts one after another, and leaves out empty facts.
func (d *desk) dotted(parts ...string) string {
	var known []string
	for _, p := range parts {
		if p != "" {
			known = append(known, p)
		}
	}
	return strings.Join(known, " "+d.Dot+" ")
}

// buildName is a name by which people tell an engine build from others.
func buildName(b bench.EngineBuild) string {
	parts := []string{b.Engine}
	if b.Traits.VersionOf != "" && b.Library != "" {
		parts[0] = b.Traits.VersionOf
	}
	switch {
	case b.Number > 1:
		parts = append(parts, fmt.Sprintf("b%d", b.Number))
	case b.Version != "":
		parts = append(parts, b.Version)
	}
	switch host := hostOf(b); {
	case len(parts) > 1:
	case host != "":
		parts = append(parts, host)
	case b.ID != "" && !b.Traits.Serves: // a server of our own needs no other name
		parts = append(parts, b.ID)
	}
	return bench.Clean(strings.Join(append(parts, b.Backends...), " "))
}

// hostOf is the host and port of a build that is a server, or "".
func hostOf(b bench.EngineBuild) string {
	_, rest, _ := strings.Cut(b.Address(), "//")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// buildNames names the builds of a list. If builds would have the same name,
// the difference between them comes first ("F16 off", "homebrew"), because the
// end of a long name is cut off.
func buildNames(builds []bench.EngineBuild, dot string) []string {
	names, alike := make([]string, len(builds)), map[string][]int{}
	for i, b := range builds {
		if names[i] = buildName(b); b.Traits.Serves && b.Address() == "" {
			names[i] += " own" // one that runs is the user's
		}
		alike[names[i]] = append(alike[names[i]], i)
	}
	for name, group := range alike {
		if len(group) == 1 {
			continue
		}
		same := make([]bench.EngineBuild, len(group))
		for n, i := range group {
			same[n] = builds[i]
		}
		for n, apart := range naming.Builds(same).Short {
			names[group[n]] = apart + " " + dot + " " + name
		}
	}
	return names
}

// expectedText writes a range of expected speeds. It gives "" if no speed is
// expected.
func expectedText(r bench.SpeedRange) string {
	switch {
	case r.From <= 0:
		return ""
	case r.Uncertain():
		return "expected speed " + bench.TooUncertain
	}
	return "expected " + r.String()
}

// shorter is the first variant that fits, or the last one if none fits.
func shorter(width func(string) int, room int, variants ...string) string {
	for _, v := range variants {
		if width(v) <= room {
			return v
		}
	}
	return variants[len(variants)-1]
}

// cleanText splits a text into lines and makes each line safe to show.
func cleanText(text string) []string { return cleanAll(strings.Split(text, "\n")) }

func cleanAll(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = bench.Clean(line)
	}
	return out
}

// testName is a test's name, or "" for no test.
func testName(t bench.Test) string {
	if t.Tokens() == 0 {
		return ""
	}
	return t.String()
}

// wrapped breaks a text into indented lines.
func (d *desk) wrapped(tone theme.Tone, text string, width int) []string {
	if text == "" {
		return nil
	}
	var out []string
	for _, l := range linebreak.Lines(text, max(width-4, 1)) {
		out = append(out, "  "+d.Paint(tone, l))
	}
	return out
}
