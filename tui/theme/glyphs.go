package theme

// Glyphs are the signs that are not letters. Each takes one cell, but for
// the blocks of bars and sparklines, which are lists of such signs.
type Glyphs struct {
	// Eighths fill a cell of a bar from the left, an eighth more each; the
	// last is full. Heights fill it from below.
	Eighths, Heights []string
	BarRest          string

	TopLeft, TopRight, BottomLeft, BottomRight, Across, Upright string

	Cursor  string // stands at the row that has the keyboard
	Mark    string // stands at what was chosen
	Yes, No string
	On, Off string // boxes to tick
	Going   string // is being done
	Stopped string // ended before it was done
	Waiting string

	// How a figure compares with another one.
	Best         string // of its row
	Up, Down     string
	NoDifference string
	Unclear      string // the answer is doubtful
	Unknown      string // there can be no answer
	Doubt        string // a warning, and nothing else

	// A picture of samples on an axis.
	Sample, Middle, From, To string

	Dot      string // between facts, with spaces around
	More     string // text goes on
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
	Best: "●", Up: "↑", Down: "↓", NoDifference: "~", Unclear: "?", Unknown: "·", Doubt: "▲",
	Sample: "·", Middle: "◆", From: "├", To: "┤",
	Dot: "·", More: "…", Opens: "▾", SortUp: "▴", SortDown: "▾",
}

var asciiGlyphs = Glyphs{
	Eighths: []string{"#"},
	Heights: []string{"_", ".", "-", "=", "+", "*", "#"},
	BarRest: ".",
	TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", Across: "-", Upright: "|",
	Cursor: ">", Mark: "*", Yes: "y", No: "x", On: "[x]", Off: "[ ]", Going: ">", Stopped: "-", Waiting: ".",
	Best: "*", Up: "^", Down: "v", NoDifference: "~", Unclear: "?", Unknown: ".", Doubt: "!",
	Sample: ".", Middle: "o", From: "[", To: "]",
	Dot: "-", More: ">", Opens: "v", SortUp: "^", SortDown: "v",
}
