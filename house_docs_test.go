package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// documents are the pages that docs may hold: one for each subject that no
// single package explains, and the list of all files. Nobody would read more
// pages.
var documents = []string{"adding.md", "architecture.md", "commands.md", "files.md", "formats.md", "glossary.md", "numbers.md", "warnings.md"}

// longestReadme is how many lines a person reads in three minutes. The rest
// belongs in docs.
const longestReadme = 150

func TestDocumentsAreFewAndFound(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(readme), "\n"); n > longestReadme {
		t.Errorf("the README has %d lines, %d at most: move the longest part into docs", n, longestReadme)
	}
	entries, err := os.ReadDir("docs")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		switch {
		case e.Name() == "pictures": // the README's pictures, which a test of tui draws
		case !slices.Contains(documents, e.Name()):
			t.Errorf("docs/%s: docs may hold only %s", e.Name(), strings.Join(documents, ", "))
		case !strings.Contains(string(readme), "(docs/"+e.Name()+")"):
			t.Errorf("the README has no link to docs/%s", e.Name())
		}
	}
}

// TestPicturesAreShown: the README shows every picture. A picture that no page
// shows would never be looked at.
func TestPicturesAreShown(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	pictures, err := os.ReadDir("docs/pictures")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pictures {
		if !strings.Contains(string(readme), "(docs/pictures/"+p.Name()+")") {
			t.Errorf("the README does not show docs/pictures/%s", p.Name())
		}
	}
}

// command finds commands of tests and benchmarks on a page.
var command = regexp.MustCompile("go test (\\./\\S*)[^`\\n]*? -(run|bench) (\\w+)")

// TestDocumentsNameWhatThereIs: the tests and benchmarks that documents name
// exist, and so do the warnings that they explain.
func TestDocumentsNameWhatThereIs(t *testing.T) {
	found := 0
	for page, text := range pages(t) {
		for _, m := range command.FindAllStringSubmatch(text, -1) {
			found++
			sort := map[string]string{"run": "Test", "bench": "Benchmark"}[m[2]]
			if !testsOf(t, m[1], regexp.MustCompile(`func `+sort+`\w*`+m[3]+`\w*\(`)) {
				t.Errorf("%s names %q, and %s has no such %s", page, m[0], m[1], strings.ToLower(sort))
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d commands were found", found)
	}
	text, err := os.ReadFile("docs/numbers.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `(\\w+)`").FindAllStringSubmatch(string(text), -1) {
		if !slices.ContainsFunc(bench.WarningKinds, func(k bench.WarningKind) bool { return k.Code == m[1] }) {
			t.Errorf("docs/numbers.md explains %s, which is no warning", m[1])
		}
	}
}

// tool finds commands that start a program of a certain version.
var tool = regexp.MustCompile(`go run \S+@v\S+`)

// TestDocumentsNameTheToolsOfTheChecks: somebody who formats the code with
// another version than the one in .ci/run would fail the checks.
func TestDocumentsNameTheToolsOfTheChecks(t *testing.T) {
	checks, err := os.ReadFile(".ci/run")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for page, text := range pages(t) {
		for _, named := range tool.FindAllString(text, -1) {
			found++
			if !strings.Contains(string(checks), named+" ") {
				t.Errorf("%s names %q, which .ci/run does not use", page, named)
			}
		}
	}
	if found == 0 {
		t.Error("no document says how to format")
	}
}

// TestDocumentsNameEveryFormat: commands.md lists the formats of a session as
// they are, and formats.md explains each.
func TestDocumentsNameEveryFormat(t *testing.T) {
	all := pages(t)
	if names := report.FormatNames(); !strings.Contains(all["docs/commands.md"], "or "+names) {
		t.Errorf("docs/commands.md does not list the formats as %q", names)
	}
	for _, f := range report.Formats() {
		if !strings.Contains(all["docs/formats.md"], "--format "+f.Name+"`") {
			t.Errorf("docs/formats.md does not explain `--format %s`", f.Name)
		}
	}
}

// pages are the texts of all documents, by file.
func pages(t *testing.T) map[string]string {
	t.Helper()
	found, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, page := range append(found, "README.md", "CONTRIBUTING.md", "CHANGELOG.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		texts[page] = string(text)
	}
	return texts
}

var (
	sourceFile = regexp.MustCompile("`((?:[a-z0-9_]+/)+[a-z0-9_*]+\\.(?:go|sh))`")
	leadsTo    = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
)

// TestDocumentsNameFilesThatAreThere: the files that a page names or links to
// exist.
func TestDocumentsNameFilesThatAreThere(t *testing.T) {
	found := 0
	for page, text := range pages(t) {
		var named []string
		for _, m := range sourceFile.FindAllStringSubmatch(text, -1) {
			named = append(named, m[1])
		}
		for _, m := range leadsTo.FindAllStringSubmatch(text, -1) {
			named = append(named, filepath.Join(filepath.Dir(page), m[1]))
		}
		for _, name := range named {
			found++
			if files, err := filepath.Glob(filepath.FromSlash(name)); err != nil || len(files) == 0 {
				t.Errorf("%s names %s, which is not there", page, name)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d files were found", found)
	}
}

// TestDocumentsNameVerbsAndFlagsThatThereAre: the verbs and flags in blocks of
// commands exist. It looks for them in the source of the command line and of the engines,
// because flags of an engine may follow its name.
func TestDocumentsNameVerbsAndFlagsThatThereAre(t *testing.T) {
	var source strings.Builder
	files, err := filepath.Glob("cli/*.go")
	if err != nil {
		t.Fatal(err)
	}
	engines, err := filepath.Glob("runner/*/address.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range slices.Concat(files, engines, []string{"bench/params.go"}) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(text)
	}
	found := 0
	for page, text := range pages(t) {
		var blocks strings.Builder
		for i, part := range strings.Split(text, "```") {
			if i%2 == 1 {
				blocks.WriteString(part)
			}
		}
		for _, line := range typed.FindAllString(blocks.String(), -1) {
			for _, m := range verbOrFlag.FindAllStringSubmatch(line, -1) {
				found++
				if word := m[1] + m[2]; !strings.Contains(source.String(), `"`+word+`"`) && !strings.Contains(source.String(), `"--`+word+`"`) {
					t.Errorf("%s: %q names %s, which the command line does not know", page, line, word)
				}
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d verbs and flags were found", found)
	}
}

var (
	typed      = regexp.MustCompile(`(?m)^dragstrip .*$`)
	verbOrFlag = regexp.MustCompile(`^dragstrip ([a-z]+)|\s--([a-z][a-z-]+)`)
)

// testsOf tells whether the tests of a package declare something. It accepts a
// pattern of several packages without a check.
func testsOf(t *testing.T, pkg string, declares *regexp.Regexp) bool {
	t.Helper()
	if strings.HasSuffix(pkg, "...") {
		return true
	}
	files, err := filepath.Glob(filepath.Join(filepath.FromSlash(pkg), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(file string) bool {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return declares.Match(text)
	})
}
