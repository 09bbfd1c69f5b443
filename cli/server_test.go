package cli

import (
	"os"
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestAServerBesideItsBenchmark measures the real llama-bench and the real
// llama-server on one file in one plan.
func TestAServerBesideItsBenchmark(t *testing.T) {
	w := newWorld(t).withEngine()
	benchmark := os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH")
	server := strings.Replace(benchmark, "llama-bench", "llama-server", 1)
	code, out, errs := w.dragstrip("run", w.tiny(), "--engine", benchmark, "--engine", server, "-p", "64", "-n", "8", "-d", "0,64", "-t", "1", "-r", "2", "--rounds", "1")
	s := w.newest()
	if code != exitDone || len(s.Jobs) != 2 {
		t.Fatalf("exit code %d, %d jobs\n%s\n%s", code, len(s.Jobs), out, errs)
	}
	checkComplete(t, s)
	j := s.Jobs[1]
	if threads, _ := j.ToldOf("n_threads"); threads != "1" || len(j.Loads) != 1 || len(j.Memory) == 0 {
		t.Errorf("told %v, loads %v, memory %v", j.Told, j.Loads, j.Memory)
	}
	for _, x := range []struct {
		test  bench.Test
		cache bench.CacheState
		least int
	}{{bench.Test{Prompt: 64}, bench.CacheNone, 58}, {bench.Test{Generation: 8}, bench.CacheNone, 8}, {bench.Test{Prompt: 64, Depth: 64}, bench.CachePartial, 58}} {
		got := j.Test(x.test).Exchanges()
		if len(got) != 2 || got[1].Cache != x.cache || got[1].TimedTokens < x.least || got[1].FirstTokenNS <= 0 || got[1].ServerTPS <= 0 {
			t.Errorf("%s: %+v", x.test, got)
		}
	}
	text, err := os.ReadFile(w.folder(s.ID).File("report.md"))
	if err != nil || !strings.Contains(string(text), "told its settings") {
		t.Errorf("%v\n%s", err, text)
	}
}
