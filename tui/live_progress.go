package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// sparkCells is the width of the sparkline of speeds.
const sparkCells = 20

// progressRow shows the test with its progress bar and the newest speed.
func (s *liveScreen) progressRow(width int) string {
	now := s.session.Now
	if now.Phase != bench.PhaseMeasuring {
		return "  " + s.waiting(width-2)
	}
	name := widget.Left(testName(now.Test), min(max(widget.Width(testName(now.Test)), 8), width/3))
	count := fmt.Sprintf("%d/%d", now.Repetition, now.Of)
	if now.Round == bench.SentinelRound {
		name = widget.Left("repeated: "+testName(now.Test), width/3)
	}
	right := "  " + count
	if speed, shown := s.speed(); shown {
		right += "   " + s.Paint(theme.Strong, widget.Right(speed, 7)) + " t/s"
	} else if width >= 80 {
		right += strings.Repeat(" ", len("   ")+7+len(" t/s")) // so that the bar keeps its length
	}
	if width >= 80 {
		right += "  " + widget.Left(widget.Spark(s.Theme, aboveFloor(s.trend()), 0, min(len(s.trend()), sparkCells)), sparkCells)
	}
	bar := max(width-4-widget.Width(name)-widget.Width(right), 4)
	return "  " + name + " " + widget.Bar(s.Theme, s.fraction(), min(bar, 48), s.BarRest) + right
}

// trend gives what the sparkline shows. If the engine ticks, these are the
// speeds within this repetition. Otherwise they are the speeds of the
// repetitions.
func (s *liveScreen) trend() []float64 {
	speeds := s.speeds
	if len(speeds) < 2 {
		speeds = s.figures()
	}
	return speeds[max(0, len(speeds)-sparkCells):]
}

// aboveFloor subtracts three quarters of the smallest value from all values. If
// the sparkline began at zero, speeds that hardly differ would look like a
// solid block. If it began at the smallest value, noise would look like
// mountains.
func aboveFloor(values []float64) []float64 {
	if len(values) == 0 {
		return nil
	}
	floor := slices.Min(values) * 3 / 4
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = v - floor
	}
	return out
}

// waiting says what the session waits for, and how long it has waited.
func (s *liveScreen) waiting(width int) string {
	now := s.session.Now
	text := s.dotted(testName(now.Test), string(now.Phase), bench.Clean(now.Detail))
	if text == "" {
		text = "starting" + s.More
	}
	waited := ""
	if d := s.now.Sub(now.Since); !now.Since.IsZero() && d >= 2*time.Second {
		waited = "for " + bench.FormatDuration(d)
	}
	if s.progress.Fraction > 0 {
		return widget.Left(text, max(width-30, 10)) + " " + widget.Bar(s.Theme, s.progress.Fraction, min(20, width/3), s.BarRest) + " " + s.Paint(theme.Muted, waited)
	}
	return widget.Cut(s.dotted(text, waited), width, s.More)
}

// fraction is the part of the test's repetitions in this round that is done.
func (s *liveScreen) fraction() float64 {
	now := s.session.Now
	part := s.progress.Fraction
	if s.progress.Of > 0 {
		part = float64(s.progress.Tokens) / float64(s.progress.Of)
	}
	return (float64(max(now.Repetition-1, 0)) + part) / float64(max(now.Of, 1))
}

// speed is the newest speed. If the engine ticks, it is that of the current
// repetition. Otherwise it is that of the last finished repetition.
func (s *liveScreen) speed() (text string, known bool) {
	if v := s.progress.TokensPerSecond; v > 0 {
		return bench.FormatTPS(v), true
	}
	if t := s.test(); t != nil && len(t.Live) > 0 {
		return bench.FormatTPS(t.Live[len(t.Live)-1].TokensPerSecond), true
	}
	return "", false
}

// repetitions lists the newest repetitions. A repetition that is far from the
// others gets the sign of a warning.
func (s *liveScreen) repetitions(width int) string {
	figures := s.figures()
	far := bench.FarOff(figures)
	text := ""
	for i := len(figures) - 1; i >= 0; i-- {
		next := bench.FormatTPS(figures[i])
		if slices.Contains(far, figures[i]) {
			next += s.Paint(theme.Warn, s.Doubt)
		}
		if widget.Width(next)+2+widget.Width(text) > width-6 {
			return s.More + " " + text
		}
		if text != "" {
			next += "  "
		}
		text = next + text
	}
	return text
}
