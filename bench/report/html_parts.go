package report

import "html/template"

// picture is a chart with the table of its figures, for readers that see none.
type picture struct {
	Title, Says string
	SVG         template.HTML
	Table       htmlTable
}

type htmlTable struct {
	Heads []string
	Rows  [][]htmlCell
}

type htmlCell struct {
	Text string
	Best bool
	// Words are aligned to the left, and may be broken.
	Words bool
}
