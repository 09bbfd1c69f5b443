package main

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// formerName is what dragstrip was called, in two parts: this file does not
// say it either.
const formerName = "dy" + "no"

// olderThings are the files that may say the former name, and why.
var olderThings = []struct{ pattern, why string }{
	{"*/former.go", "each package says in this file what was called otherwise in what it reads"},
	{"*/former*_test.go", "tests of that"},
	{"cli/former/*", "takes over what the program left on a machine under that name"},
	{"*/testdata/former/*", "goldens that the program of that name made"},
	{"bench/journal/testdata/schema-1.jsonl", "the journal of the first schema, as it was written"},
	{"*/testdata/fuzz/*", "what a fuzzer found stays as it was found"},
	{"docs/commands.md", "says how to take over"},
	{"docs/formats.md", "says how it is read"},
	{"CHANGELOG.md", "says when it was renamed"},
}

// TestTheFormerNameStandsOnlyWhereOldThingsAreRead: what dragstrip says and
// writes has its present name. What it reads may be older.
func TestTheFormerNameStandsOnlyWhereOldThingsAreRead(t *testing.T) {
	tracked, err := exec.Command("git", "ls-files").Output()
	if err != nil {
		t.Skip("skipped: not a git checkout")
	}
	having, err := exec.Command("git", "grep", "-il", formerName).Output()
	if err != nil { // also where it finds nothing
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
			t.Errorf("%s has the name that dragstrip had before; what reads old things stands in former.go", path)
		}
	}
}

// underPattern: a star stands for any letters, slashes too.
func underPattern(pattern, path string) bool {
	quoted := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")
	return regexp.MustCompile("^" + quoted + "$").MatchString(path)
}
