package models

import (
	"bufio"
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

	"dyno/bench"
)

// small cuts a shape of the catalogue down to a few layers, which changes
// nothing in how one layer keeps keys and values.
func small(tb testing.TB, name string, layers int) Shape {
	tb.Helper()
	s, err := FindShape(name)
	if err != nil {
		tb.Fatal(err)
	}
	s.Layers, s.Vocabulary = layers, 4096
	s.Embedding, s.FeedForward = 512, 1024
	if s.QKVBias && s.Arch == "qwen2" { // whose heads fill the embedding
		s.Embedding = s.Heads * s.HeadSize
	}
	s.Experts, s.ExpertsUsed = min(s.Experts, 4), min(s.ExpertsUsed, 2)
	s.ExpertFeedForward, s.SharedFeedForward = min(s.ExpertFeedForward, 256), min(s.SharedFeedForward, 256)
	return s
}

// writeShape writes a stand-in of any shape.
func writeShape(tb testing.TB, s Shape, quant string) Found {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), s.Name+".gguf")
	d, err := s.design(quant, 1)
	if err == nil {
		err = d.write(context.Background(), StandIn{Path: path, Seed: 1}, nil)
	}
	if err != nil {
		tb.Fatal(err)
	}
	f, err := Look(path)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

// allocated is what the engine says it took, the most at a time of each kind,
// in bytes as far as its two decimals tell.
type allocated struct{ model, kv, state, compute float64 }

var bufferLine = regexp.MustCompile(`(?m)^(\S+:)\s+\S+ (model|KV|RS|compute|output) buffer size = +([\d.]+) MiB`)

// allocate starts llama-bench and reads the sizes of its buffers.
func allocate(tb testing.TB, path string, args ...string) (a allocated, said string) {
	tb.Helper()
	argv := strings.Fields(os.Getenv("DYNO_TEST_LLAMA_BENCH"))
	if len(argv) == 0 {
		tb.Skip("skipped: DYNO_TEST_LLAMA_BENCH is not set: no real llama-bench to ask")
	}
	all := append(argv[1:len(argv):len(argv)], append([]string{"-m", path, "-r", "1", "-v", "-o", "json", "--no-warmup"}, args...)...)
	// Once it has said what it took there is no need to let it compute.
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
					"-ctk", first(types.Keys, "f16"), "-ctv", first(types.Values, "f16"))
				want := f.KV.AllocatedBytes(int64(c.tokens), 256, types)
				// The engine prints two decimals for each of at most two caches.
				t.Logf("%d %.0f", want, a.kv)
				if diff := a.kv - float64(want); diff > 0.011*(1<<20) || diff < -0.011*(1<<20) {
					t.Errorf("%+v: %d bytes by us, %.0f by the engine\n%s", types, want, a.kv, kvLines(said))
				}
			}
		})
	}
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
