package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// The page has a picture and a table for each line. A line of one session, of
// none, and of equal figures is drawn, too.
func TestSpeedOverTimeAsAPage(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, 1+n, 8, 0, 0, 0, time.UTC) }
	long := OverTime{Title: "Qwen3 8B Q4_K_M · tg128 · Vulkan"}
	for i := range 40 {
		p := PointInTime{When: day(3 * i), Day: day(3 * i).Format(time.DateOnly), Build: "b11669", TPS: 100 + float64(i*7%5)}
		if i >= 25 {
			p.Build, p.TPS = "b11700", p.TPS*0.92
		}
		if i == 25 {
			p.Change = "-8.0 % from here on, with another build"
		}
		long.Points = append(long.Points, p)
	}
	lines := []OverTime{
		long,
		{Title: "one session", Points: long.Points[:1]},
		{Title: "no session"},
		{Title: "all <equal>", Points: []PointInTime{{When: day(0), TPS: 50}, {When: day(1), TPS: 50}}},
	}
	var text bytes.Buffer
	if err := OverTimeHTML(&text, "Qwen3", lines, Options{}); err != nil {
		t.Fatal(err)
	}
	page := text.String()
	for part, times := range map[string]int{"<svg": 3, "class=\"mark\"": 1, ">-8.0 %<": 1, "-8.0 % from here on": 1, "all &lt;equal&gt;": 2, "no session": 0, "NaN": 0, "Inf": 0, "<script": 0, "http": 0} {
		if n := strings.Count(page, part); n < times || times == 0 && n > 0 {
			t.Errorf("%q stands %d times in the page, want %d", part, n, times)
		}
	}
}

// The page used to show doubtful figures as if they were clean ones.
func TestPointsWithDoubtsAreMarked(t *testing.T) {
	point := func(day int, grade bench.Grade) PointInTime {
		return PointInTime{When: time.Date(2026, 1, day, 8, 0, 0, 0, time.UTC), Day: fmt.Sprint(day), TPS: 50, Grade: grade}
	}
	for name, c := range map[string]struct {
		points []PointInTime
		signs  map[string]int
	}{
		"noisy":     {[]PointInTime{point(1, bench.GradeClean), point(2, bench.GradeNoisy)}, map[string]int{">▲<": 1, ">50.0 ▲<": 1, "50.0 ▲ t/s": 1, "▲: noisy or throttled; the report of that session says why": 1}},
		"clean":     {[]PointInTime{point(1, bench.GradeClean), point(2, bench.GradeFew)}, map[string]int{"▲": 0}},
		"published": {[]PointInTime{point(1, bench.GradePublished)}, map[string]int{">○<": 0, ">50.0 ○<": 1}},
	} {
		var text bytes.Buffer
		if err := OverTimeHTML(&text, "Qwen3", []OverTime{{Title: "one", Points: c.points}}, Options{}); err != nil {
			t.Fatal(err)
		}
		for part, times := range c.signs {
			if n := strings.Count(text.String(), part); n != times {
				t.Errorf("%s: %q stands %d times, want %d in\n%s", name, part, n, times, text.String())
			}
		}
	}
}

// More builds than colours used to share their colours, in a key of as many lines.
func TestManyBuildsShareOneColour(t *testing.T) {
	const shared = ">17 builds, which the table names<"
	for n, inKey := range map[int]int{mostBuilds: 1, mostBuilds + 1: 0} {
		line := OverTime{Title: "one"}
		for i := range n {
			line.Points = append(line.Points, PointInTime{When: time.Date(2026, 1, 1+i, 8, 0, 0, 0, time.UTC), Build: fmt.Sprintf("b%d", 11000+i), TPS: 50})
		}
		var text bytes.Buffer
		if err := OverTimeHTML(&text, "Qwen3", []OverTime{line}, Options{}); err != nil {
			t.Fatal(err)
		}
		page := text.String()
		if keyed := strings.Count(page, ">b11003</text>"); keyed != inKey || strings.Contains(page, shared) != (inKey == 0) {
			t.Errorf("%d builds: one of them stands %d times in the key, want %d, in\n%s", n, keyed, inKey, page)
		}
		if dots := strings.Count(page, "class=\"point"); dots < n {
			t.Errorf("%d builds: %d dots", n, dots)
		}
	}
}

// The note on lines without a picture used to be only in a part of the page that
// this page does not have.
func TestLinesWithoutAPictureAreCounted(t *testing.T) {
	lines := make([]OverTime, mostOverTime+2)
	for i := range lines {
		lines[i] = OverTime{Title: fmt.Sprint("line ", i), Points: []PointInTime{{TPS: 50}}}
	}
	var text bytes.Buffer
	if err := OverTimeHTML(&text, "Qwen3", lines, Options{}); err != nil {
		t.Fatal(err)
	}
	if page := text.String(); strings.Count(page, "<svg") != mostOverTime || !strings.Contains(page, "fewer sessions: 2 lines.") {
		t.Errorf("%d pictures in\n%s", strings.Count(page, "<svg"), page)
	}
}
