// Package article makes the four tables of the blog post that dragstrip was born
// from anew: a Framework Desktop beside an M1 Ultra, by the figures of four
// people. It adds what the author had to do by hand or could not see: each
// percentage is computed, what is inconsistent is said below the table, the share
// of the memory's bandwidth gives the reason, and this machine stands beside the
// others.
//
// The figures come from the reference set, so every one has its source. The
// package must not know where sessions lie or how a table is printed on a screen.
//
//	tables.go     the four tables: which figures stand where
//	percent.go    percentages of whole numbers, and what rounding hides
//	footnotes.go  what is inconsistent: two figures for one thing, mixed configurations
//	here.go       what was measured on this machine
//	markdown.go   writes the tables as markdown
package article
