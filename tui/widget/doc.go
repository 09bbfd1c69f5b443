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
package widget
