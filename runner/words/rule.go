package words

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// Scope is how much work a failure settles.
type Scope int

const (
	// Test: the test in flight; the rest is tried again.
	Test Scope = iota
	// Job: all tests with the same parameters.
	Job
	// Invocation: everything on the same command line.
	Invocation
	// Model: everything with this model, build and load parameters.
	Model
	// Stage: the model if it was still being loaded, else the test.
	Stage
)

// Rule turns words of an engine into a failure. $1 in reason and remedy is
// the first group; $M1 is it read as MiB, $B1 as bytes, $F1 as a path of
// which only the last part is shown.
type Rule struct {
	Words          *regexp.Regexp
	Code           bench.FailureCode
	Scope          Scope
	Reason, Remedy string
}

// When makes a rule of a pattern.
func When(pattern string, code bench.FailureCode, scope Scope, reason, remedy string) Rule {
	return Rule{regexp.MustCompile(pattern), code, scope, reason, remedy}
}

// First finds the first rule that any line satisfies.
func First(rules []Rule, lines []string) (bench.Failure, Scope, bool) {
	f, scope, line := FirstLine(rules, lines)
	return f, scope, line != ""
}

// FirstLine is First with the line that satisfied the rule; "" is none.
func FirstLine(rules []Rule, lines []string) (bench.Failure, Scope, string) {
	for _, r := range rules {
		for _, line := range lines {
			if m := r.Words.FindStringSubmatch(line); m != nil {
				return bench.Failure{Code: r.Code, Reason: fill(r.Reason, m), Remedy: fill(r.Remedy, m)}, r.Scope, line
			}
		}
	}
	return bench.Failure{}, Test, ""
}

var placeholders = regexp.MustCompile(`\$([MBF]?)(\d)`)

// fill puts the groups of a match into a sentence.
func fill(sentence string, groups []string) string {
	return placeholders.ReplaceAllStringFunc(sentence, func(s string) string {
		m := placeholders.FindStringSubmatch(s)
		i := int(m[2][0] - '0')
		if i >= len(groups) {
			return ""
		}
		text := strings.TrimSpace(groups[i])
		switch m[1] {
		case "M":
			return sizeOf(text, 1<<20)
		case "B":
			return sizeOf(text, 1)
		case "F":
			text = strings.TrimRight(text, "'\"/\\ ")
			return Bounded(text[strings.LastIndexAny(text, `/\`)+1:], 120)
		}
		return Bounded(text, 120)
	})
}

// sizeOf writes a number of units as MiB or GiB.
func sizeOf(text string, unit float64) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	mib := n * unit / (1 << 20)
	switch {
	case mib >= 1024:
		return fmt.Sprintf("%.1f GiB", mib/1024)
	case mib >= 10:
		return fmt.Sprintf("%.0f MiB", mib)
	}
	return fmt.Sprintf("%.1f MiB", mib)
}
