package words

import (
	"fmt"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// Scope says how much work a failure settles. Settled work is not tried again.
type Scope int

const (
	// Test settles the test in flight; the others are tried again.
	Test Scope = iota
	// Job settles all tests with the same parameters.
	Job
	// Invocation settles everything on the same command line.
	Invocation
	// Model settles everything with this model, build and load parameters.
	Model
	// Stage settles the same as Model if the model was still being loaded, and
	// the same as Test otherwise.
	Stage
)

// Rule turns a line of an engine into a failure. In reason and remedy, $1 is
// the first group of the pattern. $M1 reads that group as a number of MiB, $B1
// as a number of bytes; $F1 is the file name at the end of a path.
type Rule struct {
	Words          *lazyregexp.Regexp
	Code           bench.FailureCode
	Scope          Scope
	Reason, Remedy string
}

// When makes a rule from a pattern.
func When(pattern string, code bench.FailureCode, scope Scope, reason, remedy string) Rule {
	return Rule{lazyregexp.New(pattern), code, scope, reason, remedy}
}

// First finds the first rule that any line matches.
func First(rules []Rule, lines []string) (bench.Failure, Scope, bool) {
	f, scope, line := FirstLine(rules, lines)
	return f, scope, line != ""
}

// FirstLine finds the first rule that any line matches, and returns the line,
// too; "" means that no line matches.
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

var placeholders = lazyregexp.New(`\$([MBF]?)(\d)`)

// fill replaces the placeholders in a sentence with the groups of a match.
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
