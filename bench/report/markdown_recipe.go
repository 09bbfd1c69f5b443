package report

import (
	"encoding/json"
	"fmt"
	"strings"
)

// recipe ends a report with what `dragstrip rerun` needs.
func (m *markdown) recipe() {
	if len(m.s.Jobs) == 0 {
		return
	}
	text, err := json.Marshal(m.r.recipe(m.s, m.o).packed())
	if err != nil {
		return // a report without it is still a report
	}
	m.say("<details><summary>Plan and samples for a program: save this report and `dragstrip rerun FILE` measures the same again</summary>\n")
	m.say("%s\n</details>\n", fence("json", brokenJSON(string(text), 110)))
}

// brokenJSON breaks JSON into lines after commas outside of texts, and keeps
// backticks out of it, so that it may stand in a fence.
func brokenJSON(text string, width int) string {
	var b strings.Builder
	inText, escaped, column, last := false, false, 0, 0
	flush := func(to int) {
		piece := text[last:to]
		if column > 0 && column+len(piece) > width {
			b.WriteByte('\n')
			column = 0
		}
		b.WriteString(piece)
		column += len(piece)
		last = to
	}
	for i := range len(text) {
		switch c := text[i]; {
		case escaped:
			escaped = false
		case inText && c == '\\':
			escaped = true
		case c == '"':
			inText = !inText
		case c == ',' && !inText:
			flush(i + 1)
		}
	}
	flush(len(text))
	return strings.ReplaceAll(b.String(), "`", fmt.Sprintf(`\u%04x`, '`'))
}
