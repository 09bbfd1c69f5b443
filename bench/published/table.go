package published

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// row is a line of a CSV file. Columns are found by their names. bad is the
// error if a column is missing or cannot be read.
type row struct {
	columns map[string]int
	cells   []string
	bad     error
}

// eachRow calls f for each line after the heading. It stops at the first line
// with an error.
func eachRow(name string, content []byte, f func(*row)) error {
	in := csv.NewReader(bytes.NewReader(content))
	in.ReuseRecord = true
	head, err := in.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	r := &row{columns: map[string]int{}}
	for i, title := range head {
		r.columns[title] = i
	}
	for {
		r.cells, err = in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if f(r); r.bad != nil {
			line, _ := in.FieldPos(0)
			return fmt.Errorf("%s, line %d: %w", name, line, r.bad)
		}
	}
}

func (r *row) text(column string) string {
	at, ok := r.columns[column]
	if !ok {
		r.bad = fmt.Errorf("there is no column %s", column)
		return ""
	}
	return r.cells[at]
}

// number returns the number in a cell. It returns 0 if the cell is empty.
func (r *row) number(column string) float64 {
	text := r.text(column)
	if text == "" {
		return 0
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		r.bad = fmt.Errorf("%s: %w", column, err)
	}
	return value
}

func (r *row) whole(column string) int { return int(r.number(column)) }
