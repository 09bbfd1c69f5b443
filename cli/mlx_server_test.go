package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestMLXBesideItsServer measures a model with the driver of MLX and through the
// real mlx_lm.server in one plan, without a network.
func TestMLXBesideItsServer(t *testing.T) {
	w := newWorld(t)
	python := w.withMLX()
	server := python + " -m mlx_lm.server"
	folder := w.tinyMLX("tiny-mlx")
	code, out, errs := w.dragstrip("run", folder, "--engine", python, "--engine", server, "-p", "32", "-n", "16", "-d", "0,32", "-b", "64", "-r", "2", "--rounds", "1", "--no-hash", "--no-sentinel")
	s := w.newest()
	if code != exitDone || len(s.Jobs) != 2 {
		t.Fatalf("exit code %d, %d jobs\n%s\n%s", code, len(s.Jobs), out, errs)
	}
	checkComplete(t, s)
	j := s.Jobs[1]
	if len(j.Loads) != 1 || j.Loads[0] <= 0 || !strings.Contains(out, "mlx_lm.server reaches") {
		t.Errorf("loads %v\n%s", j.Loads, out)
	}
	if !strings.Contains(out, "the server does not tell whether it uses -b 64") {
		t.Errorf("-b is not named as unverified\n%s", out)
	}
	for _, x := range []struct {
		test  bench.Test
		cache bench.CacheState
	}{{bench.Test{Prompt: 32}, bench.CacheNone}, {bench.Test{Generation: 16}, bench.CacheNone}, {bench.Test{Prompt: 32, Depth: 32}, bench.CachePartial}} {
		got := j.Test(x.test).Exchanges()
		// Two random prompts may begin with the same few tokens.
		cold := x.cache == bench.CacheNone && len(got) == 2 && got[1].CachedTokens <= 3
		if len(got) != 2 || got[1].Cache != x.cache && !cold || got[1].FirstTokenNS <= 0 || got[1].AnswerTokens == 0 || got[1].ServerTPS != 0 {
			t.Errorf("%s: %+v", x.test, got)
		}
	}
	if err := os.Remove(filepath.Join(folder, "tokenizer.json")); err != nil {
		t.Fatal(err)
	}
	_, out, errs = w.dragstrip("run", folder, "--engine", server, "-p", "8", "-n", "0", "-r", "1", "--no-hash", "--no-sentinel")
	if f := w.newest().Jobs[0].Tests[0].Failure; f == nil || f.Code != bench.FailFileIncomplete || !strings.Contains(f.Reason, "no tokenizer") {
		t.Errorf("without a tokenizer: %+v\n%s\n%s", f, out, errs)
	}
}

// TestTwoRequestsAtOnceOnMLX asks the real mlx_lm.server for two answers at once.
func TestTwoRequestsAtOnceOnMLX(t *testing.T) {
	w := newWorld(t)
	server := w.withMLX() + " -m mlx_lm.server"
	w.must("run", w.tinyMLX("tiny-mlx"), "--engine", server, "-p", "0", "-n", "96", "-d", "32", "-r", "1", "-concurrency", "2", "--no-hash", "--no-sentinel")
	for _, x := range w.newest().Jobs[0].Tests[0].Exchanges() {
		if len(x.Streams) != 2 || x.Streams[1].CachedTokens < 16 || x.TimedTokens < 4 {
			t.Errorf("%+v", x)
		}
	}
}
