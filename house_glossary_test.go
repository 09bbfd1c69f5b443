package main

import (
	"flag"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

var updateGlossary = flag.Bool("update-glossary", false, "write docs/glossary.md")

const (
	glossaryPage  = "docs/glossary.md"
	mendsGlossary = "go test . -run GlossaryPage -update-glossary"
	glossaryIntro = "# Glossary\n\nWhat the words of this program mean, in messages, documents and code. The page is made from `bench/doc.go`:\n`" + mendsGlossary + "` writes it again.\n\n"
)

var (
	glossaryEntry = regexp.MustCompile(`^ *- ([^:]+): `)
	nextWord      = regexp.MustCompile(`\. ([a-z][a-z -]+): `)
)

// TestGlossaryPage: somebody who has only the documents can look up a word.
func TestGlossaryPage(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "bench/doc.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(file.Doc.Text(), "# Glossary\n")
	if !found {
		t.Fatal("bench/doc.go has no glossary")
	}
	var page strings.Builder
	page.WriteString(glossaryIntro)
	entries := 0
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if m := glossaryEntry.FindStringSubmatch(line); m != nil {
			entries++
			line = "* **" + m[1] + "**: " + strings.TrimPrefix(line, m[0])
		}
		page.WriteString(nextWord.ReplaceAllString(strings.TrimLeft(line, " "), ". **$1**: ") + "\n")
	}
	if entries < 30 {
		t.Errorf("only %d words were found", entries)
	}
	checkPage(t, glossaryPage, page.String(), *updateGlossary, mendsGlossary)
}
