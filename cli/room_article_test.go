package cli

import (
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/widget"
)

// The last page of the preset article is the one that compare --preset article
// prints, laid out for the screen; the model and this machine always stay.
func TestTheArticlesPageFitsTheScreen(t *testing.T) {
	r := newRooms(shelf(t), &processors{})
	llama := bench.Model{Name: "Llama 3.2 3B", Quant: "Q4_K_M", Format: "gguf", Arch: "llama", ParamCount: 3_212_749_888}
	row := func(test bench.Test, tps float64, grade bench.Grade) report.Row {
		return report.Row{
			Session: &bench.Session{ID: "mine"}, Job: &bench.JobState{Job: bench.Job{Model: llama}}, Test: &bench.TestState{Test: test},
			Summary: bench.Summary{N: 6, Median: tps}, Grade: grade,
		}
	}
	lay, err := r.articlePage([]report.Row{
		row(bench.Test{Generation: 128}, 99.9, bench.GradeSuspect), row(bench.Test{Generation: 128}, 0, ""), row(bench.Test{Generation: 128}, 77.7, bench.GradeClean),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{36, 56, 96, 150} {
		text := strings.Join(lay(width), "\n")
		for _, part := range []string{"this machine", "77.7 tg", "4. ", "bandwidth"} {
			if !strings.Contains(text, part) {
				t.Errorf("%d: no %q in\n%s", width, part, text)
			}
		}
		for _, line := range lay(width) {
			if widget.Width(line) > width {
				t.Errorf("wider than %d: %s", width, line)
			}
		}
	}
	if text := strings.Join(lay(96), "\n"); !strings.Contains(text, "+37.5 %") || !strings.Contains(text, "* why: llama 3B Q4_K_M: FWD 69 %, M1 30 %") { // the reasons used to take the place of the figures
		t.Errorf("96 wide:\n%s", text)
	}
	if text := strings.Join(lay(150), "\n"); !strings.Contains(text, "+37.5 %") || strings.Contains(text, "**") {
		t.Errorf("the percentages:\n%s", text)
	}
}
