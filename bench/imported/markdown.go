package imported

import (
	"bytes"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// rule matches the line below the headings of a markdown table.
var rule = lazyregexp.New(`^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$`)

// markdownTables finds the tables in markdown, also in a quoted mail and inside a
// list.
func markdownTables(content []byte) []table {
	var out []table
	var open *table
	before, line := "", 0
	for text := range bytes.Lines(content) {
		line++
		if len(text) > maxCells*maxCell/8 {
			open, before = nil, ""
			continue
		}
		row := unquoted(string(text))
		switch {
		case open != nil && strings.Contains(row, "|"):
			open.rows = append(open.rows, tableRow{line, cellsOf(row)})
		case strings.Contains(before, "|") && strings.Contains(row, "-") && rule.MatchString(row) && len(cellsOf(row)) == len(cellsOf(before)):
			out = append(out, table{heads: cellsOf(before)})
			open = &out[len(out)-1]
		default:
			open = nil
		}
		before = row
	}
	return out
}

// cellsOf splits a row at its bars. A bar after a backslash belongs to a cell.
func cellsOf(row string) []string {
	row = strings.TrimSuffix(strings.TrimPrefix(row, "|"), "|")
	var out []string
	begin := 0
	for i := 0; i < len(row) && len(out) <= maxCells; i++ {
		switch {
		case row[i] == '\\':
			i++
		case row[i] == '|':
			out, begin = append(out, cellOf(row[begin:i])), i+1
		}
	}
	return append(out, cellOf(row[begin:]))
}

var unescaped = strings.NewReplacer(`\|`, "|", `\\`, `\`, `\_`, "_", `\*`, "*")

func cellOf(text string) string {
	if strings.Contains(text, `\`) {
		text = unescaped.Replace(text)
	}
	return plain(withoutTags(text, textTag))
}
