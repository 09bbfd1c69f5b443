package imported

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
)

// separatedTable reads a whole text as one table with commas, semicolons or tabs
// between its cells, as spreadsheets write it. The first line has the headings.
// A line with another number of cells shows that the text is something else.
func separatedTable(content []byte) []table {
	for _, sign := range ",;\t" {
		if t, is := separatedBy(sign, content); is {
			return []table{t}
		}
	}
	return nil
}

func separatedBy(sign rune, content []byte) (t table, is bool) {
	first, _, _ := bytes.Cut(bytes.TrimLeft(content, "\n"), []byte("\n"))
	if !bytes.ContainsRune(first, sign) || len(first) > maxCells*maxCell/8 {
		return t, false
	}
	reader := csv.NewReader(bytes.NewReader(content))
	reader.Comma, reader.LazyQuotes, reader.TrimLeadingSpace = sign, true, sign != '\t'
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t, len(t.rows) > 0
		}
		if err != nil || len(fields) < 2 {
			return t, false
		}
		line, _ := reader.FieldPos(0)
		cells := make([]string, len(fields))
		for i, field := range fields {
			cells[i] = plain(field)
		}
		if t.heads == nil {
			t.heads = cells
			continue
		}
		t.rows = append(t.rows, tableRow{line, cells})
	}
}
