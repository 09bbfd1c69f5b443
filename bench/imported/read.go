package imported

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"dragstrip/bench"
)

// Formats lists what is read, for help.
const Formats = "output of llama-bench (markdown, CSV, JSON, JSON lines, SQL), llama-benchy (markdown, JSON), mlx_lm.benchmark or ollama run --verbose, and tables in markdown, HTML or CSV"

// ErrNothing says that a text has no results that dragstrip can read.
var ErrNothing = errors.New("it has no results that dragstrip can read: not the output of a benchmark program, and no table with a model and a speed (t/s)")

// ErrOurs says that a text is a report of dragstrip in CSV.
var ErrOurs = errors.New("it is a report of dragstrip in CSV, which is made for spreadsheets and is not read back; `dragstrip report SESSION --format json` writes one that is")

// isOurs tells whether a table is a report of dragstrip in CSV.
func (t table) isOurs() bool {
	return slices.Contains(t.heads, "median_tps") && slices.Contains(t.heads, "samples_tps")
}

// Read finds the results in a text. If somebody must say what the columns of a
// table mean, the error is an *Unclear.
func Read(content []byte, hints Hints) (Found, error) {
	if len(content) > MaxBytes {
		return Found{}, fmt.Errorf("it is larger than %s; import it in parts", bench.FormatBytes(MaxBytes))
	}
	content = normal(content)
	var found Found
	// Output that has the times of repetitions comes before tables of the same
	// results.
	for _, read := range []func(*Found, []byte){readJSON, readCSV, readSQL, readBenchy, readMLX, readOllama} {
		if read(&found, content); found.Format != "" {
			return found, found.withModel(hints.Model)
		}
	}
	tables := tablesIn(content)
	if len(hints.Columns) == 0 && slices.ContainsFunc(tables, table.isOurs) {
		return found, ErrOurs
	}
	if err := readTables(&found, tables, around(content), hints); err != nil {
		return found, err
	}
	return found, found.empty()
}

// tablesIn finds all tables in a text.
func tablesIn(content []byte) []table {
	if tables := append(htmlTables(content), markdownTables(content)...); len(tables) > 0 {
		return tables
	}
	return separatedTable(content)
}

// Headings are the headings of all tables in a text.
func Headings(content []byte) (out []string) {
	for _, t := range tablesIn(normal(content)) {
		for _, head := range t.heads {
			if !slices.Contains(out, head) {
				out = append(out, head)
			}
		}
	}
	return out
}

// normal gives a text without the mark at its beginning, and with the line ends
// of Unix.
func normal(content []byte) []byte {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if bytes.Contains(content, []byte("\r\n")) {
		content = bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))
	}
	return content
}

// withModel gives the model that somebody says to all figures without a model.
// If nobody says a model, the error is an *Unclear.
func (f *Found) withModel(said string) error {
	for _, one := range f.Figures {
		if one.Model != "" || one.File != "" {
			continue
		}
		if one.setPath(said); one.Model == "" {
			return &Unclear{Missing: MeansModel, Line: one.Line}
		}
	}
	return f.empty()
}

// empty is the error of a text without any figure.
func (f *Found) empty() error {
	switch {
	case len(f.Figures) > 0:
		return nil
	case len(f.LeftOut) > 0:
		return fmt.Errorf("none of its %s can be taken; %s", bench.Plural(f.LeftOutCount(), "row"), f.LeftOut[0])
	case f.Format != "":
		return fmt.Errorf("it has no results (it was read as %s)", f.Format)
	}
	return ErrNothing
}
