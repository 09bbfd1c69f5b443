package standin

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/modelstest"
)

// small cuts a shape of the catalogue down to a few layers. How one layer keeps
// keys and values does not change.
func small(tb testing.TB, name string, layers int) Shape {
	tb.Helper()
	s, err := FindShape(name)
	if err != nil {
		tb.Fatal(err)
	}
	s.Layers, s.Vocabulary = layers, 4096
	s.Embedding, s.FeedForward = 512, 1024
	if s.QKVBias && s.Arch == "qwen2" { // in this architecture the heads fill the embedding
		s.Embedding = s.Heads * s.HeadSize
	}
	s.Experts, s.ExpertsUsed = min(s.Experts, 4), min(s.ExpertsUsed, 2)
	s.ExpertFeedForward, s.SharedFeedForward = min(s.ExpertFeedForward, 256), min(s.SharedFeedForward, 256)
	return s
}

// writeShape writes a stand-in of any shape.
func writeShape(tb testing.TB, s Shape, quant string) models.Found {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), s.Name+".gguf")
	if err := Write(tb.Context(), StandIn{Form: &s, Quant: quant, Path: path, Seed: 1}, nil); err != nil {
		tb.Fatal(err)
	}
	f, err := models.Look(path)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

// allocated is how many bytes the engine says it took, for each kind of buffer.
// If the engine says several values, the largest counts. The engine rounds to
// two decimals of a MiB.
type allocated struct{ model, kv, state, compute float64 }

var bufferLine = regexp.MustCompile(`(?m)^(\S+:)\s+\S+ (model|KV|RS|compute|output) buffer size = +([\d.]+) MiB`)

// realBench is the command of the real llama-bench. A test that needs it calls
// this before it writes any file.
func realBench(tb testing.TB) []string {
	tb.Helper()
	argv := strings.Fields(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"))
	if len(argv) == 0 {
		tb.Skip("skipped: DRAGSTRIP_TEST_LLAMA_BENCH is not set: no real llama-bench to ask")
	}
	return argv
}

// allocate starts llama-bench and reads the sizes of its buffers.
func allocate(tb testing.TB, path string, args ...string) (a allocated, said string) {
	tb.Helper()
	argv := realBench(tb)
	all := append(argv[1:len(argv):len(argv)], append([]string{"-m", path, "-r", "1", "-v", "-o", "json", "--no-warmup"}, args...)...)
	// Once the engine has said what it took, it need not compute anything.
	ctx, enough := context.WithTimeout(tb.Context(), time.Minute)
	defer enough()
	engine := exec.CommandContext(ctx, argv[0], all...)
	read, write, err := os.Pipe()
	if err != nil {
		tb.Fatal(err)
	}
	defer read.Close()
	engine.Stdout, engine.Stderr = write, write
	err = engine.Start()
	write.Close()
	if err != nil {
		tb.Fatal(err)
	}
	var out strings.Builder
	for lines := bufio.NewScanner(read); lines.Scan(); {
		fmt.Fprintln(&out, lines.Text())
		if strings.Contains(lines.Text(), "compute buffer size") {
			enough()
		}
	}
	engine.Wait()
	if !strings.Contains(out.String(), "compute buffer size") {
		tb.Fatalf("%v says\n%s", all, out.String())
	}
	sum := map[string]float64{}
	for _, m := range bufferLine.FindAllStringSubmatch(out.String(), -1) {
		n, _ := strconv.ParseFloat(m[3], 64)
		sum[m[2]] += n * (1 << 20)
	}
	return allocated{sum["model"], sum["KV"], sum["RS"], sum["compute"]}, out.String()
}

func TestKVIsWhatTheRealEngineAllocates(t *testing.T) {
	realBench(t)
	for _, c := range []struct {
		name, quant string
		shape       Shape
		tokens      int
	}{
		{"heads shared by queries", "Q8_0", small(t, "llama-3.1-8b", 4), 1000},
		{"a head for each query", "Q8_0", small(t, "llama-2-7b", 3), 700},
		{"heads of 64", "Q8_0", small(t, "llama-3.2-1b", 4), 256},
		{"biases", "Q4_0", small(t, "qwen2.5-7b", 2), 513},
		{"norms on heads", "Q8_0", small(t, "qwen3-8b", 4), 2000},
		{"experts", "Q8_0", small(t, "qwen3-30b-a3b", 4), 600},
		{"every second layer sees a window", "F16", small(t, "gpt-oss-20b", 5), 3000},
		{"five of six layers see a window", "Q8_0", small(t, "gemma-3-27b", 8), 3000},
		{"window larger than what is there", "Q8_0", small(t, "gemma-3-27b", 8), 300},
		{"chunks", "Q8_0", small(t, "llama-4-scout", 5), 9500},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := writeShape(t, c.shape, c.quant)
			for _, types := range []bench.KVTypes{{}, {Keys: "q8_0", Values: "q8_0"}} {
				a, said := allocate(t, f.Path, "-p", fmt.Sprint(c.tokens), "-n", "0", "-fa", "1", "-ub", "256",
					"-ctk", cmp.Or(types.Keys, "f16"), "-ctv", cmp.Or(types.Values, "f16"))
				want := f.KV.AllocatedBytes(int64(c.tokens), 256, types)
				// The engine rounds the size of each cache to two decimals, and
				// there are at most two caches.
				if diff := a.kv - float64(want); diff > 0.011*(1<<20) || diff < -0.011*(1<<20) {
					t.Errorf("%+v: %d bytes by us, %.0f by the engine\n%s", types, want, a.kv, kvLines(said))
				}
			}
		})
	}
}

// TestTotalIsWithinFivePerCentOfTheRealEngine: the sizes of weights and KV
// cache are exact. So only the memory for computing can be wrong. It is the
// same for two layers as for all layers, so two are enough.
func TestTotalIsWithinFivePerCentOfTheRealEngine(t *testing.T) {
	realBench(t)
	for _, c := range []struct {
		shape, quant string
		tokens       int64
	}{
		{"llama-3.2-1b", "Q4_0", 512},
		{"llama-3.2-3b", "Q4_K_M", 4096},
		{"llama-3.1-8b", "Q4_K_M", 8192},
		{"qwen2.5-7b", "Q4_K_M", 512},
		{"qwen3-30b-a3b", "Q4_K_M", 2048},
		{"gpt-oss-20b", "MXFP4", 4096},
		{"gemma-3-27b", "Q4_K_M", 2048},
		{"mistral-small-24b", "Q4_0", 512},
	} {
		t.Run(c.shape, func(t *testing.T) {
			whole, err := FindShape(c.shape)
			if err != nil {
				t.Fatal(err)
			}
			cut := whole
			cut.Layers = 2
			a, said := allocate(t, hollow(t, cut, c.quant).Path, "-p", fmt.Sprint(c.tokens), "-n", "0", "-fa", "1")
			need := hollow(t, whole, c.quant).Need(bench.Load{Tokens: c.tokens})
			got, want := float64(need.Total()), float64(need.WeightBytes+need.KVBytes)+a.compute
			t.Logf("%s by us, %s by the engine: %+.2f %%; to compute %s and %s", gib(int64(got)), gib(int64(want)), 100*(got/want-1), gib(need.ComputeBytes), gib(int64(a.compute)))
			if r := got / want; r < 0.95 || r > 1.05 {
				t.Errorf("%.3f\n%s", r, kvLines(said))
			}
		})
	}
}

// hollow writes a model without weights: a file of zeros that takes no room on
// the disk.
func hollow(tb testing.TB, s Shape, quant string) models.Found {
	tb.Helper()
	d, err := s.designGGUF(quant, 0)
	if err != nil {
		tb.Fatal(err)
	}
	path := modelstest.Put(tb, filepath.Join(tb.TempDir(), "hollow.gguf"), d.files[0].header)
	if err := os.Truncate(path, d.figures.FileBytes); err != nil {
		tb.Fatal(err)
	}
	f, err := models.Look(path)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func kvLines(said string) string {
	var out []string
	for line := range strings.SplitSeq(said, "\n") {
		if strings.Contains(line, "buffer size") || strings.Contains(line, "cells") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

func TestFactsOfTheCatalogue(t *testing.T) {
	for name, want := range map[string]string{
		"llama-3.1-8b":  "32 32 8 128 128256 131072 0 false grouped 0 0",
		"gemma-3-27b":   "62 32 16 128 262144 131072 1024 true grouped 52 0",
		"gpt-oss-20b":   "24 64 8 64 201088 131072 128 false grouped 12 0",
		"llama-4-scout": "48 40 8 128 202048 10485760 8192 false grouped 36 0",
		"llama-2-7b":    "32 32 32 128 32000 4096 0 false multi-head 0 0",
	} {
		s, err := FindShape(name)
		if err != nil {
			t.Fatal(err)
		}
		f := hollow(t, s, s.Quants()[0]).Facts
		if got := fmt.Sprint(f.Layers, f.Heads, f.KVHeads, f.HeadSize, f.Vocabulary, f.ContextLength, f.Window, f.Tied, " "+f.Attention+" ", f.WindowLayers, f.StateLayers); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		if f.BitsPerWeight < 4 || f.MainType == "" || f.FileType == "" || f.Tensors == 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}
