package imported

import (
	"bytes"
	"fmt"
	"strings"

	"dragstrip/bench/lazyregexp"
)

// insert matches one result in llama-bench's SQL. The table was called test until
// August 2025. Since then it has been called llama_bench.
var insert = lazyregexp.New(`^\s*INSERT INTO (?:test|llama_bench) \(([^()]*)\) VALUES \('(.*)'\);\s*$`)

// readSQL reads llama-bench's SQL. Its values are quoted but not escaped.
func readSQL(found *Found, content []byte) {
	line := 0
	for text := range bytes.Lines(content) {
		line++
		if !bytes.Contains(text, []byte("INSERT INTO")) || len(text) > maxObject {
			continue
		}
		m := insert.FindSubmatch(text)
		if m == nil || !bytes.Contains(m[1], []byte("avg_ts")) {
			continue
		}
		found.Format = "llama-bench SQL"
		names, values := strings.Split(string(m[1]), ", "), strings.Split(string(m[2]), "', '")
		switch twice := doubled(names); {
		case twice != "":
			found.leave(line, "", isTwice("column", twice))
			continue
		case len(names) != len(values):
			found.leave(line, "", fmt.Sprintf("it has %d values for %d columns", len(values), len(names)))
			continue
		}
		found.add(record{}.fill(names, values).figure(&found.cells, line, nil))
	}
}
