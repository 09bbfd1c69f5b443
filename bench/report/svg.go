package report

import (
	"io"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/bench/report/chart"
)

// Widths of the words in a file of pictures, in letters.
const (
	headLetters  = 120
	titleLetters = 58
	saysLetters  = 78
)

// Pictures are the pictures of the page of a session in one SVG, which stands
// alone. Above them stands what was found, and below them what their signs mean.
// Without a picture it is "".
func Pictures(s *bench.Session, o Options) string {
	if p := pageOf(s, o); len(p.Pictures) > 0 {
		return p.svg()
	}
	return ""
}

// SVG writes [Pictures]. If there are none, it says that nothing was measured.
func SVG(w io.Writer, s *bench.Session, o Options) error {
	return write(w, "pictures", pageOf(s, o).svg())
}

func (p htmlPage) svg() string {
	var panels []chart.Panel
	for _, one := range p.Pictures {
		panels = append(panels, chart.Panel{Title: linebreak.Lines(one.Title, titleLetters), Says: linebreak.Lines(one.Says, saysLetters), SVG: string(one.SVG)})
	}
	letters := headLetters
	if len(panels) < 2 {
		letters = titleLetters
	}
	var foot []string
	for _, said := range MarksMean(func(mark string) bool {
		return slices.ContainsFunc(panels, func(p chart.Panel) bool { return strings.Contains(p.SVG, mark) })
	}) {
		foot = append(foot, linebreak.Lines(said, letters)...)
	}
	return chart.File(linebreak.Lines(p.Headline, letters), panels, foot)
}
