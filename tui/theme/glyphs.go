package theme

// Glyphs are the signs that are not letters. Each takes one cell. Eighths and
// Heights are lists of such signs, for bars and sparklines.
type Glyphs struct {
	// Eighths fill a cell of a bar from the left. Each sign adds an eighth, and
	// the last sign fills the whole cell. Heights fill a cell from below.
	Eighths, Heights []string
	BarRest          string

	TopLeft, TopRight, BottomLeft, BottomRight, Across, Upright string

	Cursor  string // marks the row that has the focus
	Mark    string // marks what was chosen
	Yes, No string
	On, Off string // boxes to tick
	Going   string // in progress
	Stopped string // ended early
	Waiting string

	// How a figure compares with another one.
	Best         string // the best of its row
	Up, Down     string
	NoDifference string
	Unclear      string // the verdict is doubtful
	Unknown      string // no verdict is possible
	Published    string // somebody else measured it
	Elsewhere    string // of another configuration than its row names
	Doubt        string // only used for warnings

	// For the picture of samples on an axis.
	Sample, Middle, From, To string

	Dot      string // between facts, with spaces around
	More     string // more text follows
	Opens    string // a value opens a list
	SortUp   string
	SortDown string
}

var utf8Glyphs = Glyphs{
	Eighths: []string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
	Heights: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	BarRest: "░",
	TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯", Across: "─", Upright: "│",
	Cursor: "▌", Mark: "●", Yes: "✓", No: "✗", On: "[x]", Off: "[ ]", Going: "▶", Stopped: "■", Waiting: "·",
	Best: "●", Up: "↑", Down: "↓", NoDifference: "~", Unclear: "?", Unknown: "·", Published: "○", Elsewhere: "≠", Doubt: "▲",
	Sample: "·", Middle: "◆", From: "├", To: "┤",
	Dot: "·", More: "…", Opens: "▾", SortUp: "▴", SortDown: "▾",
}

var asciiGlyphs = Glyphs{
	Eighths: []string{"#"},
	Heights: []string{"_", ".", "-", "=", "+", "*", "#"},
	BarRest: ".",
	TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", Across: "-", Upright: "|",
	Cursor: ">", Mark: "*", Yes: "y", No: "x", On: "[x]", Off: "[ ]", Going: ">", Stopped: "-", Waiting: ".",
	Best: "*", Up: "^", Down: "v", NoDifference: "~", Unclear: "?", Unknown: ".", Published: "o", Elsewhere: "#", Doubt: "!",
	Sample: ".", Middle: "o", From: "[", To: "]",
	Dot: "-", More: ">", Opens: "v", SortUp: "^", SortDown: "v",
}
