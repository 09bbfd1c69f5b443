package report

import (
	"io"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Format is one way to write a session.
type Format struct {
	Name string
	// Also is a second name. Help explains the format if its name does not.
	Also, Help string
	// File is the name of such a file in a session's folder.
	File  string
	Write func(io.Writer, *bench.Session, Options) error
	// NeedsRaw says that the format is made from the engine's own result lines.
	NeedsRaw bool
	// Beside gives the text of a second file, which is written beside the first. It
	// gives "" if no second file is needed. Beside is nil for formats that never
	// need a second file.
	Beside func(*bench.Session, Options) string
	// LeavesOut names the suspect results, each with the reason. The format leaves
	// them out unless the options include them. LeavesOut is nil for formats that
	// write all results.
	LeavesOut func(*bench.Session, Options) []string
}

// Formats lists the ways to write a session: our own, those of llama-bench,
// which llama.cpp's own scripts read, and the table of llama-benchy.
func Formats() []Format {
	return []Format{
		{Name: "md", File: "report.md", Also: "markdown", Write: Markdown, Beside: func(s *bench.Session, o Options) string { return NewPost(s, o).Recipe }},
		{Name: "html", File: "report.html", Help: "one page with pictures", Write: HTML},
		{Name: "svg", File: "report.svg", Help: "the pictures alone", Write: SVG},
		{Name: "text", File: "report.txt", Help: "short, as after a benchmark", Write: Plain},
		{Name: "json", File: "report.json", Write: JSON},
		{Name: "csv", File: "report.csv", Write: CSV},
		{Name: "rerun", File: "rerun.json", Help: "plan and samples, for dragstrip rerun", Write: WriteRecipe},
		{Name: "llama-bench", File: "llama-bench.md", Help: "its table", Write: LlamaTable, NeedsRaw: true},
		{Name: "llama-bench-jsonl", File: "llama-bench.jsonl", Help: "its results, verbatim", Write: LlamaJSONL, NeedsRaw: true, LeavesOut: SuspectResults},
		{Name: "llama-benchy", File: "llama-benchy.md", Help: "its table, for servers", Write: BenchyTable},
	}
}

// FormatNamed finds a format by its name or its second name.
func FormatNamed(word string) (Format, bool) {
	at := slices.IndexFunc(Formats(), func(f Format) bool { return f.Name == word || f.Also == word && word != "" })
	if at < 0 {
		return Format{}, false
	}
	return Formats()[at], true
}

// FormatNames lists the names of all formats, in the order in which they are
// offered.
func FormatNames() string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// FormatsHelp lists all formats for a flag's help, each with its explanation.
func FormatsHelp() string {
	all := Formats()
	var names []string
	for _, f := range all {
		name := f.Name
		if f.Help != "" {
			name += " (" + f.Help + ")"
		}
		names = append(names, name)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
