package report

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench/benchtest"
)

// meaningful has characters that mean something in a format: a formula, the end
// of a cell, HTML, code, a link, the end of a string.
const meaningful = "=1+1|<b>x</b>`y`[z](http://w)*v*\"u\",'t'\\|;s"

// meansNothing has a check for each format: that a text from outside did no
// harm there. A check gives "" if all is well.
var meansNothing = map[string]func(text string) string{
	"md":                orderlyMarkdown,
	"html":              onlyOurElements,
	"svg":               onlyOurElements,
	"json":              oneDocument,
	"csv":               noFormula,
	"rerun":             oneDocument,
	"llama-bench":       evenTables,
	"llama-bench-jsonl": documentsInLines,
	"llama-benchy":      evenTables,
	"sheet as markdown": orderlyMarkdown,
	"rerun as markdown": orderlyMarkdown,
	"rerun as JSON":     oneDocument,
	// On a terminal only control characters have a meaning; hostile_test.go
	// tests them.
	"text": nothing, "doubts": nothing, "rerun as text": nothing,
}

// TestNoTextHasAMeaningInItsFormat writes a session in which every text has
// characters that mean something.
func TestNoTextHasAMeaningInItsFormat(t *testing.T) {
	s := replayed(benchtest.Journal(meaningful, "llama-bench"))
	for name, form := range formsOf(s, replayed(benchtest.Journal(meaningful, "llama-bench"))) {
		check := meansNothing[name]
		if check == nil {
			t.Errorf("meansNothing has no check for %q: which characters mean something there, and what escapes them?", name)
			continue
		}
		var text strings.Builder
		if err := form(&text, Options{HostName: true, IncludeSuspect: true}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if wrong := check(text.String()); wrong != "" {
			t.Errorf("%s: %s", name, wrong)
		}
		if !strings.Contains(text.String(), "1+1") {
			t.Errorf("%s does not contain the text, so nothing was checked", name)
		}
	}
}

// ourElements are the elements of a page. Others, such as script, a or img, would
// come from outside.
var ourElements = strings.Fields("html head meta title style body main h1 h2 h3 p div section figure svg g text line rect circle polyline " +
	"details summary table thead tbody tr th td ul li strong em pre footer")

// onlyOurElements reads a page, which is written so that it is XML, too.
func onlyOurElements(text string) string {
	in := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			return err.Error()
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !slices.Contains(ourElements, e.Name.Local) {
			return "an element " + e.Name.Local
		}
		for _, a := range e.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" || a.Name.Local == "src" {
				return "an attribute " + a.Name.Local
			}
		}
	}
}

func nothing(string) string { return "" }

func documentsInLines(text string) string {
	for line := range strings.Lines(text) {
		if wrong := oneDocument(line); wrong != "" {
			return wrong
		}
	}
	return ""
}

func oneDocument(text string) string {
	if !json.Valid([]byte(text)) {
		return fmt.Sprintf("not JSON: %.200s", text)
	}
	return ""
}

func noFormula(text string) string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return err.Error()
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.HasPrefix(strings.TrimSpace(cell), "=") {
				return "a formula: " + cell
			}
		}
	}
	return ""
}

func orderlyMarkdown(text string) string {
	if tag := foreignHTML(text); tag != "" {
		return "HTML: " + tag
	}
	return evenTables(text)
}

// evenTables checks that all rows of a table in markdown have as many cells as
// its heading.
func evenTables(text string) string {
	cells := 0
	for line := range strings.Lines(text) {
		n := strings.Count(strings.NewReplacer(`\\`, "", `\|`, "").Replace(line), "|")
		switch {
		case !strings.HasPrefix(line, "|"):
			cells = 0
		case cells == 0:
			cells = n
		case n != cells:
			return fmt.Sprintf("a row has %d bars, its heads %d: %s", n, cells, line)
		}
	}
	return ""
}

// foreignHTML is the first HTML in a report that is not the report's own, with
// the text after it. Code and escaped characters do not count.
func foreignHTML(text string) string {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '`':
			i = codeEnd(text, i) - 1
		case '<':
			if !ownTag.MatchString(text[i:]) {
				return text[i:min(i+80, len(text))]
			}
		}
	}
	return ""
}

var ownTag = regexp.MustCompile(`^</?(details|summary)>`)

// codeEnd is where the code that begins at i ends: after as many backticks as
// it begins with. If no such end comes, these backticks are only characters.
func codeEnd(text string, i int) int {
	marks := backticksAt(text, i)
	from := i + len(marks)
	for at := from; ; {
		next := strings.Index(text[at:], marks)
		if next < 0 {
			return from
		}
		at += next
		found := backticksAt(text, at)
		at += len(found)
		if found == marks {
			return at
		}
	}
}

func backticksAt(text string, i int) string {
	return text[i : len(text)-len(strings.TrimLeft(text[i:], "`"))]
}

// The backticks around a command in a remedy used to be escaped, so the report
// showed them.
func TestCommandsInSentencesStayCode(t *testing.T) {
	for said, want := range map[string]string{
		"get one: `dragstrip setup --way apt`, or `-dev none`": "get one: `dragstrip setup --way apt`, or `-dev none`",
		"*`dragstrip`*":                  "\\*`dragstrip`\\*",
		"`rm -rf ~` and `dragstrip run`": "\\`rm -rf \\~\\` and `dragstrip run`",
		"`dragstrip <b>`":                "\\`dragstrip \\<b\\>\\`",
		"`dragstrip a|b` `dragstrip`":    "\\`dragstrip a\\|b\\` `dragstrip`",
		"`dragstrip report":              "\\`dragstrip report",
	} {
		if got := escapeSaid(said); got != want {
			t.Errorf("%s: %s, want %s", said, got, want)
		}
	}
	if got := EscapeMarkdown("`dragstrip`"); got != "\\`dragstrip\\`" {
		t.Errorf("a name: %s", got)
	}
}
