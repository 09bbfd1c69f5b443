package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// builtins are functions and types of Go that people take as names by mistake.
var builtins = []string{"any", "append", "cap", "clear", "close", "copy", "delete", "error", "len", "make", "max", "min", "new", "panic", "print", "real", "recover", "string"}

// TestNoNameHidesAPackage: below a local variable "models", package models
// cannot be used, and a reader takes one for the other. The same holds for
// Go's own functions and types.
func TestNoNameHidesAPackage(t *testing.T) {
	err := filepath.WalkDir(".", func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, at := range hiding(t, name, content) {
			t.Errorf("%s hides a package or a name of Go: give it another name", at)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	found := hiding(t, "x.go", []byte("package x\nimport \"a/models\"\nfunc f(copy int) (len int) {\n\tmodels, b := 1, 2\n\tfor max := range b {\n\t}\n\tvar close = func(new int) {}\n}\n"))
	if len(found) != 6 {
		t.Errorf("the test does not see what it looks for: %q", found)
	}
}

// hiding lists the variables in a file that have the name of a package which
// the file imports, or of something that is built into Go.
func hiding(t *testing.T, name string, content []byte) (found []string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, content, 0)
	if err != nil {
		t.Fatal(err)
	}
	hidden := slices.Clone(builtins)
	for _, i := range file.Imports {
		imported := path.Base(strings.Trim(i.Path.Value, `"`))
		if i.Name != nil {
			imported = i.Name.Name
		}
		if imported != "_" {
			hidden = append(hidden, imported)
		}
	}
	look := func(names ...ast.Expr) {
		for _, n := range names {
			if id, ok := n.(*ast.Ident); ok && slices.Contains(hidden, id.Name) {
				found = append(found, files.Position(id.Pos()).String()+": "+id.Name)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.AssignStmt:
			if x.Tok == token.DEFINE {
				look(x.Lhs...)
			}
		case *ast.RangeStmt:
			if x.Tok == token.DEFINE {
				look(x.Key, x.Value)
			}
		case *ast.ValueSpec:
			for _, id := range x.Names {
				look(id)
			}
		case *ast.FuncDecl:
			lookFields(look, x.Recv, x.Type.Params, x.Type.Results)
		case *ast.FuncLit:
			lookFields(look, x.Type.Params, x.Type.Results)
		}
		return true
	})
	return found
}

// lookFields calls look with the names of receivers, parameters and results.
func lookFields(look func(...ast.Expr), lists ...*ast.FieldList) {
	for _, list := range lists {
		if list == nil {
			continue
		}
		for _, field := range list.List {
			for _, id := range field.Names {
				look(id)
			}
		}
	}
}
