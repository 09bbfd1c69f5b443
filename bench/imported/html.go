package imported

import (
	"bytes"
	"strings"

	"dragstrip/bench/lazyregexp"
)

var (
	tableTag = lazyregexp.New(`(?is)<table\b[^>]*>`)
	endTable = lazyregexp.New(`(?i)</table\s*>`)
	rowTag   = lazyregexp.New(`(?i)<tr\b[^>]*>`)
	cellTag  = lazyregexp.New(`(?i)<t[hd]\b[^>]*>`)
	breakTag = lazyregexp.New(`(?i)<br\b[^>]*>|</p\s*>`)
	anyTag   = lazyregexp.New(`(?s)<[^<>]*>`)
	// markTag is the mark of a footnote: M1 Ultra<sup>1</sup>. It belongs to no name.
	markTag = lazyregexp.New(`(?is)<sup\b[^<>]*>(?:\s|<[^<>]*>)*\[?(?:[0-9]{1,2}|[a-z*†‡])\]?(?:\s|<[^<>]*>)*</sup\s*>`)
	// textTag is a tag that markdown allows inside a cell.
	textTag = lazyregexp.New(`(?i)</?(?:a|b|br|code|del|em|font|i|img|ins|kbd|p|s|small|span|strong|sub|sup|u)\b[^<>]*>`)
	scripts = lazyregexp.New(`(?is)<(?:script|style)\b.*?</(?:script|style)\s*>|<!--.*?-->`)
)

// htmlTables finds the tables in HTML. A table inside a cell ends the outer one.
// A cell that spans several rows or columns counts only once. If a row has no
// model, the model of the row above is taken.
func htmlTables(content []byte) []table {
	if !mayHaveTable(content) {
		return nil
	}
	// Lines stay where they are, so that a row can be named.
	content = scripts.ReplaceAllFunc(content, func(b []byte) []byte { return bytes.Repeat([]byte("\n"), bytes.Count(b, []byte("\n"))) })
	var out []table
	starts := tableTag.FindAllIndex(content, -1)
	line, counted := 1, 0
	for i, at := range starts {
		end := len(content)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		body := content[at[1]:end]
		if last := endTable.FindIndex(body); last != nil {
			body = body[:last[0]]
		}
		line += bytes.Count(content[counted:at[1]], []byte("\n"))
		counted = at[1]
		if t, ok := htmlTable(body, line); ok {
			out = append(out, t)
		}
	}
	return out
}

// mayHaveTable tells whether a tag of a table begins anywhere. Expressions need
// much more time to say that there is none.
func mayHaveTable(content []byte) bool {
	const tag = "<table"
	for {
		at := bytes.IndexByte(content, '<')
		if at < 0 || len(content)-at < len(tag) {
			return false
		}
		if content = content[at:]; strings.EqualFold(string(content[:len(tag)]), tag) {
			return true
		}
		content = content[1:]
	}
}

func htmlTable(body []byte, line int) (t table, ok bool) {
	rows := rowTag.FindAllIndex(body, -1)
	counted := 0
	for i, at := range rows {
		end := len(body)
		if i+1 < len(rows) {
			end = rows[i+1][0]
		}
		line += bytes.Count(body[counted:at[1]], []byte("\n"))
		counted = at[1]
		cells := htmlCells(body[at[1]:end])
		switch {
		case len(cells) == 0:
		case t.heads == nil:
			t.heads = cells
		default:
			t.rows = append(t.rows, tableRow{line, cells})
		}
	}
	return t, len(t.rows) > 0
}

// withoutTags is a text without the marks of footnotes and without the tags that
// match.
func withoutTags(text string, tags *lazyregexp.Regexp) string {
	if !strings.Contains(text, "<") {
		return text
	}
	return tags.ReplaceAllString(breakTag.ReplaceAllString(markTag.ReplaceAllString(text, " "), " "), "")
}

func htmlCells(row []byte) []string {
	var out []string
	cells := cellTag.FindAllIndex(row, maxCells+1)
	for i, at := range cells {
		end := len(row)
		if i+1 < len(cells) {
			end = cells[i+1][0]
		}
		text := row[at[1]:min(end, at[1]+4*maxCell)]
		out = append(out, plain(strings.TrimSpace(withoutTags(string(text), anyTag))))
	}
	return out
}
