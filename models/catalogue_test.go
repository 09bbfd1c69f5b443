package models

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// published holds what others have measured: llama-bench's size and params
// columns as printed, or the exact bytes where a source gives them.
var published = []struct {
	shape, quant string
	size, params string
	bytes        int64 // 0 where only the printed size is known
	source       string
}{
	{"llama-2-7b", "Q4_0", "3.56 GiB", "6.74 B", 3825065984, "llama.cpp discussions 4167 and 10879"},
	{"llama-2-7b", "Q8_0", "6.67 GiB", "6.74 B", 0, "llama.cpp discussion 4167"},
	{"llama-2-7b", "F16", "12.55 GiB", "6.74 B", 0, "llama.cpp discussion 4167"},
	{"llama-2-7b", "Q4_K_M", "3.80 GiB", "6.74 B", 4080263168, "collected llama-bench results"},
	{"llama-3.2-1b", "Q4_K_M", "762.81 MiB", "1.24 B", 799862912, "collected llama-bench results"},
	{"llama-3.2-3b", "Q4_K_M", "1.87 GiB", "3.21 B", 0, "J. Geerling, ollama-benchmark issue 21"},
	{"llama-3.1-8b", "Q4_K_M", "4.58 GiB", "8.03 B", 4912898304, "XiongjieDai, GPU-Benchmarks-on-LLM-Inference"},
	{"llama-3.1-8b", "F16", "14.96 GiB", "8.03 B", 0, "XiongjieDai, GPU-Benchmarks-on-LLM-Inference"},
	{"llama-3.3-70b", "Q4_K_M", "39.59 GiB", "70.55 B", 42512531712, "J. Geerling, ollama-benchmark issue 21"},
	{"llama-3.3-70b", "F16", "131.42 GiB", "70.55 B", 0, "XiongjieDai, GPU-Benchmarks-on-LLM-Inference"},
	{"qwen2.5-7b", "Q4_K_M", "4.36 GiB", "7.62 B", 0, "collected llama-bench results"},
	{"qwen2.5-7b", "Q8_0", "7.54 GiB", "7.62 B", 0, "llama.cpp benches folder"},
	{"qwen2.5-14b", "Q4_K_M", "8.37 GiB", "14.77 B", 0, "J. Geerling, ollama-benchmark issue 21"},
	{"qwen3-8b", "Q4_K_M", "4.68 GiB", "8.19 B", 0, "mac-llm-bench"},
	{"qwen3-32b", "Q8_0", "32.42 GiB", "32.76 B", 34811744256, "collected llama-bench results"},
	{"qwen3-32b", "Q4_K_M", "18.40 GiB", "32.76 B", 0, "mac-llm-bench"},
	{"qwen3-30b-a3b", "Q4_K_M", "17.28 GiB", "30.53 B", 0, "collected llama-bench results"},
	{"qwen3-30b-a3b", "Q8_0", "30.25 GiB", "30.53 B", 0, "llama.cpp benches folder"},
	{"gpt-oss-20b", "MXFP4", "11.27 GiB", "20.91 B", 0, "llama.cpp discussion 15396"},
	{"gpt-oss-20b", "F16", "12.83 GiB", "20.91 B", 13779630336, "collected llama-bench results"},
	{"gpt-oss-120b", "MXFP4", "59.02 GiB", "116.83 B", 0, "llama.cpp discussion 15396"},
	{"gpt-oss-120b", "F16", "60.87 GiB", "116.83 B", 65355994368, "the article dyno was born from"},
	{"gemma-3-27b", "Q4_K_M", "15.40 GiB", "27.01 B", 0, "collected llama-bench results"},
}

// printedSize and printedParams follow llama-bench's markdown columns.
func printedSize(n int64) string {
	if n < 1<<30 {
		return fmt.Sprintf("%.2f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.2f GiB", float64(n)/(1<<30))
}

func printedParams(n int64) string {
	if n < 1e9 {
		return fmt.Sprintf("%.2f M", float64(n)/1e6)
	}
	return fmt.Sprintf("%.2f B", float64(n)/1e9)
}

func TestStandInsHaveThePublishedSizes(t *testing.T) {
	for _, p := range published {
		f, err := Check(p.shape, p.quant)
		if err != nil {
			t.Error(err)
			continue
		}
		size, params := printedSize(f.SizeBytes), printedParams(f.ParamCount)
		if size != p.size || params != p.params || (p.bytes != 0 && f.SizeBytes != p.bytes) {
			t.Errorf("%s %s: %s (%d bytes) %s; published: %s (%d bytes) %s, %s",
				p.shape, p.quant, size, f.SizeBytes, params, p.size, p.bytes, p.params, p.source)
		}
	}
}

func TestActiveParametersAreThePublishedOnes(t *testing.T) {
	for shape, want := range map[string]string{"gpt-oss-20b": "3.6", "gpt-oss-120b": "5.1"} {
		f, err := Check(shape, "MXFP4")
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%.1f", float64(f.ActiveParamCount)/1e9); got != want {
			t.Errorf("%s: %s billion active, published %s", shape, got, want)
		}
	}
}

func TestEveryShapeCanBeDesigned(t *testing.T) {
	names := map[string]bool{}
	for _, s := range Shapes() {
		if names[s.Name] || s.Name != strings.ToLower(s.Name) || s.Title == "" {
			t.Errorf("name %q, title %q", s.Name, s.Title)
		}
		names[s.Name] = true
		// Headers differ between quantisations in a few numbers only.
		q := s.Quants()[len(s.Quants())-1]
		d, err := design(StandIn{Shape: s.Name, Quant: q})
		if err != nil {
			t.Error(err)
			continue
		}
		g, err := read(d.header)
		if err != nil {
			t.Fatalf("%s %s: %v", s.Name, q, err)
		}
		weights := d.fileBytes - int64(len(d.header))
		if g.MissingBytes > weights || g.MissingBytes <= weights-alignment {
			t.Errorf("%s %s: %d bytes of weights, the header asks for %d", s.Name, q, weights, g.MissingBytes)
		}
	}
}

// TestRealEngineAgrees shows the tiny stand-in to a real llama-bench:
// DYNO_TEST_LLAMA_BENCH is its argv, separated by spaces.
func TestRealEngineAgrees(t *testing.T) {
	argv := strings.Fields(os.Getenv("DYNO_TEST_LLAMA_BENCH"))
	if len(argv) == 0 {
		t.Skip("DYNO_TEST_LLAMA_BENCH is not set: no real llama-bench to ask")
	}
	for _, quant := range tinyShape(t).Quants() {
		path := put(t, filepath.Join(t.TempDir(), "tiny.gguf"), writeTiny(t, quant, 1, 0))
		f, err := Check("tiny", quant)
		if err != nil {
			t.Fatal(err)
		}
		args := append(argv[1:len(argv):len(argv)], "-m", path, "-p", "8", "-n", "2", "-r", "1", "-o", "json")
		out, err := exec.CommandContext(t.Context(), argv[0], args...).CombinedOutput()
		for _, want := range []string{
			fmt.Sprintf("\"model_size\": %d,", f.SizeBytes), fmt.Sprintf("\"model_n_params\": %d,", f.ParamCount),
		} {
			if err != nil || !strings.Contains(string(out), want) {
				t.Fatalf("%s: %v, no %s in\n%s", quant, err, want, out)
			}
		}
	}
}
