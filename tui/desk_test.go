package tui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestOnlyTheRootChangesTheDesk reads the source: only methods in root*.go may
// change the fields of the desk, or what is in these fields.
func TestOnlyTheRootChangesTheDesk(t *testing.T) {
	files := sourceOf(t)
	structs := map[string][]string{} // fields of the type itself, by type
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				structs[spec.Name.Name] = fieldsOf(spec)
			}
			return true
		})
	}
	if !slices.Contains(structs["desk"], "session") || !slices.Contains(structs["liveScreen"], "desk") {
		t.Fatal("the desk or what lies on it has another name now: this test looks for nothing")
	}
	seen := 0
	for path, file := range files {
		for _, decl := range file.Decls {
			method, ok := decl.(*ast.FuncDecl)
			if !ok || method.Recv == nil || len(method.Recv.List[0].Names) == 0 {
				continue
			}
			self, own := method.Recv.List[0].Names[0].Name, structs[typeName(method.Recv.List[0].Type)]
			for _, written := range writesIn(method) {
				field := fieldBehind(written, self)
				onDesk := slices.Contains(structs["desk"], field) && (!slices.Contains(own, field) || typeName(method.Recv.List[0].Type) == "desk")
				switch {
				case !onDesk:
				case strings.HasPrefix(path, "root"):
					seen++
				default:
					t.Errorf("%s: %s writes to %s, which lies on the desk: answer with an action", path, method.Name.Name, field)
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d writes of the root were seen: this test does not see them any more", seen)
	}
}

func sourceOf(t *testing.T) map[string]*ast.File {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = file
	}
	return files
}

func fieldsOf(spec *ast.TypeSpec) []string {
	of, ok := spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	var names []string
	for _, f := range of.Fields.List {
		for _, name := range f.Names {
			names = append(names, name.Name)
		}
		if len(f.Names) == 0 {
			names = append(names, typeName(f.Type))
		}
	}
	return names
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// writesIn lists what a function assigns to, increments, deletes from, or
// passes on by its address.
func writesIn(f *ast.FuncDecl) []ast.Expr {
	var out []ast.Expr
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				out = append(out, n.Lhs...)
			}
		case *ast.IncDecStmt:
			out = append(out, n.X)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				out = append(out, n.X)
			}
		case *ast.CallExpr:
			if name, ok := n.Fun.(*ast.Ident); ok && slices.Contains([]string{"delete", "clear", "copy"}, name.Name) {
				out = append(out, n.Args[0])
			}
		}
		return true
	})
	return out
}

// fieldBehind is the field of self that an expression belongs to: "marked" for
// s.marked[path], for s.desk.marked and for s.marked. It is "" for other
// expressions.
func fieldBehind(e ast.Expr, self string) string {
	switch e := e.(type) {
	case *ast.IndexExpr:
		return fieldBehind(e.X, self)
	case *ast.SliceExpr:
		return fieldBehind(e.X, self)
	case *ast.StarExpr:
		return fieldBehind(e.X, self)
	case *ast.ParenExpr:
		return fieldBehind(e.X, self)
	case *ast.SelectorExpr:
		if base, ok := e.X.(*ast.Ident); ok && base.Name == self {
			return e.Sel.Name
		}
		if inner := fieldBehind(e.X, self); inner != "desk" {
			return inner
		}
		return e.Sel.Name
	}
	return ""
}
