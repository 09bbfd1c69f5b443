package report

import (
	"io"
	"slices"
	"strings"
)

// SheetFormat is one way to write a comparison.
type SheetFormat struct {
	Name string
	// Also is a second name. Help explains the format if its name does not.
	Also, Help string
	Write      func(io.Writer, Sheet, Options) error
}

// SheetFormats lists the ways to write a comparison.
func SheetFormats() []SheetFormat {
	return []SheetFormat{
		{Name: "md", Also: "markdown", Write: SheetMarkdown},
		{Name: "html", Help: "one page with pictures", Write: SheetHTML},
		{Name: "json", Write: SheetJSON},
		{Name: "csv", Help: "one line for each result", Write: SheetCSV},
	}
}

// SheetFormatNamed finds a format by its name or its second name.
func SheetFormatNamed(word string) (SheetFormat, bool) {
	at := slices.IndexFunc(SheetFormats(), func(f SheetFormat) bool { return f.Name == word || f.Also == word && word != "" })
	if at < 0 {
		return SheetFormat{}, false
	}
	return SheetFormats()[at], true
}

// SheetFormatNames lists the names of all formats, divided by sep.
func SheetFormatNames(sep string) string {
	var names []string
	for _, f := range SheetFormats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, sep)
}
