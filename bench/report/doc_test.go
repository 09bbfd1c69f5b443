package report

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocNamesEveryFile: doc.go is where a newcomer looks for one.
func TestDocNamesEveryFile(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`\b[a-z_]+\b\*?`).FindAllString(string(text), -1)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".go")
		if name == "doc" || strings.HasSuffix(name, "_test") || isNamed(named, name) {
			continue
		}
		t.Errorf("doc.go does not say what %s is for", file)
	}
}

func isNamed(named []string, file string) bool {
	for _, pattern := range named {
		if ok, _ := filepath.Match(pattern, file); ok {
			return true
		}
	}
	return false
}
