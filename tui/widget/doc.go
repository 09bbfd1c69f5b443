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
//	block.go   pieces of a screen, beside and above each other
//	text.go    text of exact width
//	table.go   tables
//	bar.go     bars and sparklines
//	axis.go    a scale for several lines
//	splice.go  puts a text into the middle of a line
package widget
