package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoExpressionIsCompiledBeforeItIsUsed: compiling all regular expressions at
// the start of the program took 13 of the 20 ms before the first line.
func TestNoExpressionIsCompiledBeforeItIsUsed(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil && compilesAtOnce(t, path, content) {
			t.Errorf("%s compiles a regular expression when the program starts: use lazyregexp.New", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"var a = regexp.MustCompile(`a`)":                       true,
		"var a = []any{regexp.MustCompile(`a`)}":                true,
		"var a = func() any { return regexp.MustCompile(`a`) }": false,
		"func f() { regexp.MustCompile(`a`) }":                  false,
	} {
		if compilesAtOnce(t, "x.go", []byte("package x\n"+text)) != want {
			t.Errorf("%s: not %v", text, want)
		}
	}
}

// compilesAtOnce tells whether a variable of a package is set with the help of
// regexp.MustCompile. Programs that are not built with dragstrip may do that.
func compilesAtOnce(t *testing.T, path string, content []byte) (found bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, content, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(string(content), "//go:build ignore") {
		return false
	}
	for _, decl := range file.Decls {
		if variables, is := decl.(*ast.GenDecl); is {
			ast.Inspect(variables, func(n ast.Node) bool {
				if called, is := n.(*ast.SelectorExpr); is && called.Sel.Name == "MustCompile" {
					found = true
				}
				_, later := n.(*ast.FuncLit)
				return !later
			})
		}
	}
	return found
}
