package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/report"
)

var updateFormats = flag.Bool("update-formats", false, "write the fields into docs/formats.md")

// TestFormatsNameEveryField: the lists in docs/formats.md are made from the Go
// types and their comments, so no field is missing or out of date. `go test .
// -run Formats -update-formats` writes them again.
func TestFormatsNameEveryField(t *testing.T) {
	const page = "docs/formats.md"
	kept, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	b := &book{t: t, words: wordsOf(t, "bench", "bench/report", "bench/journal", "bench/tuning"), short: fieldMeanings(), used: map[string]bool{}}
	sections := map[string]string{
		"plan":       b.fields(reflect.TypeFor[bench.Plan]()),
		"facts":      b.facts(),
		"control":    b.fields(reflect.TypeFor[bench.Control]()),
		"holder":     b.fields(reflect.TypeFor[journal.Holder]()),
		"report":     b.fields(reflect.TypeFor[report.Document]()),
		"comparison": b.fields(reflect.TypeFor[report.RerunDocument]()),
		"sides":      b.fields(reflect.TypeFor[report.SheetDocument]()),
		"csv":        csvColumns(),
	}
	sections["types"] = b.others()
	for _, field := range slices.Sorted(maps.Keys(b.short)) {
		if !b.used[field] {
			t.Errorf("house_fields_test.go has a meaning for %s, which does not exist or has a comment: remove the meaning", field)
		}
	}
	text := string(kept)
	for name, made := range sections {
		begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
		before, rest, found := strings.Cut(text, begin)
		old, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("%s has no place for %s", page, name)
		}
		if old != made && !*updateFormats {
			t.Errorf("%s: the fields under %q have changed: run go test . -run Formats -update-formats", page, name)
		}
		text = before + begin + made + end + after
	}
	if *updateFormats {
		if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// book writes the fields of types, and remembers the other types that they
// refer to.
type book struct {
	t       *testing.T
	words   map[string]string // of types, by package.Type, and of fields, by package.Type.Field
	short   map[string]string // fieldMeanings
	used    map[string]bool   // the fields that have no comment
	told    []reflect.Type
	waiting []reflect.Type
}

// facts lists every kind of event with its fields.
func (b *book) facts() string {
	var out strings.Builder
	for _, fact := range bench.Kinds() {
		t := reflect.TypeOf(fact)
		fmt.Fprintf(&out, "\n### %s\n\n%s\n\n%s", fact.Kind(), b.words[t.String()], b.fields(t))
	}
	return out.String()
}

// others lists the types that the fields so far refer to, and the types that
// those refer to.
func (b *book) others() string {
	written := map[string]string{}
	for len(b.waiting) > 0 {
		t := b.waiting[0]
		b.waiting = b.waiting[1:]
		if b.words[t.String()] == "" {
			b.t.Errorf("%s has no comment, or its package is not read here: the page says nothing of it", t)
		}
		text := b.words[t.String()] + "\n\n"
		if t.Kind() == reflect.Struct {
			text += b.fields(t)
		}
		written[t.Name()] = text
	}
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(written)) {
		fmt.Fprintf(&out, "\n### %s\n\n%s", name, written[name])
	}
	return out.String()
}

// fields is the table of a type's fields, as they are in JSON.
func (b *book) fields(t reflect.Type) string {
	b.told = append(b.told, t)
	rows := b.rows(t.Name(), t)
	if len(rows) == 0 {
		return "It has no fields.\n"
	}
	return "| field | what it holds | meaning |\n|---|---|---|\n" + strings.Join(rows, "")
}

// rows are the fields of t. in is the name of t. If t has no name, in is the
// place where t is used.
func (b *book) rows(in string, t reflect.Type) (rows []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		switch {
		case tag == "-" || !f.IsExported():
			continue
		case name == "" && f.Anonymous:
			rows = append(rows, b.rows(f.Type.Name(), f.Type)...)
			continue
		case name == "":
			name = f.Name
		}
		holds := b.holds(f.Type)
		if strings.Contains(options, "omit") {
			holds += ", or absent"
		}
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s |\n", name, holds, b.meaning(t, f.Name, in+"."+name)))
		if f.Type.Kind() == reflect.Struct && f.Type.Name() == "" {
			for _, row := range b.rows(in+"."+name, f.Type) {
				rows = append(rows, strings.Replace(row, "| `", "| `"+name+".", 1))
			}
		}
	}
	return rows
}

// meaning is a field's comment, or else its short meaning. field is its name in
// Go, key is Type.name in JSON.
func (b *book) meaning(of reflect.Type, field, key string) string {
	if text := b.words[of.String()+"."+field]; text != "" {
		return text
	}
	b.used[key] = true
	if b.short[key] == "" {
		b.t.Errorf("%s has no comment: write one that begins with the field's name (%s) and says what it holds", key, field)
	}
	return b.short[key]
}

// holds says what a value is in JSON. Named types are described later.
func (b *book) holds(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "time"
	case t == reflect.TypeFor[time.Duration]():
		return "nanoseconds"
	case t.Kind() == reflect.Pointer:
		return b.holds(t.Elem())
	case strings.HasPrefix(t.PkgPath(), "dragstrip/"):
		if !slices.Contains(b.told, t) && !slices.Contains(b.waiting, t) {
			b.waiting = append(b.waiting, t)
		}
		return fmt.Sprintf("[%s](#%s)", t.Name(), strings.ToLower(t.Name()))
	}
	switch t.Kind() {
	case reflect.Slice:
		return "list of " + b.holds(t.Elem())
	case reflect.Map:
		return "object of " + b.holds(t.Elem())
	case reflect.Struct:
		return "object"
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "text"
	}
	return "number"
}

// csvColumns lists the columns of a CSV file.
func csvColumns() string {
	var keys []string
	for _, c := range report.Columns {
		if c.Value != nil {
			keys = append(keys, "`"+c.Key+"`")
		}
	}
	return strings.Join(keys, ", ") + "\n"
}

// wordsOf reads the comments of types and fields in packages. If a type has
// constants of text, wordsOf lists them.
func wordsOf(t *testing.T, folders ...string) map[string]string {
	t.Helper()
	words := map[string]string{}
	for _, folder := range folders {
		paths, err := filepath.Glob(filepath.Join(filepath.FromSlash(folder), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			for _, d := range file.Decls {
				if d, ok := d.(*ast.GenDecl); ok {
					note(words, file.Name.Name+".", d)
				}
			}
		}
	}
	return words
}

func note(words map[string]string, in string, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			words[in+s.Name.Name] = oneLine(d.Doc, s.Doc) + words[in+s.Name.Name]
			if body, ok := s.Type.(*ast.StructType); ok {
				noteFields(words, in+s.Name.Name, body)
			}
		case *ast.ValueSpec:
			of, typed := s.Type.(*ast.Ident)
			if !typed || d.Tok != token.CONST {
				continue
			}
			for _, v := range s.Values {
				if v, ok := v.(*ast.BasicLit); ok && v.Kind == token.STRING {
					text, _ := strconv.Unquote(v.Value)
					words[in+of.Name] += fmt.Sprintf("\n* `%q` %s", text, oneLine(s.Comment, s.Doc))
				}
			}
		}
	}
}

func noteFields(words map[string]string, of string, body *ast.StructType) {
	for _, f := range body.Fields.List {
		for _, name := range f.Names {
			words[of+"."+name.Name] = oneLine(f.Doc, f.Comment)
		}
	}
}

func oneLine(comments ...*ast.CommentGroup) string {
	var parts []string
	for _, c := range comments {
		if c != nil {
			parts = append(parts, strings.Fields(c.Text())...)
		}
	}
	return strings.NewReplacer("|", "\\|", "<", "&lt;").Replace(strings.Join(parts, " "))
}
