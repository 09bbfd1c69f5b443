package standin

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/models"
)

func mlxFigures(t *testing.T, in StandIn) Figures {
	t.Helper()
	in.Format = models.FormatMLX
	f, err := in.Check()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestMLXStandInsHaveTheSizesOfRealOnes: bytes and tensors must be those that
// mlx_lm's own quantizer makes. The first two were measured by loading them.
// The rest are the total_size of published index files, as the model cards in
// exo's repository repeat them.
func TestMLXStandInsHaveTheSizesOfRealOnes(t *testing.T) {
	nano := Shape{ // Llama 3.1 Nemotron Nano 4B v1.1
		Name: "nano", Title: "Nano", Arch: "llama", Layers: 32, Embedding: 3072, FeedForward: 9216,
		Heads: 32, KVHeads: 8, HeadSize: 128, Vocabulary: 128_256, ContextLength: 131_072, RopeFactors: true, RopeBase: 500_000,
	}
	small := Shape{
		Name: "small", Title: "Small", Arch: "llama", Layers: 4, Embedding: 256, FeedForward: 1024,
		Heads: 8, KVHeads: 4, HeadSize: 32, Vocabulary: 4096, ContextLength: 8192, Tied: true, RopeBase: 10_000,
	}
	for name, c := range map[string]struct {
		in                     StandIn
		bytes, tensors, params int64
	}{
		"1B in 4 bit":               {StandIn{Shape: "llama-3.2-1b", Quant: "4bit"}, 695_242_752, 372, 1_235_814_400},
		"1B with wide scales":       {StandIn{Shape: "llama-3.2-1b", Quant: "4bit", WideScales: true}, 772_612_096, 372, 1_235_814_400},
		"small in 4 bit":            {StandIn{Form: &small, Quant: "4bit"}, 2_806_272, 96, 4_983_040},
		"small in BF16":             {StandIn{Form: &small, Quant: "bf16"}, 9_966_080, 38, 4_983_040},
		"70B in 4 bit":              {StandIn{Shape: "llama-3.3-70b", Quant: "4bit"}, 39_688_355_840, 1847, 70_553_706_496},
		"70B in 8 bit":              {StandIn{Shape: "llama-3.3-70b", Quant: "8bit"}, 74_964_549_632, 1847, 70_553_706_496},
		"70B in BF16":               {StandIn{Shape: "llama-3.3-70b", Quant: "bf16"}, 141_107_412_992, 723, 70_553_706_496},
		"Nemotron Nano 4B in 4 bit": {StandIn{Form: &nano, Quant: "4bit"}, 2_538_706_944, 743, 4_512_746_496},
		"Nemotron Nano 4B in 8 bit": {StandIn{Form: &nano, Quant: "8bit"}, 4_794_980_352, 743, 4_512_746_496},
		"Nemotron Nano 4B in BF16":  {StandIn{Form: &nano, Quant: "bf16"}, 9_025_492_992, 291, 4_512_746_496},
	} {
		f := mlxFigures(t, c.in)
		if f.SizeBytes != c.bytes || f.Tensors != c.tensors || f.ParamCount != c.params {
			t.Errorf("%s: %+v, want %d bytes, %d tensors, %d parameters", name, f, c.bytes, c.tensors, c.params)
		}
	}
	f := mlxFigures(t, StandIn{Shape: "llama-3.2-1b", Quant: "4bit"})
	if bpw := float64(f.SizeBytes) * 8 / float64(f.ParamCount); math.Abs(bpw-4.5006) > 0.00005 {
		t.Errorf("%.5f bits per weight", bpw)
	}
}

// TestMLXAndGGUFStandInsHaveTheSameParameters, except for two things. GGUF
// keeps the rotation factors as a tensor. And llama.cpp's converter leaves out
// some rows of Gemma's embedding.
func TestMLXAndGGUFStandInsHaveTheSameParameters(t *testing.T) {
	for _, s := range Shapes() {
		q := s.MLXQuants()
		if len(q) == 0 {
			t.Errorf("%s cannot be written for MLX", s.Name)
			continue
		}
		mlx := mlxFigures(t, StandIn{Shape: s.Name, Quant: q[0]})
		gguf, err := StandIn{Shape: s.Name, Quant: s.Quants()[0]}.Check()
		if err != nil {
			t.Fatal(err)
		}
		more := int64(0)
		if s.RopeFactors {
			more -= int64(s.HeadSize / 2)
		}
		if s.Arch == "gemma3" {
			more += 64 * int64(s.Embedding)
		}
		if mlx.ParamCount != gguf.ParamCount+more {
			t.Errorf("%s: %d parameters for MLX, %d for llama.cpp", s.Name, mlx.ParamCount, gguf.ParamCount)
		}
	}
}

func TestMLXStandInIsReadAsWhatItIs(t *testing.T) {
	for _, s := range smallForms() {
		for _, quant := range s.MLXQuants() {
			in := StandIn{Form: &s, Quant: quant, Format: models.FormatMLX, Path: filepath.Join(t.TempDir(), "x"), Seed: 1}
			if err := Write(t.Context(), in, nil); err != nil {
				t.Fatal(err)
			}
			want := mlxFigures(t, in)
			f, err := models.Look(in.Path)
			if err != nil {
				t.Fatal(err)
			}
			onDisk := int64(0)
			entries, _ := os.ReadDir(in.Path)
			for _, e := range entries {
				look, err := e.Info()
				if err != nil {
					t.Fatal(err)
				}
				onDisk += look.Size()
			}
			got := Figures{f.SizeBytes, f.ParamCount, onDisk, f.ActiveParamCount, f.ReadBytesPerToken, f.Facts.Tensors}
			if got != want || !f.StandIn || f.Name != "Small" || f.Quant != quant || f.Format != "mlx" || f.Facts.StandInOf != s.Name {
				t.Errorf("%s %s: %+v, want %+v; %+v", s.Name, quant, got, want, f.Model)
			}
			if !f.KV.Known() || f.Facts.Layers != int64(s.Layers) || f.Facts.Attention != "grouped" {
				t.Errorf("%s %s: %+v %+v", s.Name, quant, f.KV, f.Facts)
			}
		}
	}
}

func TestMLXStandInIsCutLikePublishedOnes(t *testing.T) {
	shape, err := FindShape("llama-3.3-70b")
	if err != nil {
		t.Fatal(err)
	}
	d, err := shape.designMLX("4bit", 0, false)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.files) != 8 || d.files[7].name != "model-00008-of-00008.safetensors" {
		t.Errorf("%d files, the last is %s", len(d.files), d.files[len(d.files)-1].name)
	}
	sum := int64(0)
	for i, s := range d.files {
		sum += s.bytes
		if s.bytes > maxShardBytes || (i < 7 && s.bytes < maxShardBytes*9/10) || len(s.header)%8 != 0 {
			t.Errorf("%s has %d bytes behind a header of %d", s.name, s.bytes, len(s.header))
		}
	}
	var index struct {
		Metadata map[string]int64  `json:"metadata"`
		Where    map[string]string `json:"weight_map"`
	}
	if err := json.Unmarshal(d.index(), &index); err != nil {
		t.Fatal(err)
	}
	if sum != d.figures.SizeBytes || index.Metadata["total_size"] != sum || index.Metadata["total_parameters"] != 70_553_706_496 || len(index.Where) != 1847 {
		t.Errorf("%d bytes, index %v with %d tensors", sum, index.Metadata, len(index.Where))
	}
}

func TestMLXStandInsThatCannotBe(t *testing.T) {
	strange := Shape{Title: "Strange", Arch: "rwkv7", Layers: 1, Embedding: 64, Vocabulary: 300}
	odd := smallForms()[0]
	odd.FeedForward = 500
	for name, c := range map[string]struct {
		in  StandIn
		why string
	}{
		"an architecture that is not known": {StandIn{Form: &strange, Quant: "4bit"}, "these can: tiny, llama-3.2-1b"},
		"a quantization of llama.cpp":       {StandIn{Shape: "tiny", Quant: "Q4_K_M"}, "possible: bf16, 8bit"},
		"gpt-oss packed again":              {StandIn{Shape: "gpt-oss-20b", Quant: "4bit"}, "possible: mxfp4, mxfp4-q8, mxfp4-q4"},
		"no scales to widen":                {StandIn{Shape: "tiny", Quant: "bf16", WideScales: true}, "no scales"},
		"rows that do not divide":           {StandIn{Form: &odd, Quant: "4bit"}, "do not divide"},
		"a shape that is not there":         {StandIn{Shape: "gpt-2", Quant: "4bit"}, "`dragstrip standin` lists them"},
		"a group that is not there":         {StandIn{Shape: "tiny", Quant: "4bit-g16"}, "cannot have the quantization"},
		"a header of a GGUF file":           {StandIn{Like: &Original{}, Quant: "4bit"}, "GGUF"},
	} {
		c.in.Format = models.FormatMLX
		if _, err := c.in.Check(); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
