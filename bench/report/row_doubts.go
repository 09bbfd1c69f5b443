package report

import (
	"fmt"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// rowDoubts is what makes a row of a table doubtful, and what computed it if that
// is not what one expects. name says which row it is, though several rows can have
// the same name.
type rowDoubts struct {
	name   string
	grade  bench.Grade
	doubts []bench.Warning
}

// doubtsOfRows writes what makes rows of a table doubtful, one line for each
// kind of warning. Rows are numbered from 1. A line begins with the grade of its
// rows, or with "note" if its warning does not lower a grade.
func doubtsOfRows(rows []rowDoubts, red *redactor) string {
	type group struct {
		begins   string
		warnings []bench.Warning
		rows     []int
	}
	var groups []*group
	known := map[string]*group{}
	for i, r := range rows {
		for _, w := range r.doubts {
			kind, begins := bench.KindOf(w.Code), string(r.grade)
			if !kind.StaysWithFigure() {
				continue
			}
			if kind.Grade == bench.GradeClean {
				begins = "note"
			}
			key := strings.Join([]string{begins, w.Code, sameButNumbers(w.Text), w.Remedy}, "\x00")
			g := known[key]
			if g == nil {
				g = &group{begins: begins}
				groups, known[key] = append(groups, g), g
			}
			g.warnings = append(g.warnings, w)
			if len(g.rows) == 0 || g.rows[len(g.rows)-1] != i+1 {
				g.rows = append(g.rows, i+1)
			}
		}
	}
	var b strings.Builder
	told := map[string]bool{} // a remedy is written only with the first warning that has it
	for _, g := range groups {
		var texts []string
		for _, w := range g.warnings {
			texts = append(texts, w.Text)
		}
		w := g.warnings[0]
		w.Text = rangesOf(texts)
		if told[w.Remedy] {
			w.Remedy = ""
		}
		told[w.Remedy] = true
		where := "rows " + numbersSaid(g.rows)
		if len(g.rows) == 1 {
			where = rows[g.rows[0]-1].name
		}
		fmt.Fprintf(&b, "%s: %s: %s\n", g.begins, where, red.text(doubtTexts([]bench.Warning{w})))
	}
	return b.String()
}

// numbersSaid lists rising numbers, with neighbours as a range: "1 to 3, 5".
func numbersSaid(numbers []int) string {
	var parts []string
	for i := 0; i < len(numbers); {
		end := i
		for end+1 < len(numbers) && numbers[end+1] == numbers[end]+1 {
			end++
		}
		part := strconv.Itoa(numbers[i])
		if end > i {
			part += " to " + strconv.Itoa(numbers[end])
		}
		parts, i = append(parts, part), end+1
	}
	return strings.Join(parts, ", ")
}
