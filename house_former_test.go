package main

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// formerName is dragstrip's former name, in two parts, because this file may
// not contain it, either.
const formerName = "dy" + "no"

// olderThings are the files that may contain the former name, and why.
var olderThings = []struct{ pattern, why string }{
	{"*/former.go", "each package keeps the former names of what it reads in this file"},
	{"*/former*_test.go", "tests of that"},
	{"cli/former/*", "takes over what the program left on a machine under that name"},
	{"*/testdata/former/*", "goldens that the program of that name made"},
	{"bench/journal/testdata/schema-1.jsonl", "the journal of the first schema, as it was written"},
	{"*/testdata/fuzz/*", "what a fuzzer found stays as it was found"},
	{"docs/commands.md", "says how to take over"},
	{"docs/formats.md", "says how it is read"},
	{"CHANGELOG.md", "says when it was renamed"},
}

// TestTheFormerNameStandsOnlyWhereOldThingsAreRead: dragstrip prints and writes
// only its present name. What it reads may be older.
func TestTheFormerNameStandsOnlyWhereOldThingsAreRead(t *testing.T) {
	tracked, err := exec.Command("git", "ls-files").Output()
	if err != nil {
		t.Skip("skipped: not a git checkout")
	}
	having, err := exec.Command("git", "grep", "-il", formerName).Output()
	if err != nil { // git grep also fails if it finds nothing
		t.Fatalf("git grep: %v", err)
	}
	for path := range strings.Lines(string(tracked)) {
		if strings.Contains(strings.ToLower(path), formerName) {
			having = append(having, path...)
		}
	}
	for path := range strings.Lines(string(having)) {
		path = strings.TrimSpace(path)
		if !slices.ContainsFunc(olderThings, func(o struct{ pattern, why string }) bool { return underPattern(o.pattern, path) }) {
			t.Errorf("%s contains dragstrip's former name; code that reads old things belongs in former.go", path)
		}
	}
}

// underPattern tells whether a path matches a pattern. A star stands for any
// characters, slashes included.
func underPattern(pattern, path string) bool {
	quoted := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")
	return regexp.MustCompile("^" + quoted + "$").MatchString(path)
}
