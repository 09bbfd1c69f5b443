// Package chart draws charts as SVG: bars with intervals, lines, and dots below
// a roof.
//
// It is our own and not a library, for three reasons. The libraries that were
// looked at (go-analyze/charts, gonum/plot) draw text as paths or fix colours, so
// a page cannot follow the reader's light or dark mode; they bring fonts and
// rasterizers into the program; and a chart of ours has to say for each figure
// how uncertain it is. What is needed is small.
//
// A chart is an <svg> element for a page. It has no script, no address and no
// colour of its own: the page's styles give classes their colours. All texts are
// escaped. It must not know what is charted: names and figures are passed in.
//
//	bars.go   horizontal bars with intervals
//	plot.go   points and lines on two axes, linear or logarithmic
//	scale.go  from figures to places: ticks at round figures
//	svg.go    elements and texts
package chart
