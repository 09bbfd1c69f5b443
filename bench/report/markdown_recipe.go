package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"dragstrip/bench"
)

// recipeText is what `dragstrip rerun` needs from a session. It is "" if there
// is nothing to measure.
func recipeText(s *bench.Session, o Options) string {
	if len(s.Jobs) == 0 {
		return ""
	}
	text, err := json.Marshal(newRedactor(s, o).recipe(s, o).packed())
	if err != nil {
		return "" // a report without a recipe is still a report
	}
	return brokenJSON(roundFigures(string(text)), 110)
}

// recipe writes the recipe as the last folded part of a report.
func (m *markdown) recipe(text string) {
	if text != "" {
		m.say("%s", fence("json", text))
	}
}

// WriteRecipe writes only what `dragstrip rerun` needs from a session.
func WriteRecipe(w io.Writer, s *bench.Session, o Options) error {
	return write(w, "plan and samples", recipeText(s, o)+"\n")
}

// brokenJSON breaks JSON into lines after commas outside of texts. It escapes
// backticks, so that the JSON can stand in a fence.
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
