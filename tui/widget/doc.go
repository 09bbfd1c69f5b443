// Package widget holds the parts screens are made of: text of exact width,
// panes, bars, sparklines, tables. A part is drawn from what it is given,
// each time; it keeps no state but what the keyboard moved.
//
// A [Block] is a piece of a screen: lines that are all of one width. Widths
// are cells, as the terminal counts them.
//
// It must not know benchmark words.
package widget
