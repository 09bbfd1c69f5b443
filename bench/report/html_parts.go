package report

import "html/template"

// picture is a chart, with a table of its figures for readers who cannot see
// the chart.
type picture struct {
	Title, Says string
	SVG         template.HTML
	Table       htmlTable
}

type htmlTable struct {
	Heads []string
	Rows  [][]htmlCell
}

// HasWords tells whether a column has words, and its head is aligned like them.
func (t htmlTable) HasWords(column int) bool {
	return len(t.Rows) > 0 && column < len(t.Rows[0]) && t.Rows[0][column].Words
}

type htmlCell struct {
	Text string
	Best bool
	// Words says that the text is aligned to the left and may be broken into
	// lines.
	Words bool
}

// newPicture makes a picture of a chart, whose texts are all escaped.
func newPicture(title, says, svg string, figures htmlTable) picture {
	return picture{title, says, template.HTML(svg), figures}
}
