// Package widget has the parts that screens are made of: text of exact width,
// panes, bars, sparklines, tables. A part is drawn each time from its arguments.
// It keeps no state, except the position of a table's cursor.
//
// A [Block] is a piece of a screen: lines that all have the same width. Widths
// are cells, as the terminal counts them. Text from outside must be cleaned
// before it comes here. The only escape sequences are those of a theme, and
// each piece of text opens and closes its own.
//
// It must not know benchmark words.
//
// # Where things are
//
//	block.go   pieces of a screen beside and above each other; panes with borders and titles
//	cells.go   counts the cells of texts in which every character takes one
//	text.go    text cut or padded to an exact width
//	table.go   tables with a cursor that scrolls; which columns are left out first when the screen is narrow
//	bar.go     progress bars and sparklines
//	axis.go    a scale on which several lines are drawn: ticks, spread, median
//	plot.go    points and lines on two axes: a curve, a roofline
//	splice.go  puts a text into the middle of a line
package widget
