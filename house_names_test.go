package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// engineNames are the words that name each engine, by its folder. In texts they
// are whole words. In Go they may be a part of a name, such as MLX in bestMLX.
// An engine has a line here only if its names differ from its folder's name. For
// all other engines the test looks for the folder's name.
var engineNames = map[string]namesOf{
	"runner/llama": {wholeWord(`llama\.cpp|llama-bench|llama-cli|llama-server`), regexp.MustCompile(`(^llama|Llama)([^a-z]|$)`)},
	"runner/mlx":   {wholeWord(`mlx|mlx-lm|mlx_lm`), regexp.MustCompile(`(^mlx|Mlx|MLX)([^a-z]|$)`)},
}

type namesOf struct{ inTexts, inNames *regexp.Regexp }

// everyEngine is engineNames, and the engines that are named like their
// folders.
func everyEngine(t *testing.T) map[string]namesOf {
	t.Helper()
	all := maps.Clone(engineNames)
	for _, folder := range engineFolders(t) {
		if _, has := all[folder]; !has {
			name := regexp.QuoteMeta(filepath.Base(folder))
			upper := strings.ToUpper(name[:1]) + name[1:]
			all[folder] = namesOf{wholeWord(name), regexp.MustCompile(`(^` + name + `|` + upper + `)([^a-z]|$)`)}
		}
	}
	return all
}

func wholeWord(words string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^a-z0-9])(?:` + words + `)(?:$|[^a-z0-9])`)
}

// namedAnyway are the files and folders that may name engines, and why. Keep
// the list short, because these files must be checked by hand when an engine is
// added.
var namedAnyway = map[string]string{
	"runner/kinds.go":              "the table of kinds: one line for each engine",
	"bench/article":                "the tables of a published article name the engines that were measured",
	"bench/formerbuilds.go":        "builds of before they carried traits name their engine only",
	"bench/printed":                "ways in which other tools print results are called as these tools",
	"bench/imported":               "formats of other programs are called so",
	"bench/report/formats.go":      "lists the formats, of which two are llama-bench's",
	"bench/report/llamaraw.go":     "writes what llama-bench writes, for llama.cpp's own scripts",
	"bench/report/llamamade.go":    "keeps with that table what it cannot say itself",
	"bench/report/llamatable.go":   "writes the table that llama-bench prints",
	"bench/report/llamarebuilt.go": "makes the fields of llama-bench's line for that table",
	"bench/report/redact.go":       "login names of services are no secrets",
	"cli/former":                   "folders of the former program are called so",
	"models":                       "formats of files and stores of models are called so",
	"cli/standin*.go":              "stand-ins are written in formats, which are called so",
}

// TestEnginesAreNamedInTheirFoldersAlone: a new engine is one folder and one
// line in the table of kinds, so no other code may depend on an engine's name.
// Comments may name engines as examples.
func TestEnginesAreNamedInTheirFoldersAlone(t *testing.T) {
	found, engines := map[string][]string{}, everyEngine(t)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		path = filepath.ToSlash(path)
		if names := namesIn(t, path, engines); len(names) > 0 && !ofAnEngine(path, engines) {
			found[path] = names
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	needed := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(found)) {
		if place := allowedIn(path); place != "" {
			needed[place] = true
			continue
		}
		t.Errorf("%s names an engine: make it data on the engine's kind or build, in the engine's own folder\n\t%s", path, strings.Join(found[path], "\n\t"))
	}
	for place := range namedAnyway {
		if !needed[place] {
			t.Errorf("%s no longer names an engine: remove it from namedAnyway", place)
		}
	}
}

// allowedIn is the entry of namedAnyway that a file belongs to, or "".
func allowedIn(path string) string {
	for place := range namedAnyway {
		if is, _ := filepath.Match(place, path); is || strings.HasPrefix(path, place+"/") {
			return place
		}
	}
	return ""
}

// ofAnEngine tells whether a file is in an engine's own folder. Such a file may
// name other engines, too. For example, MLX says what llama.cpp does better.
func ofAnEngine(path string, engines map[string]namesOf) bool {
	for folder := range engines {
		if strings.HasPrefix(path, folder+"/") {
			return true
		}
	}
	return false
}

// namesIn lists the places in a file that name an engine.
func namesIn(t *testing.T, path string, engines map[string]namesOf) []string {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, words := range engines {
		say := func(n ast.Node, what string) { out = append(out, files.Position(n.Pos()).String()+": "+what) }
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false // the rules of imports say who may
			case *ast.BasicLit:
				if n.Kind == token.STRING && words.inTexts.MatchString(n.Value) {
					say(n, n.Value)
				}
			case *ast.SelectorExpr:
				if of, is := n.X.(*ast.Ident); is && (of.Name == "models" || of.Name == "standin") {
					return false // MLX is also a format of models, see namedAnyway
				}
			case *ast.Ident:
				if words.inNames.MatchString(n.Name) {
					say(n, n.Name)
				}
			}
			return true
		})
	}
	slices.Sort(out)
	return out
}
