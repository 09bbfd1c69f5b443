package cli

import (
	"fmt"
	"runtime"
	"strings"

	"dragstrip/bench"
)

func nonEmpty(parts ...string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

func dotted(parts ...string) string { return strings.Join(nonEmpty(parts...), " · ") }

// quoted writes a name as one word for the shell of this system.
func quoted(name string) string {
	plain := func(r rune) bool {
		return r > 127 || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("._:/@+-", r)
	}
	switch {
	case name != "" && strings.IndexFunc(name, func(r rune) bool { return !plain(r) }) < 0:
		return name
	case runtime.GOOS == "windows":
		return `"` + name + `"`
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}

func cleanLines(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString("\n      " + bench.Clean(l))
	}
	return b.String()
}

func count(n int64, of string) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("%d %s", n, of)
}
