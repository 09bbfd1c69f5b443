// Package widget holds screen parts (table, bar, sparkline). It is empty so
// far. It must not know benchmark words.
package widget
