package imported

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"

	"dragstrip/bench/lazyregexp"
)

// csvHead matches the first line of llama-bench's CSV.
var csvHead = lazyregexp.New(`(?m)^"?build_commit"?,.*\bavg_ts\b.*$`)

// readCSV reads llama-bench's CSV. Lines of a log may stand before it.
func readCSV(found *Found, content []byte) {
	if !bytes.Contains(content, []byte("avg_ts")) {
		return // the expression would need more time to say so
	}
	at := csvHead.FindIndex(content)
	if at == nil {
		return
	}
	found.Format = "llama-bench CSV"
	first := bytes.Count(content[:at[0]], []byte("\n"))
	reader := csv.NewReader(bytes.NewReader(content[at[0]:]))
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = true
	reader.ReuseRecord = true
	head, err := reader.Read()
	if err != nil {
		return
	}
	names := slices.Clone(head)
	if twice := doubled(names); twice != "" {
		found.leave(first+1, "", isTwice("column", twice))
		return
	}
	r := record{} // each line replaces all values
	for {
		fields, err := reader.Read()
		line, _ := reader.FieldPos(0)
		line += first
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return
		case errors.As(err, &broken):
			found.leave(broken.Line+first, "", "it is broken CSV")
			continue
		case err != nil:
			return
		case len(fields) == 1:
			continue // a line of a log
		case len(fields) != len(names):
			found.leave(line, "", fmt.Sprintf("it has %d fields instead of %d", len(fields), len(names)))
			continue
		}
		found.add(r.fill(names, fields).figure(&found.cells, line, nil))
	}
}

// doubled is the first name that the list has twice, or "".
func doubled(names []string) string {
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return name
		}
		seen[name] = true
	}
	return ""
}

// isTwice says why a result is left out if it has a name twice. what is "column"
// or "field".
func isTwice(what, name string) string {
	return fmt.Sprintf("the %s %s is there twice: builds b5212 to b5220 name their %ss wrongly", what, name, what)
}
