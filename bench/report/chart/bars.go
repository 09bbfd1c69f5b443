package chart

// Bar is one figure with its interval.
type Bar struct {
	Label string
	// Value is the figure, and Text is how it is written. Low and High are the
	// ends of the interval. If High is not larger than Low, there is no
	// interval.
	Value     float64
	Text      string
	Low, High float64
	// Best marks the leading bar. A Doubtful bar is drawn so that it does not
	// look certain.
	Best, Doubtful bool
}

const (
	barHigh   = 38.0 // with the label above the bar
	textSpace = 6.0  // between a bar and its figure
	leastRoom = 90.0 // for the figures behind the bars
	mostRoom  = drawingWide / 2
)

// Bars draws horizontal bars one below the other. They begin at zero, and each
// has its label above it. It gives "" if there is nothing to draw.
func Bars(title string, bars []Bar) string {
	if len(bars) == 0 {
		return ""
	}
	var figures []float64
	room := leastRoom
	for _, b := range bars {
		room = max(room, min(mostRoom, textSpace+widthOf(b.Text)))
		figures = append(figures, b.Value)
		if b.High > b.Low {
			figures = append(figures, b.High)
		}
	}
	high := barHigh * float64(len(bars))
	d := start(high+4, title)
	s := scaleOver(figures, 0, drawingWide-room, false)
	for i, b := range bars {
		y := barHigh * float64(i)
		d.text(4, y+13, "label", "start", cut(b.Label, drawingWide))
		d.rect(0, y+18, s.at(b.Value), 14, class(b))
		end := s.at(b.Value)
		if b.High > b.Low {
			from, to, middle := s.at(b.Low), s.at(b.High), y+25
			d.line(from, middle, to, middle, "interval")
			d.line(from, middle-4, from, middle+4, "interval")
			d.line(to, middle-4, to, middle+4, "interval")
			end = max(end, to)
		}
		d.text(end+textSpace, y+30, "figure", "start", cut(b.Text, room-textSpace))
	}
	d.line(0, 16, 0, high, "axis")
	return d.end()
}

func class(b Bar) string {
	switch {
	case b.Doubtful:
		return "bar doubtful"
	case b.Best:
		return "bar best"
	}
	return "bar"
}
