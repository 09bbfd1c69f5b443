package report

import "dragstrip/bench"

// SheetCell is one result, compared with the baseline's result.
type SheetCell struct {
	// Row is the result; nil if the test was not asked for.
	Row *Row
	// Comparison compares the result with the baseline's result. HasRatio tells
	// whether there is a ratio. Compared tells whether both sides were compared
	// at all.
	bench.Comparison
	Compared bool
	// Why says why there is no comparison if a reader could expect one.
	Why string
	// Elsewhere says in words which configuration the result is of, if that is not
	// the one of its row: the row has the most similar one of the column. It is
	// "settings not stated" if nobody stated it, and "" if the result is of the row's
	// own.
	Elsewhere string
}

// settingsNotStated stands where a name would say the settings.
const settingsNotStated = "settings not stated"

// Measured tells whether the cell has a figure.
func (c SheetCell) Measured() bool { return c.Row != nil && c.Row.Measured() }

// tps is the median without its interval.
func (c SheetCell) tps() string {
	if !c.Measured() {
		return bench.NotMeasured
	}
	return bench.FormatTPS(c.Row.Summary.Median)
}

// tpsSaid is tps with the configuration, if that is not the one of the row.
func (c SheetCell) tpsSaid(before, after string) string {
	if c.Elsewhere == "" {
		return c.tps()
	}
	return c.tps() + before + c.Elsewhere + after
}

// median is the median with its interval, or why there is no median.
func (c SheetCell) median() string {
	if c.Row == nil {
		return bench.NotMeasured
	}
	return medianCell(*c.Row)
}

// marked is the median without its interval, followed by its marks.
func (c SheetCell) marked() string {
	return joinNonEmpty(" ", append([]string{c.tps()}, c.marks()...)...)
}

// markedMedian is the median with its interval and the sign of its grade.
func (c SheetCell) markedMedian() string {
	return joinNonEmpty(" ", c.median(), c.GradeSign(), c.ElsewhereSign())
}

// ElsewhereSign marks a result of another configuration than its row names: "≠", or
// "".
func (c SheetCell) ElsewhereSign() string {
	if c.Elsewhere == "" || !c.Measured() {
		return ""
	}
	return signElsewhere
}

// marks say why a figure is doubtful, or that it is of another configuration than
// its row.
func (c SheetCell) marks() []string {
	if c.Row == nil {
		return nil
	}
	marks := c.Row.Marks()
	if sign := c.ElsewhereSign(); sign != "" {
		marks = append(marks, sign)
	}
	return marks
}

// GradeSign is the sign of the figure's grade, or "".
func (c SheetCell) GradeSign() string {
	if !c.Measured() {
		return ""
	}
	return GradeSign(c.Row.Grade)
}

// moved is what generation read from memory.
func (c SheetCell) moved() string {
	if c.Row == nil {
		return bench.NotMeasured
	}
	text, _, _ := c.Row.Moved()
	return orText(text, bench.NotMeasured)
}

func (c SheetCell) change() string {
	change, _ := ChangeOf(c.Comparison)
	return change
}

// ShortChange is the change with the sign of its verdict, for a table without
// colours: "+5 %", "+5 % ?", "~", "·".
func (c SheetCell) ShortChange() string {
	switch c.Verdict {
	case bench.Faster, bench.Slower:
		return c.change()
	case bench.Doubtful:
		return c.change() + " " + VerdictSign(c.Verdict)
	}
	return VerdictSign(c.Verdict)
}

func (c SheetCell) interval() string {
	_, interval := ChangeOf(c.Comparison)
	return interval
}

// verdict is the verdict of the comparison, or why there is no comparison.
func (c SheetCell) verdict() string {
	if c.Compared {
		return verdict(c.Verdict)
	}
	return c.Why
}

// measuredHere tells whether the cell has a figure that nobody else published.
func (c SheetCell) measuredHere() bool {
	return c.Measured() && !c.Row.Summary.Published && !c.Row.Session.Unwatched()
}
