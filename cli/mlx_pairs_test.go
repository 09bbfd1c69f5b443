package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models"
	"dragstrip/models/standin"
	"dragstrip/runner/mlx"
)

// The numbers of tokens that BenchmarkDriverAgainstTool measures.
const pairPrompt, pairGeneration = 128, 64

// BenchmarkDriverAgainstTool compares dragstrip's driver with mlx_lm.benchmark.
// It measures one model in one process with both, in alternating order. It
// prints the median of the pairs' ratios with its interval, for prompt
// processing and for generation after a prompt; mlx_lm.benchmark's count is
// corrected. mlx_lm.benchmark's prompt time also includes the step to the first
// token and the building of the next step. So 0.97 to 0.99 is expected. Then it
// does the same for generation with signs of life on against off, and off
// against off. -benchtime 20x takes 20 pairs. DRAGSTRIP_PAIRS_MODEL names a
// model; without it, an unquantized tiny one is used.
func BenchmarkDriverAgainstTool(b *testing.B) {
	w := newWorld(b)
	python := w.withMLX()
	model := os.Getenv("DRAGSTRIP_PAIRS_MODEL")
	if model == "" {
		model = filepath.Join(w.home, "tiny")
		if err := standin.Write(b.Context(), standin.StandIn{Shape: "tiny", Quant: "bf16", Format: models.FormatMLX, Path: model}, nil); err != nil {
			b.Fatal(err)
		}
	}
	driver := filepath.Join(w.home, "driver.py")
	if err := os.WriteFile(driver, []byte(mlx.Driver), 0o600); err != nil {
		b.Fatal(err)
	}
	c := exec.Command(python, filepath.Join("..", "runner", "mlx", "testdata", "pairs.py"), driver, model, fmt.Sprint(b.N), fmt.Sprint(pairPrompt), fmt.Sprint(pairGeneration))
	c.Env = append(os.Environ(), "HF_HUB_OFFLINE=1", "TRANSFORMERS_VERBOSITY=error", "TOKENIZERS_PARALLELISM=false")
	var errs strings.Builder
	c.Stderr = &errs
	pipe, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	ratios := map[string][]float64{}
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		var p struct {
			PP, TG        float64
			PromptTPS     float64 `json:"prompt_tps"`
			GenerationTPS float64 `json:"generation_tps"`
			On            float64 `json:"tg_on"`
			Off           float64 `json:"tg_off"`
			Again         float64 `json:"tg_again"`
		}
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			b.Fatalf("%s: %v", lines.Bytes(), err)
		}
		const g = pairGeneration
		note := func(name string, ratio float64) { ratios[name] = append(ratios[name], ratio) }
		note("pp: mlx_lm.benchmark / driver", p.PromptTPS/(pairPrompt/p.PP))
		note("tg: mlx_lm.benchmark, corrected / driver", p.GenerationTPS*(g-1)/g/(g/p.TG))
		note("tg: signs of life on / off", p.Off/p.On)
		note("tg: off / off", p.Again/p.Off)
	}
	if err := c.Wait(); err != nil {
		b.Fatalf("%v\n%s", err, errs.String())
	}
	if n := len(ratios["tg: off / off"]); n != b.N {
		b.Fatalf("%d pairs, want %d\n%s", n, b.N, errs.String())
	}
	for _, name := range []string{"pp: mlx_lm.benchmark / driver", "tg: mlx_lm.benchmark, corrected / driver", "tg: signs of life on / off", "tg: off / off"} {
		s := bench.Summarize(ratios[name])
		interval := "no interval: fewer than six pairs"
		if s.HasInterval {
			interval = fmt.Sprintf("%.4f to %.4f", s.Low, s.High)
		}
		b.Logf("%-42s median ratio %.4f (%s), %d pairs", name, s.Median, interval, s.N)
	}
	b.ReportMetric(0, "ns/op")
}
