// Package widget holds the parts screens are made of: text of exact width,
// panes, bars, sparklines, tables. A part is drawn from what it is given,
// each time; it keeps no state but what the keyboard moved.
//
// A [Block] is a piece of a screen: lines that are all of one width. Widths
// are cells, as the terminal counts them. Text from outside was cleaned before
// it comes here: the only escape sequences are those of a theme, and each
// piece of text has its own, opened and closed.
//
// It must not know benchmark words.
//
// # Where things are
//
//	block.go   pieces of a screen beside and above each other; panes with borders and titles
//	text.go    text cut, padded or wrapped to an exact width
//	table.go   tables with a cursor that scrolls; which columns go first when the screen is narrow
//	bar.go     progress bars and sparklines
//	axis.go    a scale on which several lines are drawn: ticks, spread, median
//	splice.go  puts a text into the middle of a line
package widget
