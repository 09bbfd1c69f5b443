package tui

import (
	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
)

// resultsScreen sets results side by side: those of the session on the desk,
// and columns from earlier ones.
type resultsScreen struct {
	*desk
	of      *bench.Session // all of the below belongs to it
	more    []otherResults // whose columns were added
	hidden  map[*bench.JobState]bool
	base    *bench.JobState // the first job of the baseline's column
	sheet   report.Sheet
	made    [2]int // what the sheet was made from
	doubted []report.Doubt
	notes   []tonedText  // on the whole sheet, the worst first
	names   naming.Names // of the columns
	drawn   drawnNames
	how     string      // the figures were made, where that holds for all
	medians int         // cells of the widest figure
	best    map[int]int // the best column of a row, as far as that was asked
	rows    []int       // of the sheet, in the order shown
	lines   []resultLine
	at      int // in rows
	top     int
	column  int // that has the keyboard
	bars    bool
	order   resultOrder
	find    filter
	suspect bool // those are compared, too
	byModel bool // each model is a column
}

// drawnNames are names as they were drawn last: to make them fit takes longer
// than all the rest of a drawing.
type drawnNames struct {
	within map[int][]string
	heads  [][]string
	of     headsKey
}

// headsKey is what the names above the columns were made for.
type headsKey struct{ first, columns, width, most int }

// otherResults is a session whose columns stand beside.
type otherResults struct {
	name    string
	session *bench.Session
}

// tonedText is a text and how it is painted.
type tonedText struct {
	tone theme.Tone
	text string
}

// resultOrder is how rows are sorted.
type resultOrder int

const (
	asMeasured resultOrder = iota
	bySpeed
	byChange
	resultOrders
)

var resultOrderNames = [resultOrders]string{"as measured", "the baseline's fastest first", "the largest change first"}

// resultLine is one line of the body.
type resultLine struct {
	kind   resultKind
	row    int // in rows
	column int // of a columnLine
}

type resultKind int

const (
	modelLine resultKind = iota
	figureLine
	columnLine
)

func newResultsScreen(d *desk) *resultsScreen {
	s := &resultsScreen{desk: d, find: newFilter()}
	return s
}

func (s *resultsScreen) typing() bool { return s.find.on }

func (s *resultsScreen) command() string {
	if s.name == "" {
		return ""
	}
	return "dragstrip report " + s.name
}

// canResume tells whether something of the session is left to be measured.
func (s *resultsScreen) canResume() bool {
	return s.died || s.session != nil && !s.live && s.session.Outcome == bench.OutcomeStopped
}
