package report

import (
	"strings"
)

// orText is s, or another text if s is "".
func orText(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// joinNonEmpty joins the parts that are not "".
func joinNonEmpty(by string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, by)
}

// asIs is for texts that can be shown unchanged.
func asIs(s string) string { return s }

// partsBy separates the parts of a name.
const partsBy = " · "
