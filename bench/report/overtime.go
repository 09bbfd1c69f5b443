package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report/chart"
)

// OverTime is the speed of one test of one model over time.
type OverTime struct {
	Title  string
	Points []PointInTime // the oldest first
	// Published: somebody else measured it.
	Published bool
}

// PublishedOverTime explains lines of imported results, without a full stop.
const PublishedOverTime = "somebody else measured it; a change is looked for only where the source gives the times of repetitions"

// PointInTime is what one session measured. Day says when, in words, and TPS are
// tokens a second. If the level changed with this session, Change says so in
// words.
type PointInTime struct {
	When  time.Time
	Day   string
	Build string
	TPS   float64
	// Grade says whether the figure is doubtful.
	Grade  bench.Grade
	Change string
}

// isDoubtful tells whether something disturbed the measurement.
func (p PointInTime) isDoubtful() bool {
	return p.Grade == bench.GradeNoisy || p.Grade == bench.GradeThrottled
}

// mostOverTime is how many lines get a picture.
const mostOverTime = 24

// mostBuilds is how many builds of a line get a colour of their own. The looks of
// a picture repeat after that, and its key would be longer than the page.
const mostBuilds = 16

// OverTimeHTML writes a page with a picture of each line over time, like [HTML].
func OverTimeHTML(w io.Writer, model string, lines []OverTime, o Options) error {
	private := newRedactor(&bench.Session{}, o).text
	p := htmlPage{Pictured: "Each test", Title: "Speed over time: " + private(bench.Clean(model))}
	if more := len(lines) - mostOverTime; more > 0 {
		p.More = []string{"Left out, because they have fewer sessions: " + bench.Plural(more, "line") + "."}
		lines = lines[:mostOverTime]
	}
	for _, line := range lines {
		if len(line.Points) > 0 {
			p.Pictures = append(p.Pictures, line.picture(private))
		}
	}
	return p.write(w)
}

// picture draws the sessions as dots, one colour for each build, or if there are
// too many builds, one for all. A mark stands where the level changes.
func (l OverTime) picture(private func(string) string) picture {
	title := private(bench.Clean(l.Title))
	table := htmlTable{Heads: []string{"session", "build", "t/s", "change"}}
	x := chart.Axis{Name: "day", Time: true, Near: true}
	line := chart.Series{Name: "all sessions", Plain: true}
	var dots plotted
	for _, p := range l.Points {
		build := orText(private(bench.Clean(p.Build)), bench.NotKnown)
		day := private(bench.Clean(p.Day))
		tps := joinNonEmpty(" ", bench.FormatTPS(p.TPS), GradeSign(p.Grade))
		at := chart.Point{X: float64(p.When.Unix()), Y: p.TPS, Text: fmt.Sprintf("%s, %s: %s t/s", day, build, tps)}
		if p.isDoubtful() { // what is published has its sign in the title
			at.Sign = GradeSign(p.Grade)
		}
		line.Points = append(line.Points, at)
		dots.add(build, at)
		if p.Change != "" {
			short, _, _ := strings.Cut(p.Change, " from here")
			x.Marks = append(x.Marks, chart.Mark{X: at.X, Text: short})
		}
		table.Rows = append(table.Rows, []htmlCell{{Text: day, Words: true}, {Text: build, Words: true}, {Text: tps}, {Text: p.Change, Words: true}})
	}
	svg := chart.Plot(title+" over time, tokens a second", x, chart.Axis{Name: "t/s", Near: true}, append([]chart.Series{line}, dotsOf(&dots)...), nil)
	about := "The figure of each session; higher is better. A dashed line stands where the speed changed. The scale does not begin at zero."
	if slices.ContainsFunc(l.Points, PointInTime.isDoubtful) {
		about += " " + GradeSign(bench.GradeNoisy) + ": noisy or throttled; the report of that session says why."
	}
	if l.Published {
		about += " " + GradeSign(bench.GradePublished) + ": " + PublishedOverTime + "."
	}
	return newPicture(title, about, svg, table)
}

// dotsOf gives the dots their colours.
func dotsOf(builds *plotted) []chart.Series {
	all := builds.series()
	if len(all) <= mostBuilds {
		return all
	}
	one := chart.Series{Name: fmt.Sprintf("%s, which the table names", bench.Plural(len(all), "build")), Loose: true}
	for _, s := range all {
		one.Points = append(one.Points, s.Points...)
	}
	return []chart.Series{one}
}
