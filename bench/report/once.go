package report

import (
	"slices"
	"strings"
)

// once is a list of lines without repetitions. The field of holds for each line
// what it is for.
type once struct {
	order []string
	of    map[string][]string
}

// add adds a line, and what the line is for. what is "" if nobody needs to know.
func (o *once) add(line, what string) {
	if o.of == nil {
		o.of = map[string][]string{}
	}
	if _, known := o.of[line]; !known {
		o.order, o.of[line] = append(o.order, line), nil
	}
	if what != "" && !slices.Contains(o.of[line], what) {
		o.of[line] = append(o.of[line], what)
	}
}

// text writes the lines for a shell, each followed by a comment that says what
// it is for.
func (o *once) text() string {
	var b strings.Builder
	for _, line := range o.order {
		b.WriteString(line)
		if what := strings.Join(o.of[line], "; "); what != "" {
			b.WriteString("  # " + what)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// addNew adds a text to a list that does not have it.
func addNew(list []string, text string) []string {
	if text == "" || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
