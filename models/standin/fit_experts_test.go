package standin

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dragstrip/models"
	"dragstrip/models/gguf"
)

// evenEnough is how evenly the routers of a trained model use their experts, at
// least: the entropy of the use, divided by the entropy of even use.
const evenEnough = 0.9

// TestTheEngineUsesAllExperts counts with llama.cpp's llama-imatrix, which says
// for each layer how many tokens each expert got. DRAGSTRIP_TEST_LLAMA_IMATRIX is
// its command.
func TestTheEngineUsesAllExperts(t *testing.T) {
	argv := strings.Fields(os.Getenv("DRAGSTRIP_TEST_LLAMA_IMATRIX"))
	if len(argv) == 0 {
		t.Skip("skipped: DRAGSTRIP_TEST_LLAMA_IMATRIX is not set: nothing counts the engine's use of experts")
	}
	text := filepath.Join(t.TempDir(), "text")
	var words strings.Builder
	for choose, n := rand.New(rand.NewPCG(1, 1)), 0; n < 1300; n++ {
		words.WriteString(" " + word(choose.IntN(3800)))
	}
	if err := os.WriteFile(text, []byte(words.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ shape, quant string }{{"qwen3-30b-a3b", "Q4_0"}, {"qwen3-30b-a3b", "Q4_K_M"}, {"gpt-oss-20b", "MXFP4"}} {
		f := writeShape(t, manyExperts(t, c.shape), c.quant)
		out := filepath.Join(t.TempDir(), "counts.gguf")
		command := exec.CommandContext(t.Context(), argv[0], append(argv[1:], "-m", f.Path, "-f", text, "-o", out, "-c", "256", "--no-ppl", "-ngl", "0")...)
		if said, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		for layer, share := range entropiesIn(t, out) {
			if share < evenEnough {
				t.Errorf("%s %s: use of experts in %s has %.3f of the entropy of even use", c.shape, c.quant, layer, share)
			}
		}
	}
}

// manyExperts has enough layers for their small changes to add up. It has as
// many experts as fit into a small file.
func manyExperts(t *testing.T, name string) Shape {
	s := small(t, name, 12)
	s.Experts, s.ExpertsUsed = 32, 4
	return s
}

// entropiesIn reads the counts of llama-imatrix and gives the evenness for each
// tensor.
func entropiesIn(t *testing.T, path string) map[string]float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	look, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	g, err := gguf.Read(f, look.Size())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, tensor := range g.Tensors {
		if !strings.HasSuffix(tensor.Name, "ffn_gate_exps.weight.counts") {
			continue
		}
		b, err := io.ReadAll(io.NewSectionReader(f, g.WeightsOffset+tensor.Offset, tensor.Bytes))
		if err != nil {
			t.Fatal(err)
		}
		out[tensor.Name] = evenness(b)
	}
	if len(out) < 2 {
		t.Fatalf("counts of %d layers are in what it wrote", len(out))
	}
	return out
}

// evenness is the entropy of counts, divided by the entropy of equal counts.
// The counts are numbers of type F32.
func evenness(counts []byte) float64 {
	numbers := make([]float64, len(counts)/4)
	total := 0.0
	for i := range numbers {
		numbers[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(counts[4*i:])))
		total += numbers[i]
	}
	entropy := 0.0
	for _, n := range numbers {
		if n > 0 {
			entropy -= n / total * math.Log(n/total)
		}
	}
	return entropy / math.Log(float64(len(numbers)))
}

// TestMLXUsesAllExperts counts the same with the real mlx_lm.
func TestMLXUsesAllExperts(t *testing.T) {
	python := realPython(t)
	s := manyExperts(t, "qwen3-30b-a3b")
	s.Layers = 6 // mlx_lm's build for the CPU is slow
	folder := filepath.Join(t.TempDir(), "m")
	if err := Write(t.Context(), StandIn{Form: &s, Quant: "4bit", Format: models.FormatMLX, WideScales: true, Path: folder}, nil); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), python, filepath.Join("testdata", "mlx_experts.py"), strconv.Itoa(256), folder)
	c.Stderr = os.Stderr
	said, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all map[string][]float64
	if err := json.Unmarshal(said, &all); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if len(all[folder]) != s.Layers {
		t.Fatalf("%d layers were counted", len(all[folder]))
	}
	for layer, share := range all[folder] {
		if share < evenEnough {
			t.Errorf("use of experts in layer %d has %.3f of the entropy of even use", layer, share)
		}
	}
}
