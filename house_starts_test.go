package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// starts are the names by which Go starts a program, or finds one on PATH.
var starts = map[string][]string{
	"os/exec": {"Command", "CommandContext", "Cmd", "LookPath"},
	"os":      {"StartProcess"},
	"syscall": {"Exec", "ForkExec", "StartProcess"},
}

// mayStart are the files that use one of those names, and why. Everything else
// starts programs through bench/isolated, so that nothing of the current folder
// runs or decides.
var mayStart = map[string]string{
	"bench/isolated/command.go": "it makes the commands of all helper programs",
	"bench/isolated/program.go": "it finds them",

	"runner/guard/detach.go":  "it starts dragstrip's own bench process",
	"runner/guard/process.go": "it starts dragstrip's own guard",
	"runner/guard/main.go":    "it starts an engine in the folder that the caller names; the callers name the empty one",

	"runner/llama/probe.go": "it finds the file of a build that is known already, and starts nothing",
	"cli/builds_gone.go":    "it finds the file of a recorded build, and starts nothing",
}

// TestProgramsAreStartedInOnePlace: `dragstrip setup mlx` used to run a pip.py
// of the current folder.
func TestProgramsAreStartedInOnePlace(t *testing.T) {
	used := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		path = filepath.ToSlash(path)
		for _, name := range startsIn(t, path) {
			used[path] = true
			if mayStart[path] == "" {
				t.Errorf("%s uses %s: start programs with isolated.Command and find them with isolated.Program, or name the file in house_starts_test.go with the reason", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range mayStart {
		if !used[path] {
			t.Errorf("%s starts no program any more: remove it from house_starts_test.go", path)
		}
	}
	if !slices.Contains(startsIn(t, "runner/guard/main.go"), "exec.Command") {
		t.Error("the test does not see what it looks for")
	}
}

// startsIn lists the names in a file that start programs.
func startsIn(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	packages := map[string]string{} // by the name used in the file
	for _, i := range file.Imports {
		imported := strings.Trim(i.Path.Value, `"`)
		name := imported[strings.LastIndexByte(imported, '/')+1:]
		if i.Name != nil {
			name = i.Name.Name
		}
		packages[name] = imported
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.StarExpr: // the type of a command that was made elsewhere
			return !isCommand(x.X, packages)
		case *ast.SelectorExpr:
			if of, ok := x.X.(*ast.Ident); ok && slices.Contains(starts[packages[of.Name]], x.Sel.Name) {
				found = append(found, of.Name+"."+x.Sel.Name)
			}
		}
		return true
	})
	return found
}

func isCommand(x ast.Expr, packages map[string]string) bool {
	selected, ok := x.(*ast.SelectorExpr)
	if !ok || selected.Sel.Name != "Cmd" {
		return false
	}
	of, ok := selected.X.(*ast.Ident)
	return ok && packages[of.Name] == "os/exec"
}
