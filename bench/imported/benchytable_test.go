package imported

import (
	"slices"
	"strings"
	"testing"
)

// The first rows are of llama-benchy's own README. Its generation follows the
// prompt. Without a prompt cache, the time for "pp2048 @ d4096" is that of 6144
// tokens; with one, it is that of 2048.
func TestLlamaBenchysTestsAreNamedByWhatTheyMeasured(t *testing.T) {
	const heads = "| model | test | t/s | peak t/s | ttfr (ms) | est_ppt (ms) | e2e_ttft (ms) |\n|:--|--:|--:|--:|--:|--:|--:|\n"
	for name, c := range map[string]struct {
		text    string
		want    []string
		leftOut string
	}{
		"without a prompt cache": {
			heads + "| m | pp2048 | 8521.08 ± 69.61 | | 297.14 ± 1.97 | 240.36 ± 1.97 | 340.65 ± 3.49 |\n| m | tg32 | 73.18 ± 0.45 | 75.84 ± 0.48 | | | |\n" +
				"| m | pp2048 @ d4096 | 9450.36 ± 24.73 | | 706.92 ± 1.70 | 650.14 ± 1.70 | 750.96 ± 3.08 |\n| m | tg32 @ d4096 | 72.22 ± 0.83 | 74.81 ± 0.86 | | | |\n",
			[]string{"m pp2048 8521.08±69.61", "m tg32@d2048 73.18±0.45", "m pp6144 9450.36±24.73", "m tg32@d6144 72.22±0.83"},
			"",
		},
		"with a prompt cache": {
			heads + "| m | ctx_pp @ d4096 | 9259.71 ± 76.35 | | 492.62 ± 3.63 | 442.38 ± 3.63 | 535.67 ± 3.75 |\n| m | ctx_tg @ d4096 | 73.28 ± 0.80 | 75.93 ± 0.82 | | | |\n" +
				"| m | pp2048 @ d4096 | 7467.44 ± 131.59 | | 324.59 ± 4.84 | 274.34 ± 4.84 | 367.60 ± 4.95 |\n| m | tg32 @ d4096 | 72.25 ± 0.12 | 74.86 ± 0.12 | | | |\n",
			[]string{"m pp4096 9259.71±76.35", "m pp2048@d4096 7467.44±131.59", "m tg32@d6144 72.25±0.12"},
			"it does not say how many tokens it generated",
		},
		"requests at once": {
			"| model | test | t/s (total) | t/s (req) | ttfr (ms) | est_ppt (ms) |\n|:--|--:|--:|--:|--:|--:|\n" +
				"| m | pp2048 (c1) | 7803.68 ± 63.74 | 7803.68 ± 63.74 | 292.86 ± 2.15 | 262.46 ± 2.15 |\n| m | tg32 (c1) | 74.83 ± 0.59 | 74.83 ± 0.59 | | |\n| m | tg32 (c2) | 111.27 ± 3.61 | 56.20 ± 1.27 | | |\n",
			[]string{"m pp2048 7803.68±63.74", "m tg32@d2048 74.83±0.59"},
			"it measured 2 requests at once, and the speed is that of all together",
		},
		"a generation below no prompt": {
			heads + "| m | tg32 @ d4096 | 72.22 ± 0.83 | 74.81 ± 0.86 | | | |\n", []string{"m tg32@d4096 72.22±0.83"}, "",
		},
		"dragstrip's table, copied from a page": {
			heads + "| m | pp512 | 321 ± 1 | | | | |\n| m | tg128 | 23.1 ± 0.1 | | | | |\n\nmeasured by dragstrip on llama.cpp b11669 · Vulkan, latency mode: none\n",
			[]string{"m pp512 321±1", "m tg128 23.1±0.1"},
			"",
		},
		"JSON, without a prompt cache": {
			`{"model": "m", "benchmarks": [{"concurrency": 1, "context_size": 4096, "prompt_size": 2048, "response_size": 32, "pp_throughput": {"mean": 9450.36}, "est_ppt": {"mean": 650.14}, "tg_throughput": {"mean": 72.22}}]}`,
			[]string{"m pp6144 9450.36", "m tg32@d6144 72.22"},
			"",
		},
		"JSON, with a prompt cache": {
			`{"model": "m", "benchmarks": [{"concurrency": 1, "context_size": 4096, "prompt_size": 2048, "response_size": 32, "is_context_prefill_phase": true, "pp_throughput": {"mean": 9259.71}, "est_ppt": {"mean": 442.38}, "tg_throughput": {"mean": 73.28}},
			{"concurrency": 1, "context_size": 4096, "prompt_size": 2048, "response_size": 32, "pp_throughput": {"mean": 7467.44}, "est_ppt": {"mean": 274.34}, "tg_throughput": {"mean": 72.25}}]}`,
			[]string{"m pp4096 9259.71", "m tg32@d4096 73.28", "m pp2048@d4096 7467.44", "m tg32@d6144 72.25"},
			"",
		},
	} {
		got, found, err := read(t, c.text, Hints{})
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
		reasons := ""
		for _, row := range found.LeftOut {
			reasons += row.Why
		}
		if reasons != c.leftOut {
			t.Errorf("%s: left out %q, want %q", name, reasons, c.leftOut)
		}
	}
}
