package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

var updateWarnings = flag.Bool("update-warnings", false, "write docs/warnings.md")

const (
	warningsPage  = "docs/warnings.md"
	mendsWarnings = "go test . -run WarningsPage -update-warnings"
	warningsIntro = "# Every warning\n\nThe code of each warning, as it stands in journals and reports; how much it weighs " +
		"([the grades](numbers.md#doubts-and-the-grade-of-a-row)); what to do; and the file that decides when it is given. The page is made from `bench/doubts.go` and " +
		"from where each code stands in the source: `" + mendsWarnings + "` writes it again.\n\n" +
		"| code | grade | what to do | given by |\n|---|---|---|---|\n"
)

var (
	givesWarning = regexp.MustCompile(`\b(?:doubted|[wW]arn\w*|add)\(|\bCode: |\bcode :?= `)
	quotedCode   = regexp.MustCompile(`"([a-z_]+)"`)
)

// TestWarningsPage: somebody who sees a warning finds what it means, what to do
// and the file that gives it. Every kind of warning is given by some file.
func TestWarningsPage(t *testing.T) {
	givenBy := filesOfWarnings(t)
	var page strings.Builder
	page.WriteString(warningsIntro)
	for _, k := range bench.WarningKinds {
		files := givenBy[k.Code]
		if len(files) == 0 {
			t.Errorf("no file gives the warning %s", k.Code)
		}
		fmt.Fprintf(&page, "| `%s` | %s | %s | %s |\n", k.Code, k.Grade, k.Remedy, strings.Join(files, ", "))
	}
	checkPage(t, warningsPage, page.String(), *updateWarnings, mendsWarnings)
}

// filesOfWarnings are the source files that give a warning, by its code.
func filesOfWarnings(t *testing.T) map[string][]string {
	t.Helper()
	givenBy := map[string][]string{}
	for _, room := range []string{"bench", "cli", "hwinfo", "models", "runner"} {
		err := filepath.WalkDir(room, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "benchtest") {
				return err
			}
			text, err := os.ReadFile(path)
			file := "`" + filepath.ToSlash(path) + "`"
			for line := range strings.Lines(string(text)) {
				if !givesWarning.MatchString(line) {
					continue
				}
				for _, m := range quotedCode.FindAllStringSubmatch(line, -1) {
					if !slices.Contains(givenBy[m[1]], file) {
						givenBy[m[1]] = append(givenBy[m[1]], file)
					}
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return givenBy
}

// warningCode finds the codes of warnings in our source.
var warningCode = regexp.MustCompile(`bench\.Warning\{\s*Code:\s*"(\w+)"|\bWarning\{\s*Code:\s*"(\w+)"|\bwarn\w*\((?:[\w.]+, )?\s*"(\w+)"|\badd\((?:Note|Doubt|Unfit|s), "(\w+)"`)

// TestEveryWarningHasAGradeAndATest: every code that dragstrip can give is in
// bench.WarningKinds, and some test causes it.
func TestEveryWarningHasAGradeAndATest(t *testing.T) {
	var said []string
	var tests strings.Builder
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || path == "house_warnings_test.go" {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.HasSuffix(path, "_test.go") {
			tests.Write(text)
			return err
		}
		for _, m := range warningCode.FindAllStringSubmatch(string(text), -1) {
			said = append(said, strings.Join(m[1:], ""))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(said) < 30 {
		t.Fatalf("only %d codes were found in the source: %v", len(said), said)
	}
	for _, code := range said {
		if !slices.ContainsFunc(bench.WarningKinds, func(k bench.WarningKind) bool { return k.Code == code }) {
			t.Errorf("%s is used but has no grade: add it to bench.WarningKinds", code)
		}
	}
	for _, k := range bench.WarningKinds {
		if !regexp.MustCompile(`\b` + k.Code + `\b`).MatchString(tests.String()) {
			t.Errorf("no test causes %s", k.Code)
		}
	}
}
