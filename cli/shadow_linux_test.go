package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"dragstrip/bench"
)

// BenchmarkShadow prints how much dragstrip's observing disturbs the engine
// (its shadow). An engine thread is on every core. It prints the first
// repetition of a generation as a fraction of the others, under dragstrip and
// alone. It also prints t/s under dragstrip over t/s alone, for --rounds 1 and
// for --rounds 6 of the same repetitions. With --rounds 6 each round has a
// first repetition. The three take turns; -benchtime 10x takes ten of each.
// Budgets: the fractions within 0.03 of each other, the ratios 1.00 ± 0.02.
//
//	DRAGSTRIP_TEST_LLAMA_BENCH="$(dragstrip engines --prefix)" go test ./cli -run '^$' -bench Shadow -benchtime 10x -timeout 2h
//
// DRAGSTRIP_SHADOW_MODEL names another model than the tiny stand-in. A small
// model shows the shadow best.
func BenchmarkShadow(b *testing.B) {
	w := newWorld(b).withEngine()
	w.env = append(w.env, "DRAGSTRIP_NO_PROBE=0") // with the readings that a session takes
	model := os.Getenv("DRAGSTRIP_SHADOW_MODEL")
	if model == "" {
		model = w.tiny()
	}
	flags := []string{"-t", fmt.Sprint(runtime.NumCPU()), "-p", "128", "-n", "32", "-r", "6"}
	shadowAlone(b, model, flags) // the page cache is warm from here on
	var taken [3][]map[bench.Test][]float64
	ways := []func() map[bench.Test][]float64{
		func() map[bench.Test][]float64 { return shadowAlone(b, model, flags) },
		func() map[bench.Test][]float64 { return w.shadowUnder(model, append(flags, "--rounds", "1")) },
		func() map[bench.Test][]float64 { return w.shadowUnder(model, append(flags, "--rounds", "6")) },
	}
	for turn := 0; b.Loop(); turn++ {
		for k := range ways { // each is first equally often, so drift affects all alike
			i := (k + turn) % len(ways)
			taken[i] = append(taken[i], ways[i]())
		}
	}
	for _, test := range []bench.Test{{Prompt: 128}, {Generation: 32}} {
		first := func(all []map[bench.Test][]float64) bench.Summary {
			var shares []float64
			for _, one := range all {
				s := one[test]
				shares = append(shares, s[0]/bench.Summarize(s[1:]).Median)
			}
			return bench.Summarize(shares)
		}
		ratio := func(all []map[bench.Test][]float64) bench.Summary {
			var ratios []float64
			for i, one := range all {
				ratios = append(ratios, bench.Summarize(one[test]).Median/bench.Summarize(taken[0][i][test]).Median)
			}
			return bench.Summarize(ratios)
		}
		for _, figure := range []struct {
			name string
			is   bench.Summary
		}{
			{"first-of-rest-alone", first(taken[0])},
			{"first-of-rest-under", first(taken[1])},
			{"under-of-alone-rounds-1", ratio(taken[1])},
			{"under-of-alone-rounds-6", ratio(taken[2])},
		} {
			b.Logf("%s %s: %.3f (%.3f to %.3f of %d)", test, figure.name, figure.is.Median, figure.is.Min, figure.is.Max, figure.is.N)
			b.ReportMetric(figure.is.Median, test.String()+"-"+figure.name)
		}
	}
}

// shadowAlone runs llama-bench by itself and gives its samples in t/s.
func shadowAlone(b *testing.B, model string, flags []string) map[bench.Test][]float64 {
	b.Helper()
	prefix := strings.Fields(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"))
	c := exec.Command(prefix[0], append(append(prefix[1:], "-m", model, "-o", "jsonl"), flags...)...)
	out, err := c.Output()
	if err != nil {
		b.Fatalf("%v: %v", c.Args, err)
	}
	got := map[bench.Test][]float64{}
	for line := range bytes.SplitSeq(bytes.TrimSpace(out), []byte("\n")) {
		var r struct {
			Prompt     int     `json:"n_prompt"`
			Generation int     `json:"n_gen"`
			Samples    []int64 `json:"samples_ns"`
		}
		if err := json.Unmarshal(line, &r); err != nil {
			b.Fatalf("%s: %v", line, err)
		}
		test := bench.Test{Prompt: r.Prompt, Generation: r.Generation}
		got[test] = bench.Result{Test: test, SamplesNS: r.Samples}.SamplesTPS()
	}
	return got
}

// shadowUnder measures the same in a session without a viewer.
func (w *world) shadowUnder(model string, flags []string) map[bench.Test][]float64 {
	w.t.Helper()
	w.must(append([]string{"run", model, "--no-hash", "--no-sentinel"}, flags...)...)
	got := map[bench.Test][]float64{}
	for _, t := range w.newest().Jobs[0].Tests {
		got[t.Test] = t.SamplesTPS()
	}
	return got
}
