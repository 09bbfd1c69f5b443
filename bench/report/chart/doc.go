// Package chart draws charts as SVG: bars with intervals, lines, dots below a
// roof, and heat maps.
//
// It does not use a library, for three reasons. The libraries that we looked at
// (go-analyze/charts, gonum/plot) draw text as paths or fix colours, so a page
// cannot follow the reader's light or dark mode. They bring fonts and
// rasterizers into the program. And our charts must say for each figure how
// uncertain it is. Only little code is needed.
//
// A chart is an <svg> element for a page. It has no script, no address and no
// colour of its own: Styles give colours to its classes. File makes a file of
// several charts. All texts are escaped. It must not know what is charted: names
// and figures are passed in.
//
//	bars.go   horizontal bars with intervals
//	file.go   several charts in one file that stands alone
//	heat.go   shaded cells on two axes (heat map)
//	plot.go   points and lines on two axes, linear or logarithmic
//	roof.go   limits above the points, and a free place for their names
//	scale.go  from figures to places: ticks at round figures
//	svg.go    elements and texts
package chart
