package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStandInForMLXIsWrittenAndFound(t *testing.T) {
	w := newWorld(t)
	folder := filepath.Join(w.home, "tiny-mlx")
	var said standInSaid
	if err := json.Unmarshal([]byte(w.must("standin", "tiny", "4bit", "-o", folder, "--json")), &said); err != nil {
		t.Fatal(err)
	}
	if said.Path != folder || said.Format != "mlx" || said.SizeBytes != 8_266_752 || said.Params != 14_684_672 || said.Tensors != 96 || said.Seconds <= 0 {
		t.Errorf("%+v", said)
	}
	code, _, errs := w.dragstrip("standin", "tiny", "4bit", "-o", folder)
	if code != 0 || !strings.Contains(errs, "already exists and is complete; nothing was written") {
		t.Errorf("asked for again, %d: %s", code, errs)
	}
	onDisk := int64(0)
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if look, err := e.Info(); err == nil {
			onDisk += look.Size()
		}
	}
	if onDisk != said.FileBytes {
		t.Errorf("%d bytes on disk, said %d", onDisk, said.FileBytes)
	}
	out := w.must("models", folder)
	for _, want := range []string{"Tiny 4bit (stand-in)", "4.50 bits per weight", "4 bit in groups of 64 (affine)", "of tiny: random weights", "complete"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}

func TestStandInsFormatFollowsItsQuantization(t *testing.T) {
	w := newWorld(t)
	for args, want := range map[string]struct {
		code      int
		out, errs string
	}{
		"tiny 4bit --check":                   {0, "Tiny 4bit for MLX", "--format mlx"},
		"tiny mxfp4 --check":                  {0, "Tiny mxfp4 for MLX", "--format mlx"},
		"gpt-oss-20b mxfp4 --check":           {0, "gpt-oss 20B MXFP4: ", ""},
		"gpt-oss-20b --check --format mlx":    {0, "gpt-oss 20B mxfp4 for MLX", ""},
		"tiny bf16 --check":                   {0, "Tiny BF16: ", ""},
		"tiny BF16 --check --format mlx":      {0, "Tiny bf16 for MLX", ""},
		"llama-3.3-70b 4bit --check":          {0, "equal", ""},
		"tiny 4bit --check --scales f32":      {0, "with F32 scales", ""},
		"tiny Q4_K_M --format mlx":            {exitUsage, "", "possible: bf16, 8bit"},
		"gpt-oss-20b 4bit":                    {exitUsage, "", "for MLX (--format mlx): mxfp4, mxfp4-q8"},
		"tiny Q4_0 --scales f32":              {exitUsage, "", "--format mlx"},
		"tiny --format onnx":                  {exitUsage, "", "neither gguf nor mlx"},
		"tiny --scales f16":                   {exitUsage, "", "neither bf16 nor f32"},
		"--like x.gguf --format mlx":          {exitUsage, "", "GGUF"},
		"tiny bf16 --format mlx --scales f32": {exitUsage, "", "no scales"},
	} {
		code, out, errs := w.dragstrip(append([]string{"standin"}, strings.Fields(args)...)...)
		if code != want.code || !strings.Contains(out, want.out) || !strings.Contains(errs, want.errs) {
			t.Errorf("%s: %d\n%s%s", args, code, out, errs)
		}
	}
}

// TestOneModelOnBothEnginesIsSaid checks the JSON of the list, and the text
// about one model.
func TestOneModelOnBothEnginesIsSaid(t *testing.T) {
	w := newWorld(t)
	for _, args := range [][]string{{"tiny", "Q4_0"}, {"tiny", "4bit"}} {
		w.must(append([]string{"standin"}, args...)...)
	}
	var said struct {
		Models []struct {
			Path     string
			Pair     string
			PairWith []string `json:"pair_with"`
		}
	}
	if err := json.Unmarshal([]byte(w.must("models", "--json")), &said); err != nil {
		t.Fatal(err)
	}
	gguf, mlx := "", ""
	for _, m := range said.Models {
		switch filepath.Base(m.Path) {
		case "standin-tiny-Q4_0.gguf":
			gguf = m.Path
			if m.Pair != "stand-in of tiny" || len(m.PairWith) != 1 || filepath.Base(m.PairWith[0]) != "standin-tiny-4bit-mlx" {
				t.Errorf("%+v", m)
			}
		case "standin-tiny-4bit-mlx":
			mlx = m.Path
			if m.Pair != "stand-in of tiny" || len(m.PairWith) != 1 {
				t.Errorf("%+v", m)
			}
		}
	}
	if out := w.must("models", gguf); !strings.Contains(out, "pair       the same model for another engine: Tiny 4bit (stand-in), "+mlx) {
		t.Errorf("%s", out)
	}
	if out := w.must("models", mlx); !strings.Contains(out, "the same model for another engine: Tiny Q4_0 (stand-in), "+gguf) {
		t.Errorf("%s", out)
	}
}
