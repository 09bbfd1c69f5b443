package standin

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/models"
	"dragstrip/models/modelstest"
)

// smallForms has one shape of each architecture that can be written for mlx_lm.
// Each shape is small enough to be loaded in a test.
func smallForms() []Shape {
	base := Shape{
		Title: "Small", Layers: 2, Embedding: 256, FeedForward: 512, Heads: 4, KVHeads: 2, HeadSize: 64,
		Vocabulary: 4096, ContextLength: 16_384, RopeBase: 10_000,
	}
	with := func(name, arch string, change func(*Shape)) Shape {
		s := base
		s.Name, s.Arch = name, arch
		change(&s)
		return s
	}
	experts := func(s *Shape) { s.Experts, s.ExpertsUsed, s.ExpertFeedForward = 8, 2, 128 }
	return []Shape{
		with("llama", "llama", func(s *Shape) { s.Tied = true }),
		with("llama-factors", "llama", func(s *Shape) { s.RopeFactors = true }),
		with("qwen2", "qwen2", func(s *Shape) { s.QKVBias = true }),
		with("qwen3", "qwen3", func(s *Shape) { s.QKNorm, s.HeadSize = true, 128 }),
		with("qwen3moe", "qwen3moe", func(s *Shape) { s.QKNorm = true; experts(s) }),
		with("gpt-oss", "gpt-oss", func(s *Shape) {
			s.QKVBias, s.OutputBias, s.Sinks, s.Window, s.ExpertBias, s.PackedExperts = true, true, true, 128, true, true
			experts(s)
		}),
		with("gemma3", "gemma3", func(s *Shape) {
			s.Tied, s.QKNorm, s.SandwichNorms, s.Window, s.Layers = true, true, true, 512, 6
		}),
		with("llama4", "llama4", func(s *Shape) {
			experts(s)
			s.ExpertsUsed, s.SharedFeedForward, s.Layers, s.RopeFactors = 1, 128, 4, true
		}),
	}
}

// loaded is a line of testdata/mlx_load.py.
type loaded struct {
	Folder     string
	Tensors    int64
	Bytes      int64
	Active     int64
	Parameters int64
	Prompt     []int
	Tokens     []int
	Text       int
	Finite     bool
	Refused    string
	Cache      [][2]string
}

// realPython is a Python that has mlx_lm. A test that needs it calls this
// before it writes any file.
func realPython(t *testing.T) string {
	t.Helper()
	python := os.Getenv("DRAGSTRIP_TEST_MLX_PYTHON")
	if python == "" {
		t.Skip("not loaded with the real mlx_lm: DRAGSTRIP_TEST_MLX_PYTHON names no Python that has it")
	}
	return python
}

// loadReally loads folders with the mlx_lm of that Python.
func loadReally(t *testing.T, python string, folders []string) map[string]loaded {
	t.Helper()
	c := exec.CommandContext(t.Context(), python, append([]string{filepath.Join("testdata", "mlx_load.py")}, folders...)...)
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		t.Fatalf("after %d folders: %v\n%s", bytes.Count(out, []byte("\n")), err, errs.String())
	}
	all := map[string]loaded{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var l loaded
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatalf("%v: %s", err, lines.Text())
		}
		all[l.Folder] = l
	}
	return all
}

// TestRealLoaderTakesMLXStandIns: after loading, mlx_lm must count what we said
// before writing. It must generate tokens, and its caches must have the windows
// that this package says.
func TestRealLoaderTakesMLXStandIns(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	python := realPython(t)
	home := t.TempDir()
	type written struct {
		shape Shape
		in    StandIn
	}
	var folders []string
	all := map[string]written{}
	for _, s := range smallForms() {
		for _, quant := range append(s.MLXQuants(), "4bit-g32") {
			if s.PackedExperts && quant == "4bit-g32" {
				continue
			}
			in := StandIn{Form: &s, Quant: quant, Format: models.FormatMLX, Path: filepath.Join(home, s.Name+"-"+quant), Seed: 3, WideScales: quant == "4bit"}
			if err := Write(t.Context(), in, nil); err != nil {
				t.Fatal(err)
			}
			folders = append(folders, in.Path)
			all[in.Path] = written{s, in}
		}
	}
	answers := loadReally(t, python, folders)
	for _, folder := range folders {
		w, got := all[folder], answers[folder]
		if strings.Contains(got.Refused, "Invalid quantization mode") {
			t.Logf("%-22s is not known to this mlx_lm: %s", filepath.Base(folder), got.Refused)
			continue
		}
		want, err := w.in.Check()
		if err != nil {
			t.Fatal(err)
		}
		// mlx_lm does not count the sinks, because they belong to no leaf of
		// its tree.
		sinks := int64(0)
		if w.shape.Sinks {
			sinks = int64(w.shape.Layers * w.shape.Heads)
		}
		if got.Tensors != want.Tensors || got.Bytes != want.SizeBytes || got.Parameters+sinks != want.ParamCount {
			t.Errorf("%s: mlx_lm counts %d tensors, %d bytes, %d parameters; expected %+v", filepath.Base(folder), got.Tensors, got.Bytes, got.Parameters, want)
		}
		// Memory for rotation tables and similar things is added, some bytes
		// for each layer.
		if over := got.Active - want.SizeBytes; over < 0 || over > int64(w.shape.Layers)*4096 {
			t.Errorf("%s: %d bytes of active memory, %d of weights", filepath.Base(folder), got.Active, want.SizeBytes)
		}
		if strings.Contains(got.Refused, "on the CPU build") && w.in.Quant == "bf16" && w.shape.Experts > 0 {
			t.Logf("%-22s is loaded: %s", filepath.Base(folder), got.Refused)
			continue
		}
		if got.Refused != "" || !slices.Equal(got.Prompt, []int{283, 284}) || len(got.Tokens) != 4 || got.Text == 0 || !got.Finite {
			t.Errorf("%s: prompt %v, generated %v, %d letters, finite %v %s", filepath.Base(folder), got.Prompt, got.Tokens, got.Text, got.Finite, got.Refused)
		}
		t.Logf("%-22s %3d tensors %9d bytes %8d parameters, %5d bytes more active, tokens %v", filepath.Base(folder), got.Tensors, got.Bytes, got.Parameters, got.Active-got.Bytes, got.Tokens)
	}
}

// TestRealLoaderTakesEveryShapeOfTheCatalogue loads every shape in the
// quantization that people use. The weights are holes in files and are not
// read. mlx_lm checks every tensor's name and shape.
func TestRealLoaderTakesEveryShapeOfTheCatalogue(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	python := realPython(t)
	home := t.TempDir()
	folders := []string{"--lazy"}
	all := map[string]*mlxBlueprint{}
	for _, s := range Shapes() {
		quants := []string{"4bit"} // other tests load small models in the other quantizations
		if s.PackedExperts {
			quants = s.MLXQuants()
		}
		for _, quant := range quants {
			d, err := s.designMLX(quant, 0, false)
			if err != nil {
				t.Fatal(err)
			}
			folder := filepath.Join(home, s.Name+"-"+quant)
			writeHollow(t, d, folder)
			folders = append(folders, folder)
			all[folder] = d
		}
	}
	answers := loadReally(t, python, folders)
	for folder, d := range all {
		got, name := answers[folder], filepath.Base(folder)
		sinks := int64(0)
		if d.shape.Sinks {
			sinks = int64(d.shape.Layers * d.shape.Heads)
		}
		if got.Bytes != d.figures.SizeBytes || got.Tensors != d.figures.Tensors || got.Parameters+sinks != d.figures.ParamCount {
			t.Errorf("%s: mlx_lm counts %d tensors, %d bytes, %d parameters; expected %+v", name, got.Tensors, got.Bytes, got.Parameters, d.figures)
			continue
		}
		t.Logf("%-24s %4d tensors %12d bytes %12d parameters", name, got.Tensors, got.Bytes, got.Parameters)
		f, err := models.Look(folder)
		if err != nil {
			t.Fatal(err)
		}
		if windows := int64(got.windows()); windows != f.Facts.WindowLayers || int64(len(got.Cache)) != 0 && int64(len(got.Cache)) != f.Facts.Layers {
			t.Errorf("%s: %d caches with a window, %d windows read; %v", name, windows, f.Facts.WindowLayers, got.Cache)
		}
	}
}

// windows counts the caches that have only a window of tokens.
func (l loaded) windows() (n int) {
	for _, c := range l.Cache {
		if c[0] == "RotatingKVCache" || c[0] == "ChunkedKVCache" {
			n++
		}
	}
	return n
}

// writeHollow makes a folder whose weights are holes.
func writeHollow(t *testing.T, d *mlxBlueprint, folder string) {
	t.Helper()
	for _, s := range d.files {
		path := modelstest.Put(t, filepath.Join(folder, s.name), s.header)
		if err := os.Truncate(path, int64(len(s.header))+s.bytes); err != nil {
			t.Skipf("this file system keeps no hollow files of %d bytes: %v", s.bytes, err)
		}
	}
	for _, f := range d.small {
		modelstest.Put(t, filepath.Join(folder, f.name), f.text)
	}
}
