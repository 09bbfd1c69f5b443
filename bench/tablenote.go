package bench

import (
	"encoding/json"
	"time"
)

// TableNote is what dragstrip says in a comment below a table that it writes in
// another program's form: what the table has no columns for. Programs that read
// such tables skip the comment, and dragstrip reads it back.
type TableNote struct {
	Machine string `json:"machine,omitempty"`
	Engine  string `json:"engine,omitempty"`
	Version string `json:"version,omitempty"`
	Number  int    `json:"number,omitempty"`
	Commit  string `json:"commit,omitempty"`
	Backend string `json:"backend,omitempty"`
	Format  string `json:"format,omitempty"`
	Threads int    `json:"threads,omitempty"`
	Params  Params `json:"params,omitempty"`
	// Stated is everything else that tells configurations apart, such as variables
	// of the environment.
	Stated []string  `json:"stated,omitempty"`
	Date   time.Time `json:"date,omitzero"`
	// N is the number of repetitions, if it is the same for all rows.
	N int `json:"n,omitempty"`
	// Rows says more about the rows of the table, in their order.
	Rows []RowNote `json:"rows,omitempty"`
}

// These stand for people below a table that dragstrip writes in llama-benchy's form.
// Who copies the table from a page does not copy the comment, but copies these.
const (
	MeasuredByUs     = "measured by dragstrip on "
	MeasuredByOthers = "measured by somebody else on "
)

// MostTableNote is the length of the longest comment that is read, in bytes.
const MostTableNote = 256 << 10

// RowNote is what a TableNote says about one row.
type RowNote struct {
	StandIn  bool      `json:"stand_in,omitempty"`
	Warnings []Warning `json:"warnings,omitempty"` // those that the figure should not be without
}

// The ends of the comment.
const (
	TableNoteBegins = "<!-- dragstrip: "
	TableNoteEnds   = "-->"
)

// String is the comment. JSON has no ">" in its texts, so none of them ends it. If
// the comment would be too long to be read, it leaves out what it says about rows.
func (n TableNote) String() string {
	text, err := json.Marshal(n)
	if err != nil {
		return "" // no field can fail
	}
	if len(TableNoteBegins)+len(text)+len(" "+TableNoteEnds) > MostTableNote && n.Rows != nil {
		n.Rows = nil
		return n.String()
	}
	return TableNoteBegins + string(text) + " " + TableNoteEnds
}
