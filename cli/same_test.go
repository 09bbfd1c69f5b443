package cli

import (
	"os"
	"path/filepath"
	"testing"

	"dragstrip/bench"
)

// BenchmarkSameAgainstSame prints how many verdicts dragstrip gives although
// nothing differs, on the real engine. A session has two jobs that measure two
// copies of one file. Their repetitions are taken in rounds, with a prompt test
// and a generation test each. At most 5 % of the comparisons may show a
// difference. Each iteration is a session with two comparisons.
//
//	DRAGSTRIP_TEST_LLAMA_BENCH="$(dragstrip engines --prefix)" go test ./cli -run '^$' -bench SameAgainstSame -benchtime 20x -timeout 1h
//
// The simulation in ./bench prints what chance alone gives.
func BenchmarkSameAgainstSame(b *testing.B) {
	w := newWorld(b).withEngine()
	model := w.tiny()
	again := filepath.Join(filepath.Dir(model), "again.gguf")
	content, err := os.ReadFile(model)
	if err == nil {
		err = os.WriteFile(again, content, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	comparisons, wrong, widest := 0, 0, 0.0
	for b.Loop() {
		w.must("run", model, again, "-p", "256", "-n", "128", "--no-hash", "--no-sentinel", "--rounds", "6")
		s := w.newest()
		if len(s.Jobs) != 2 {
			b.Fatalf("%d jobs", len(s.Jobs))
		}
		for i, t := range s.Jobs[0].Tests {
			c := bench.Compare(t.StartsTPS(), s.Jobs[1].Tests[i].StartsTPS())
			comparisons++
			widest = max(widest, c.High-c.Low)
			if c.Verdict == bench.Faster || c.Verdict == bench.Slower {
				wrong++
				b.Logf("%s: %s, %s (%s to %s), p %.3f", t.Test, c.Verdict, bench.FormatChange(c.Ratio), bench.FormatChange(c.Low), bench.FormatChange(c.High), c.P)
			}
		}
	}
	b.ReportMetric(100*float64(wrong)/float64(comparisons), "%false_verdicts")
	b.ReportMetric(float64(comparisons), "comparisons")
	b.ReportMetric(100*widest, "%widest_interval")
}
