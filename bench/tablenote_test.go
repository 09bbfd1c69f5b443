package bench

import (
	"strings"
	"testing"
)

// A longer comment is not read at all, so the machine and the build were lost.
func TestTableNoteIsNeverTooLongToBeRead(t *testing.T) {
	n := TableNote{Machine: "M1", Rows: []RowNote{{StandIn: true, Warnings: []Warning{{Code: "wide", Text: "x"}}}}}
	if text := n.String(); !strings.Contains(text, "wide") {
		t.Error(text)
	}
	n.Rows[0].Warnings[0].Text = strings.Repeat("x", MostTableNote)
	if text := n.String(); text != `<!-- dragstrip: {"machine":"M1"} -->` {
		t.Errorf("%d bytes", len(text))
	}
}
