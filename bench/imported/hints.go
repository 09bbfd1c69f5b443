package imported

import (
	"fmt"
	"strings"
)

// Hints are what somebody says about a text because the text does not say it.
type Hints struct {
	// Model is the model of all figures, for tables that do not name one.
	Model string
	// Columns gives columns a meaning, by their headings in lower case.
	Columns map[string]Meaning
}

// Unclear is the error for a table that does not say enough about its speeds.
// Somebody must say what the columns mean.
type Unclear struct {
	// Missing is what no column says: MeansModel, MeansSpeed or MeansTest.
	Missing Meaning
	// Line is where the table begins. Heads are its headings, and Row is its first
	// row. Speeds are the headings of its columns of speeds. If the results are not
	// a table, Heads, Row and Speeds are empty.
	Line               int
	Heads, Row, Speeds []string
	// Unlike says that neither a model nor a speed was recognized, so the table may
	// be about something else.
	Unlike bool
}

func (u *Unclear) Error() string {
	if len(u.Heads) == 0 {
		return "it does not name the model"
	}
	what := map[Meaning]string{MeansModel: "which column is the model", MeansSpeed: "which column is the speed", MeansTest: "which test was measured"}[u.Missing]
	return fmt.Sprintf("the table in line %d does not say %s; its columns are %s", u.Line, what, strings.Join(u.Heads, ", "))
}
