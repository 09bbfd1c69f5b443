package cli

import (
	"context"
	"strings"
	"testing"

	"dragstrip/bench"
)

// Chips are listed with how many of the tests they answer, the newest results
// first, and every source of a figure is told with the spread.
func TestChipsThatAnswerAreListedWithTheirSources(t *testing.T) {
	llama := bench.Model{Name: "Llama 2 7B", Quant: "Q4_0", Format: "gguf", Arch: "llama", ParamCount: 6_738_415_616}
	jobs := []bench.Job{{Model: llama, Tests: []bench.Test{{Prompt: 512}, {Generation: 128}, {Generation: 77}}}, {Model: llama, Tests: []bench.Test{{Prompt: 512}}}}
	chips, tests := answeringChips(context.Background(), jobs)
	if tests != 3 || len(chips) < 50 {
		t.Fatalf("%d chips, %d tests", len(chips), tests)
	}
	both := 0
	for _, c := range chips {
		if c.Tests < 1 || c.Tests > 2 || c.Newest == "" {
			t.Errorf("%+v", c)
		}
		if c.Tests == 2 {
			both++
		}
	}
	if both < 40 || !strings.Contains(chips[0].Newest, "202") {
		t.Errorf("%d answer both; the newest is %+v", both, chips[0])
	}
	text := strings.Join(sourcesOf(context.Background(), "GeForce RTX 4090", llama, bench.Test{Generation: 128}), "\n")
	for _, part := range []string{"tg128 of Llama 2 7B Q4_0 on GeForce RTX 4090", "above the slowest", "from llama.cpp discussion"} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in\n%s", part, text)
		}
	}
	if got := sourcesOf(context.Background(), "GeForce RTX 4090", llama, bench.Test{Generation: 77}); len(got) != 1 || !strings.Contains(got[0], "Nobody published") {
		t.Errorf("%q", got)
	}
	if got := sourcesOf(context.Background(), "no chip", llama, bench.Test{}); got != nil {
		t.Errorf("%q", got)
	}
}
