package imported

import (
	"html"
	"strings"

	"dragstrip/bench"
)

// maxCell is how many bytes of a cell are read.
const maxCell = 4 << 10

// plainSigns replaces the many kinds of hyphens, spaces and quotes by those of
// ASCII. Posts have U+2011 as minus and hyphen, and U+202F inside numbers.
var plainSigns = strings.NewReplacer(
	"\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2014", "-", "\u2212", "-", "\ufe63", "-", "\uff0d", "-",
	"\u00a0", " ", "\u2007", " ", "\u2008", " ", "\u2009", " ", "\u200a", " ", "\u202f", " ", "\u3000", " ", "\t", " ",
	"\u2019", "'", "\u02bc", "'", "\u200b", "", "\u2060", "", "\ufeff", "",
)

var withoutEmphasis = strings.NewReplacer("**", "", "__", "", "`", "", "~~", "")

// isSimple tells whether a text is printable ASCII in which plain changes
// nothing. This is the usual case. A table of 100,000 rows has a million such
// texts.
func isSimple(text string) bool {
	for i := range len(text) {
		b := text[i]
		if b < 0x20 || b > 0x7e || b == ' ' && text[i-1] == ' ' || strings.IndexByte("&[*_`~", b) >= 0 {
			return false
		}
	}
	return true
}

// cut is a clean text in at most so many cells of a terminal.
func cut(text string, width int) string {
	if len(text) <= width {
		return text
	}
	return bench.CleanLine(text, width)
}

// plain is a cell as its words alone: without emphasis, entities and unusual
// spaces.
func plain(cell string) string {
	if len(cell) > maxCell {
		cell = cell[:maxCell]
	}
	if text := strings.TrimSpace(cell); isSimple(text) {
		return text
	}
	cell = strings.ToValidUTF8(cell, "\ufffd")
	if strings.Contains(cell, "&") {
		cell = html.UnescapeString(cell)
	}
	cell = plainSigns.Replace(cell)
	cell = linksAsText(cell)
	cell = withoutEmphasis.Replace(cell)
	cell = strings.Trim(strings.TrimSpace(cell), "*")
	return strings.Join(strings.Fields(bench.Clean(cell)), " ")
}

// mostLinks is how many links of a cell become text. Each takes a copy of the
// cell.
const mostLinks = 50

// linksAsText replaces markdown links by their texts: [text](address).
func linksAsText(cell string) string {
	for range mostLinks {
		open := strings.Index(cell, "[")
		if open < 0 {
			return cell
		}
		middle := strings.Index(cell[open:], "](")
		if middle < 0 {
			return cell
		}
		end := strings.Index(cell[open+middle:], ")")
		if end < 0 {
			return cell
		}
		cell = cell[:open] + cell[open+1:open+middle] + cell[open+middle+end+1:]
	}
	return cell
}

// unquoted is a line without the marks of a quoted mail.
func unquoted(line string) string {
	line = strings.TrimSpace(line)
	for strings.HasPrefix(line, ">") {
		line = strings.TrimSpace(line[1:])
	}
	return line
}
