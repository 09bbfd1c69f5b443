package imported

import "slices"

// table is a table as it stands in a text.
type table struct {
	heads []string
	rows  []tableRow
}

type tableRow struct {
	line  int
	cells []string
}

// hasNumbers tells whether any cell of the first row is a number.
func (t *table) hasNumbers() bool {
	return slices.ContainsFunc(t.rows[0].cells, func(cell string) bool {
		_, _, err := spelling{}.speed(cell + " ")
		return err == nil
	})
}
