// Package article makes the four tables of a blog post again. Dragstrip was
// born from that post, which compares a Framework Desktop with an M1 Ultra by
// the figures of four people. The package adds what the author did by hand or
// could not see: it computes each percentage, and says below a table what is
// inconsistent in it. It gives the reason for the speeds, which is the share of
// the memory's bandwidth, and shows this machine beside the others.
//
// The figures come from the reference set, so every figure has its source. The
// package must not know where sessions lie or how a table is printed on a
// screen.
//
//	tables.go     the four tables: which figures stand where
//	percent.go    percentages of whole numbers, and what rounding hides
//	footnotes.go  what is inconsistent: two figures for one thing, mixed configurations
//	here.go       what was measured on this machine
//	markdown.go   writes the tables as markdown
package article
