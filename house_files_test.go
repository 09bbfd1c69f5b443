package main

import (
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var updateFiles = flag.Bool("update-files", false, "write docs/files.md")

const (
	filesPage   = "docs/files.md"
	mendsFiles  = "go test . -run FilesPage -update-files"
	filesIntro  = "# Every file, and what it is for\n\nSearch this page for a word of what you look for. It is made from the lists in each package's `doc.go`:\n`" + mendsFiles + "` writes it again. A file's tests lie beside it. `main.go` only starts `cli`.\n"
	longestLine = 125 // the longest line of a file in the list; people cannot read a longer one at a glance
)

// forSystem matches the end of a file's name that says for which system it is.
// Such a file needs no line of its own if the file without this ending has one.
var forSystem = regexp.MustCompile(`_(linux|darwin|windows|unix|other|amd64)$`)

var (
	fileLine = regexp.MustCompile(`^\t([a-z0-9_]+(?:_\*)?)\.go {2,}(\S.*)$`)
	moreLine = regexp.MustCompile(`^\t {2,}(\S.*)$`)
)

// listed is one line of a list of files in doc.go.
type listed struct {
	group string // the words above the list
	name  string // without ".go"; name_* stands for its files of all systems
	what  string
}

// holds tells whether the line is about a file. The name comes without ".go".
func (l listed) holds(file string) bool {
	return file == l.name || forSystem.ReplaceAllString(file, "") == strings.TrimSuffix(l.name, "_*")
}

// TestFilesPage: somebody who looks for a feature finds its file. The page has
// a line for every file of every package, taken from the package's doc.go.
func TestFilesPage(t *testing.T) {
	rooms := roomsWithFiles(t)
	var page strings.Builder
	page.WriteString(filesIntro)
	for _, room := range rooms {
		purpose, lines := listedIn(t, filepath.Join(room, "doc.go"))
		lines, unlisted, stale := assign(lines, filesOf(t, room))
		for _, name := range unlisted {
			t.Errorf("%s/doc.go has no line for %s.go. Add one to its list of files (a tab, %s.go, two spaces, what it is for), then: %s", room, name, name, mendsFiles)
		}
		for _, name := range stale {
			t.Errorf("%s/doc.go has a line for %s.go, which is not there. Take it out or rename it, then: %s", room, name, mendsFiles)
		}
		writeRoom(&page, room, purpose, lines)
	}
	checkPage(t, filesPage, page.String(), *updateFiles, mendsFiles)
}

// checkPage compares a page with what is made from the source, or writes it.
// mends is the command that does so.
func checkPage(t *testing.T, path, made string, update bool, mends string) {
	t.Helper()
	if update {
		if err := os.WriteFile(path, []byte(made), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != made {
		t.Errorf("%s is not what the source says: %s", path, mends)
	}
}

// TestFilesHaveOneLine: a line can be read at a glance. A file with two lines
// would sooner or later have two descriptions.
func TestFilesHaveOneLine(t *testing.T) {
	for _, room := range roomsWithFiles(t) {
		var seen []string
		_, lines := listedIn(t, filepath.Join(room, "doc.go"))
		for _, l := range lines {
			if slices.Contains(seen, l.name) {
				t.Errorf("%s/doc.go has two lines for %s.go", room, l.name)
			}
			if len(l.what) > longestLine {
				t.Errorf("%s/doc.go: the line for %s.go has %d letters, %d at most", room, l.name, len(l.what), longestLine)
			}
			seen = append(seen, l.name)
		}
	}
}

// roomsWithFiles are the folders with packages, in the order of their names.
func roomsWithFiles(t *testing.T) (rooms []string) {
	t.Helper()
	for pkg := range importsOf(t, "linux") {
		if room, inside := strings.CutPrefix(pkg, "dragstrip/"); inside {
			rooms = append(rooms, room)
		}
	}
	slices.Sort(rooms)
	return rooms
}

// filesOf are a package's files for all systems, without tests and doc.go.
func filesOf(t *testing.T, room string) (names []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(room, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".go")
		if name != "doc" && !strings.HasSuffix(name, "_test") {
			names = append(names, name)
		}
	}
	return names
}

// listedIn reads a doc.go: the first sentence, and the lines for files.
func listedIn(t *testing.T, path string) (purpose string, lines []listed) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	if file.Doc == nil {
		t.Fatalf("%s has no comment above the package clause", path)
	}
	text := file.Doc.Text()
	group, last := "", -1
	for line := range strings.SplitSeq(text, "\n") {
		if m := fileLine.FindStringSubmatch(line); m != nil {
			lines, last = append(lines, listed{group, m[1], m[2]}), len(lines)
			continue
		}
		if m := moreLine.FindStringSubmatch(line); m != nil && last >= 0 {
			lines[last].what += " " + m[1]
			continue
		}
		last = -1
		if line != "" {
			group = ""
		}
		if heading, ok := strings.CutSuffix(line, ":"); ok && !strings.HasPrefix(line, "\t") {
			group = heading
		}
	}
	first, _, _ := strings.Cut(text, "\n\n")
	purpose, _, _ = strings.Cut(strings.Join(strings.Fields(first), " "), ". ")
	return strings.TrimSuffix(purpose, "."), lines
}

// assign gives each line the files that it is about. A file with a line of its
// own belongs to that line alone. It also tells which files have no line, and
// which lines have no file.
func assign(lines []listed, files []string) (kept []listed, unlisted, stale []string) {
	own := func(file string) int {
		if i := slices.IndexFunc(lines, func(l listed) bool { return l.name == file }); i >= 0 {
			return i
		}
		return slices.IndexFunc(lines, func(l listed) bool { return l.holds(file) })
	}
	held := make([][]string, len(lines))
	for _, file := range files {
		if i := own(file); i >= 0 {
			held[i] = append(held[i], file)
		} else {
			unlisted = append(unlisted, file)
		}
	}
	for i, l := range lines {
		if len(held[i]) == 0 {
			stale = append(stale, l.name)
			continue
		}
		l.name = strings.Join(held[i], ".go ")
		kept = append(kept, l)
	}
	return kept, unlisted, stale
}

// writeRoom writes a package's part of the page. Each file has its whole path,
// so that a line found by a search says where it is.
func writeRoom(page *strings.Builder, room, purpose string, lines []listed) {
	fmt.Fprintf(page, "\n## %s\n\n%s.\n", room, purpose)
	for i, l := range lines {
		if i == 0 || l.group != lines[i-1].group {
			if l.group != "" {
				fmt.Fprintf(page, "\n**%s**\n", l.group)
			}
			page.WriteString("\n| file | what it is for |\n|---|---|\n")
		}
		paths := strings.ReplaceAll("`"+room+"/"+l.name+".go`", " ", "` `"+room+"/")
		fmt.Fprintf(page, "| %s | %s |\n", paths, strings.ReplaceAll(l.what, "|", "\\|"))
	}
}
