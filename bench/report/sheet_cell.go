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
}

// Measured tells whether the cell has a figure.
func (c SheetCell) Measured() bool { return c.Row != nil && c.Row.Measured() }

// tps is the median without its interval.
func (c SheetCell) tps() string {
	if !c.Measured() {
		return bench.NotMeasured
	}
	return bench.FormatTPS(c.Row.Summary.Median)
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
func (c SheetCell) markedMedian() string { return joinNonEmpty(" ", c.median(), c.GradeSign()) }

// marks say why a figure is doubtful.
func (c SheetCell) marks() []string {
	if c.Row == nil {
		return nil
	}
	return c.Row.Marks()
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
