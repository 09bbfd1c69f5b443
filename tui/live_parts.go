package tui

import (
	"fmt"
	"strings"
	"time"

	"dyno/bench"
	"dyno/tui/theme"
	"dyno/tui/widget"
)

// moment is what moves: job and time, progress, repetitions, what they mean,
// readings. Every row moves or none of it does.
//
//	▶ Qwen2.5 14B Q4_K_M · llama.cpp b11669 Vulkan        3/8 · 4:12 gone · about 6:40 left
//	  tg128  ██████████████████░░░░░░░░  4/6     23.1 t/s  ▃▄▄▅▄▄
//	  23.0  23.2  23.1  23.1
//	  moves 206 GB/s: 96 % of measured, 80 % of specified
//	  CPU ▁▁▂▁ 6 %   GPU 99 %   62 °C   88 W   17.2 of 128 GiB
func (s *liveScreen) moment(width, height int) []string {
	w := width - 2
	lines := []string{" " + s.head(w)}
	if s.session.State == bench.StateFinished || !s.live {
		return append(lines, " "+s.over())
	}
	lines = append(lines, " "+s.progressRow(w))
	if text := s.repetitions(w); text != "" || height > 16 {
		lines = append(lines, "   "+text)
	}
	if text := s.meaning(); text != "" || height > 16 {
		lines = append(lines, "   "+s.Paint(theme.Muted, widget.Cut(text, w-3, s.More)))
	}
	if text := s.meters(w - 3); text != "" || height > 16 {
		lines = append(lines, "   "+text)
	}
	if height > 18 {
		lines = append(lines, "")
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

// progressRow is the test with its bar and the newest speed.
func (s *liveScreen) progressRow(width int) string {
	now := s.session.Now
	if now.Phase != bench.PhaseMeasuring {
		text := s.joined(testName(now.Test), string(now.Phase), bench.Clean(now.Detail))
		if text == "" {
			text = "starting" + s.More
		}
		if s.progress.Fraction > 0 {
			return "  " + widget.Left(text, max(width-32, 10)) + " " + widget.Bar(s.Theme, s.progress.Fraction, 20, s.BarRest)
		}
		return "  " + widget.Cut(text, width-2, s.More)
	}
	name := widget.Left(testName(now.Test), min(max(widget.Width(testName(now.Test)), 8), width/3))
	count := fmt.Sprintf("%d/%d", now.Repetition, now.Of)
	if now.Round == bench.SentinelRound {
		name = widget.Left("again: "+testName(now.Test), width/3)
	}
	speed, shown := s.speed()
	right := "  " + count + "   " + s.Paint(theme.Strong, widget.Right(speed, 7)) + " t/s"
	spark := ""
	if width >= 80 && len(s.speeds) > 1 {
		spark = "  " + widget.Spark(s.Theme, s.speeds, 0, 20)
	}
	if !shown {
		right = "  " + count
	}
	bar := max(width-4-widget.Width(name)-widget.Width(right)-widget.Width(spark), 4)
	return "  " + name + " " + widget.Bar(s.Theme, s.fraction(), min(bar, 48), s.BarRest) + right + spark
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

// repetitions lists the newest, also those of earlier rounds.
func (s *liveScreen) repetitions(width int) string {
	t := s.test()
	if t == nil {
		return ""
	}
	figures := t.SamplesTPS()
	for _, l := range t.Live {
		figures = append(figures, l.TokensPerSecond)
	}
	text := ""
	for i := len(figures) - 1; i >= 0; i-- {
		next := bench.FormatTPS(figures[i])
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
func (s *liveScreen) meaning() string {
	return s.joined(s.ceilingText(), s.expected(), s.roundText())
}

func (s *liveScreen) ceilingText() string {
	t, j := s.test(), s.session.Job(s.session.Now.Job)
	if t == nil || j == nil || !t.Test.IsDecode() {
		return ""
	}
	figures := t.SamplesTPS()
	for _, l := range t.Live {
		figures = append(figures, l.TokensPerSecond)
	}
	ceiling := s.session.CeilingOf(j)
	if len(figures) == 0 {
		read := j.Model.ReadBytesAt(t.Test, bench.KVTypes{Keys: j.Params["type_k"], Values: j.Params["type_v"]})
		if most := bench.AllowedTPS(read, max(ceiling.MeasuredGBps, ceiling.SpecifiedGBps)); most > 0 {
			return "the memory allows at most " + bench.FormatTPS(most) + " t/s"
		}
		return ""
	}
	moved, known := j.MovedGBps(t.Test, bench.Summarize(figures).Median)
	if !known {
		return ""
	}
	var of []string
	if ceiling.MeasuredGBps > 0 {
		of = append(of, bench.FormatPercent(moved/ceiling.MeasuredGBps)+" of measured")
	}
	if ceiling.SpecifiedGBps > 0 {
		of = append(of, bench.FormatPercent(moved/ceiling.SpecifiedGBps)+" of specified")
	}
	text := "moves " + bench.FormatGBps(moved)
	if len(of) > 0 {
		text += ": " + strings.Join(of, ", ")
	}
	return text
}

// meters are the readings, as many as there is room for.
func (s *liveScreen) meters(width int) string {
	if len(s.session.Readings) == 0 {
		return ""
	}
	r := s.session.Readings[len(s.session.Readings)-1]
	var parts []string
	add := func(text string) {
		if widget.Width(strings.Join(append(parts, text), "   ")) <= width {
			parts = append(parts, text)
		}
	}
	if r.CPUBusy != nil {
		add("CPU " + widget.Spark(s.Theme, s.history(func(r bench.Reading) *float64 { return r.CPUBusy }), 1, 8) + fmt.Sprintf(" %3.0f %%", 100**r.CPUBusy))
	}
	if r.OtherCores != nil && *r.OtherCores >= 0.05 {
		add(s.Paint(theme.Warn, fmt.Sprintf("others %.1f cores", *r.OtherCores)))
	}
	if r.GPUBusy != nil {
		add("GPU " + widget.Spark(s.Theme, s.history(func(r bench.Reading) *float64 { return r.GPUBusy }), 1, 8) + fmt.Sprintf(" %3.0f %%", 100**r.GPUBusy))
	}
	if r.MemoryBytes != nil && s.session.Machine.MemoryBytes > 0 {
		add(bench.FormatBytes(*r.MemoryBytes) + " of " + bench.FormatBytes(s.session.Machine.MemoryBytes))
	}
	figure := func(v *float64, format string) {
		if v != nil {
			add(fmt.Sprintf(format, *v))
		}
	}
	figure(r.Celsius, "%.0f °C")
	figure(r.GPUCelsius, "GPU %.0f °C")
	figure(r.Watts, "%.0f W")
	figure(r.GPUWatts, "GPU %.0f W")
	figure(r.MHz, "%.0f MHz")
	if len(r.Throttled) > 0 {
		add(s.Paint(theme.Warn, "throttled: "+bench.Clean(r.Throttled[0])))
	}
	return strings.Join(parts, "   ")
}

func (s *liveScreen) history(of func(bench.Reading) *float64) []float64 {
	var out []float64
	for _, r := range s.session.Readings[max(0, len(s.session.Readings)-8):] {
		if v := of(r); v != nil {
			out = append(out, *v)
		}
	}
	return out
}
