package tui

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
)

// resultsScreen shows results side by side: those of the session on the desk,
// and columns from other sessions.
type resultsScreen struct {
	*desk
	of      *bench.Session // the session that the fields below belong to
	more    []otherResults // sessions whose columns were added
	hidden  map[*bench.JobState]bool
	base    *bench.JobState // the first job of the baseline's column
	sheet   report.Sheet
	found   *report.Found   // what a search found; nil if another kind of session is shown
	called  cutNames        // of its configurations
	curved  []report.Curves // the curves of found
	picked  int             // the selected configuration of a search
	past    int             // how many sessions History has, if known; this screen asks only if it shows no session
	asked   string          // the session to whose columns others will be added, once the list is read
	made    [2]int          // the values of shown and of the length of more from which the sheet was made
	doubted []report.Doubt
	notes   []tonedText // notes on the whole sheet, the worst first
	names   fittedNames // the names of the columns
	models  cutNames    // the names of the models above their rows
	heads   keptHeads
	spared  keptSpare
	where   string      // where and when all results were measured, if on another machine
	how     string      // how many repetitions and starts the figures have, if the same for all
	medians int         // width of the widest figure, in cells
	best    map[int]int // the best column of each row, for rows that were drawn before
	rows    []int       // rows of the sheet, in the order shown
	lines   []resultLine
	at      int // index in rows
	top     int
	column  int // the column that has the focus
	bars    bool
	order   resultOrder
	find    filter
	suspect bool // suspect results are compared, too
	byModel bool // each model is a column
}

// keptHeads are the names above the columns as they were drawn last.
type keptHeads struct {
	lines [][]string
	of    headsKey
}

// headsKey says for which columns and widths the names above the columns were
// made.
type headsKey struct{ first, columns, width, most int }

// keptSpare are the lines below everything else as they were drawn last.
// Breaking these lines again each time would take longer than the rest of a
// drawing.
type keptSpare struct {
	lines []string
	of    spareKey
}

// spareKey says for which row and size these lines were made.
type spareKey struct{ at, width, height int }

// otherResults is another session whose columns are shown.
type otherResults struct {
	name    string
	session *bench.Session
	chip    bool // what others published for the chip with this name
}

// columnsMsg brings the columns of several chips, in the order of a list.
type columnsMsg []columnMsg

// columnMsg brings sessions whose columns are to be added.
type columnMsg struct {
	name     string
	sessions []*bench.Session
	err      error
	chip     bool // what others published for the chip with this name, a session for each source
}

// tonedText is a text with its tone.
type tonedText struct {
	tone theme.Tone
	text string
}

// resultOrder is the order of the rows.
type resultOrder int

const (
	asMeasured resultOrder = iota
	bySpeed
	byChange
	resultOrders
)

var resultOrderNames = [resultOrders]string{"as measured", "fastest in the baseline first", "the largest change first"}

// resultLine is one line of the body.
type resultLine struct {
	kind   resultKind
	row    int // in rows
	column int // of a columnLine
}

type resultKind int

const (
	headingLine resultKind = iota
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
	words := []string{"dragstrip", "report", s.Quoted(s.name)}
	if len(s.more) > 0 || s.byModel || s.sheet.Baseline > 0 {
		words[1] = "compare"
	}
	var chips []string
	for _, m := range s.more {
		switch {
		case !m.chip:
			words = append(words, s.Quoted(m.name))
		case !slices.Contains(chips, m.name): // a chip has a column for each source
			chips = append(chips, m.name)
		}
	}
	for _, chip := range chips {
		words = append(words, "--with", s.Quoted(chip))
	}
	if s.byModel {
		words = append(words, "--by", string(report.AxisModel))
	}
	if s.sheet.Baseline > 0 && s.sheet.Baseline < len(s.sheet.Columns) {
		words = append(words, "--baseline", s.sheet.Columns[s.sheet.Baseline].Name)
	}
	if s.suspect && words[1] == "compare" {
		words = append(words, "--include-suspect")
	}
	return strings.Join(words, " ")
}

// canResume tells whether the session ended too early, and something is left to
// do.
func (s *resultsScreen) canResume() bool {
	return s.died || s.session != nil && !s.live && s.session.Outcome == bench.OutcomeStopped && s.session.CanGoOn(false)
}
