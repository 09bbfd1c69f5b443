package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// moment is what moves: job and time, progress, repetitions, what they mean,
// readings, and the newest reason for doubt. Every row moves or none of it
// does.
//
//	▶ Qwen2.5 14B Q4_K_M · llama.cpp b11669 Vulkan        3/8 · 4:12 gone · about 6:40 left
//	  tg128  ██████████████████░░░░░░░░  4/6     23.1 t/s  ▃▄▄▅▄▄
//	  23.0  23.2  23.1  18.1▲
//	  moves 206 GB/s: 96 % of measured, 80 % of specified · expected 21.8 – 24.0 t/s
//	  CPU ▁▁▂▁ 6 %   GPU ▇▇▇▇ 99 %   memory ▃▃▃▃ 17.2 of 128 GiB
//	  ▲ repetition 4 of tg128: 18.1 t/s where the median is 23.1
func (s *liveScreen) moment(width, height int) []string {
	w := width - 2
	lines := []string{" " + s.head(w)}
	if s.session.State == bench.StateFinished || !s.live {
		return append(lines, " "+s.over(), "")
	}
	roomy := height > 16
	lines = append(lines, " "+s.progressRow(w))
	if text := s.repetitions(w); text != "" || roomy {
		lines = append(lines, "   "+text)
	}
	if text := s.meaning(w - 3); text != "" || roomy {
		lines = append(lines, "   "+s.Paint(theme.Muted, widget.Cut(text, w-3, s.More)))
	}
	most := 1
	if roomy {
		most = 2
	}
	charts := s.charts(w-3, most)
	if len(charts) == 0 && roomy {
		charts = []string{""}
	}
	for _, text := range charts {
		lines = append(lines, "   "+text)
	}
	if text := s.doubt(); text != "" || height > 18 {
		lines = append(lines, "   "+widget.Cut(text, w-3, s.More))
	}
	return lines
}

// head names the job and the time.
func (s *liveScreen) head(width int) string {
	j := s.session.Job(s.session.Now.Job)
	name := "session " + bench.Clean(s.session.ID)
	lead := s.Going
	if j != nil {
		name = s.joined(bench.Clean(j.Model.Label()), buildName(j.Build), j.Params.String())
	}
	switch {
	case s.session.State == bench.StatePaused:
		lead, name = "=", "paused"+" "+s.Dot+" "+name
	case !s.live:
		lead = " "
	}
	gone := bench.FormatDuration(s.now.Sub(s.session.Started)) + " gone"
	if s.session.Started.IsZero() {
		gone = ""
	}
	if s.session.State == bench.StateFinished {
		gone = "took " + bench.FormatDuration(s.session.Finished.Sub(s.session.Started))
	}
	done, all := s.testsDone()
	tests := fmt.Sprintf("%d/%d", done, all)
	right := shorter(widget.Width, width*6/10,
		s.joined(tests+" tests", gone, s.leftText()), s.joined(tests, gone, s.leftText()), s.joined(tests, s.leftText()), tests)
	return widget.Ends(s.Paint(theme.Accent, lead)+" "+s.Paint(theme.Strong, name), right, width)
}

func (s *liveScreen) testsDone() (done, all int) {
	for _, j := range s.session.Jobs {
		for _, t := range j.Tests {
			all++
			if t.State == bench.StateFinished {
				done++
			}
		}
	}
	return done, all
}

// leftText says how long it will take still, from how long it took so far.
// It says nothing before a twentieth is done.
func (s *liveScreen) leftText() string {
	if !s.live {
		return ""
	}
	done := s.share()
	gone := s.now.Sub(s.session.Started)
	if done < 0.05 || done >= 1 || gone < 5*time.Second {
		return ""
	}
	left := time.Duration(float64(gone) * (1 - done) / done)
	return "about " + bench.FormatDuration(left) + " left"
}

// share is the part of all repetitions that is done, each weighed by the
// tokens it takes.
func (s *liveScreen) share() float64 {
	var done, all float64
	for _, j := range s.session.Jobs {
		for _, t := range j.Tests {
			// Prompt tokens go through many at a time: a tenth of the
			// weight is nearer to the truth than the same.
			weight := float64(t.Test.Generation) + float64(t.Test.Prompt+t.Test.Depth)/10
			reps := float64(max(s.session.RepetitionsOf(j, t.Test), 1))
			all += weight * reps
			if t.State == bench.StateFinished {
				done += weight * reps
			} else {
				done += weight * min(float64(len(t.SamplesNS())+len(t.Live)), reps)
			}
		}
	}
	if all == 0 {
		return 0
	}
	return done / all
}

// over says how a session ended.
func (s *liveScreen) over() string {
	switch {
	case s.died:
		return s.Paint(theme.Bad, "The bench process is gone; finished tests are safe. r measures the rest.")
	case s.session.Outcome == bench.OutcomeDone:
		return s.Paint(theme.Good, s.Yes+" done") + "   enter  results"
	}
	return s.Paint(theme.Warn, s.joined(string(s.session.Outcome), bench.Clean(s.session.Reason)))
}

// sparkCells is the room for the sparkline of speeds.
const sparkCells = 20

// progressRow is the test with its bar and the newest speed.
func (s *liveScreen) progressRow(width int) string {
	now := s.session.Now
	if now.Phase != bench.PhaseMeasuring {
		return "  " + s.waiting(width-2)
	}
	name := widget.Left(testName(now.Test), min(max(widget.Width(testName(now.Test)), 8), width/3))
	count := fmt.Sprintf("%d/%d", now.Repetition, now.Of)
	if now.Round == bench.SentinelRound {
		name = widget.Left("again: "+testName(now.Test), width/3)
	}
	right := "  " + count
	if speed, shown := s.speed(); shown {
		right += "   " + s.Paint(theme.Strong, widget.Right(speed, 7)) + " t/s"
	} else if width >= 80 {
		right += strings.Repeat(" ", len("   ")+7+len(" t/s")) // the bar keeps its length
	}
	if width >= 80 {
		right += "  " + widget.Left(widget.Spark(s.Theme, aboveFloor(s.trend()), 0, min(len(s.trend()), sparkCells)), sparkCells)
	}
	bar := max(width-4-widget.Width(name)-widget.Width(right), 4)
	return "  " + name + " " + widget.Bar(s.Theme, s.fraction(), min(bar, 48), s.BarRest) + right
}

// trend is what the sparkline shows: the speeds within the repetition where
// the engine ticks, else the repetitions.
func (s *liveScreen) trend() []float64 {
	speeds := s.speeds
	if len(speeds) < 2 {
		speeds = s.figures()
	}
	return speeds[max(0, len(speeds)-sparkCells):]
}

// aboveFloor takes three quarters of the least from all values: from zero,
// speeds that hardly differ are a solid block, and from the least noise is
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

// waiting says what is waited for, and for how long.
func (s *liveScreen) waiting(width int) string {
	now := s.session.Now
	text := s.joined(testName(now.Test), string(now.Phase), bench.Clean(now.Detail))
	if text == "" {
		text = "starting" + s.More
	}
	gone := ""
	if d := s.now.Sub(now.Since); !now.Since.IsZero() && d >= 2*time.Second {
		gone = "for " + bench.FormatDuration(d)
	}
	if s.progress.Fraction > 0 {
		return widget.Left(text, max(width-30, 10)) + " " + widget.Bar(s.Theme, s.progress.Fraction, min(20, width/3), s.BarRest) + " " + s.Paint(theme.Muted, gone)
	}
	return widget.Cut(s.joined(text, gone), width, s.More)
}

// testName is a test's name, or nothing for no test.
func testName(t bench.Test) string {
	if t.Tokens() == 0 {
		return ""
	}
	return t.String()
}

// fraction is how much of the test's repetitions in this round is done.
func (s *liveScreen) fraction() float64 {
	now := s.session.Now
	part := s.progress.Fraction
	if s.progress.Of > 0 {
		part = float64(s.progress.Tokens) / float64(s.progress.Of)
	}
	return (float64(max(now.Repetition-1, 0)) + part) / float64(max(now.Of, 1))
}

// speed is the newest figure: of the repetition under way where the engine
// ticks, else of the last one.
func (s *liveScreen) speed() (text string, known bool) {
	if v := s.progress.TokensPerSecond; v > 0 {
		return bench.FormatTPS(v), true
	}
	if t := s.test(); t != nil && len(t.Live) > 0 {
		return bench.FormatTPS(t.Live[len(t.Live)-1].TokensPerSecond), true
	}
	return "", false
}

// test is the one that is being measured.
func (s *liveScreen) test() *bench.TestState {
	j := s.session.Job(s.session.Now.Job)
	if j == nil {
		return nil
	}
	return j.Test(s.session.Now.Test)
}

// figures are the speeds of the test's repetitions, also those of earlier
// rounds.
func (s *liveScreen) figures() []float64 {
	t := s.test()
	if t == nil {
		return nil
	}
	figures := t.SamplesTPS()
	for _, l := range t.Live {
		figures = append(figures, l.TokensPerSecond)
	}
	return figures
}

// repetitions lists the newest. What lies far from the others carries a sign.
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

// doubt is what speaks against the figures now: what disturbs the machine, and
// a repetition of the test under way that lies far from the others, or else
// the worst of what was warned of so far.
func (s *liveScreen) doubt() string {
	now := s.alarms()
	tone, sign, why := theme.Warn, s.Doubt, ""
	figures := s.figures()
	if far := bench.FarOff(figures); len(far) > 0 {
		last := far[len(far)-1]
		why = fmt.Sprintf("repetition %d of %s: %s t/s where the median is %s", slices.Index(figures, last)+1,
			testName(s.session.Now.Test), bench.FormatTPS(last), bench.FormatTPS(bench.Summarize(figures).Median))
	} else if i := slices.IndexFunc(s.doubts, func(d report.Doubt) bool { return d.Failed || d.Grade != bench.GradeClean }); i >= 0 && len(now) == 0 {
		why = s.doubtText(s.doubts[i])
		tone, sign = s.doubtSign(s.doubts[i])
	}
	text := s.joined(s.joined(now...), why)
	if text == "" {
		return ""
	}
	return s.Paint(tone, sign) + " " + text
}

// expected is what earlier sessions measured of the test.
func (s *liveScreen) expected() string {
	t, j := s.test(), s.session.Job(s.session.Now.Job)
	if t == nil || j == nil || s.Sessions.Expect == nil {
		return ""
	}
	low, high := s.Sessions.Expect(&j.Job, t.Test)
	if low <= 0 {
		return ""
	}
	if bench.FormatTPS(low) == bench.FormatTPS(high) {
		return "expected " + bench.FormatTPS(low) + " t/s"
	}
	return "expected " + bench.FormatTPS(low) + " " + bench.NotMeasured + " " + bench.FormatTPS(high) + " t/s"
}

// meaning holds the newest figure against what the memory allows, and what
// was measured before.
func (s *liveScreen) meaning(width int) string {
	ceiling, short := s.ceilingText()
	return shorter(widget.Width, width, s.joined(ceiling, s.expected(), s.roundText()), s.joined(ceiling, s.expected()), s.joined(short, s.expected()), short)
}

// ceilingText says what the memory has to do with it, at length and in short.
func (s *liveScreen) ceilingText() (text, short string) {
	t, j := s.test(), s.session.Job(s.session.Now.Job)
	if t == nil || j == nil || !t.Test.IsDecode() {
		return "", ""
	}
	figures := s.figures()
	ceiling := s.session.CeilingOf(j)
	if len(figures) == 0 {
		read := j.Model.ReadBytesAt(t.Test, bench.KVTypes{Keys: j.Params["type_k"], Values: j.Params["type_v"]})
		if most := bench.AllowedTPS(read, max(ceiling.MeasuredGBps, ceiling.SpecifiedGBps)); most > 0 {
			return "the memory allows at most " + bench.FormatTPS(most) + " t/s", "at most " + bench.FormatTPS(most) + " t/s"
		}
		return "", ""
	}
	moved, known := j.MovedGBps(t.Test, bench.Summarize(figures).Median)
	if !known {
		return "", ""
	}
	var of, shares []string
	if ceiling.MeasuredGBps > 0 {
		of = append(of, bench.FormatPercent(moved/ceiling.MeasuredGBps)+" of measured")
		shares = append(shares, of[0])
	}
	if ceiling.SpecifiedGBps > 0 {
		of = append(of, bench.FormatPercent(moved/ceiling.SpecifiedGBps)+" of specified")
		shares = append(shares, bench.FormatPercent(moved/ceiling.SpecifiedGBps)+" of "+bench.FormatGBps(ceiling.SpecifiedGBps))
	}
	text = "moves " + bench.FormatGBps(moved)
	if len(of) == 0 {
		return text, text
	}
	return text + ": " + strings.Join(of, ", "), shares[len(shares)-1]
}
