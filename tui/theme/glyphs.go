package theme

// Glyphs are the signs that are not letters. Each takes one cell, but for
// the blocks of bars and sparklines, which are lists of such signs.
type Glyphs struct {
	// Eighths fill a cell of a bar from the left, an eighth more each; the
	// last is full. Heights fill it from below.
	Eighths, Heights []string
	BarRest          string

	TopLeft, TopRight, BottomLeft, BottomRight, Across, Down string

	Cursor   string // stands at the row that has the keyboard
	Mark     string // stands at what was chosen
	Yes, No  string
	On, Off  string // boxes to tick
	Going    string // is being done
	Waiting  string
	Better   string
	Worse    string
	Doubt    string
	Dot      string // between facts, with spaces around
	More     string // text goes on
	Opens    string // a value opens a list
	SortDown string
}

var utf8Glyphs = Glyphs{
	Eighths: []string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
	Heights: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	BarRest: "░",
	TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯", Across: "─", Down: "│",
	Cursor: "▌", Mark: "●", Yes: "✓", No: "✗", On: "[x]", Off: "[ ]", Going: "▶", Waiting: "·",
	Better: "▲", Worse: "▼", Doubt: "▲", Dot: "·", More: "…", Opens: "▾", SortDown: "▾",
}

var asciiGlyphs = Glyphs{
	Eighths: []string{"#"},
	Heights: []string{"_", ".", "-", "=", "+", "*", "#"},
	BarRest: ".",
	TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", Across: "-", Down: "|",
	Cursor: ">", Mark: "*", Yes: "y", No: "x", On: "[x]", Off: "[ ]", Going: ">", Waiting: ".",
	Better: "^", Worse: "v", Doubt: "!", Dot: "-", More: "~", Opens: "v", SortDown: "v",
}
