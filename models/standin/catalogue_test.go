package standin

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/models/gguf"
	"dragstrip/models/modelstest"
)

func TestStandInsHaveThePublishedSizes(t *testing.T) {
	shapes := map[string]bool{}
	for _, p := range published {
		shapes[p.Shape] = true
		f, err := p.StandIn().Check()
		if err != nil {
			t.Error(err)
			continue
		}
		if !p.Equals(f) || p.Source == "" {
			t.Errorf("%s %s: %s (%d bytes) %s; published: %s (%d bytes) %s, %s",
				p.Shape, p.Quant, PrintedSize(f.SizeBytes), f.SizeBytes, PrintedParams(f.ParamCount), p.Size, p.SizeBytes, p.Params, p.Source)
		}
	}
	for _, s := range Shapes() {
		if !shapes[s.Name] && s.Name != "tiny" {
			t.Errorf("nothing published is held against %s", s.Name)
		}
	}
}

func TestActiveParametersAreThePublishedOnes(t *testing.T) {
	for shape, want := range map[string]string{"gpt-oss-20b": "3.6", "gpt-oss-120b": "5.1"} {
		f, err := (StandIn{Shape: shape, Quant: "MXFP4"}).Check()
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
		// Each shape is checked with one quantization, because the headers of
		// the others differ only in a few numbers.
		q := s.Quants()[len(s.Quants())-1]
		d, err := StandIn{Shape: s.Name, Quant: q}.design()
		if err != nil {
			t.Error(err)
			continue
		}
		g, err := gguf.Read(bytes.NewReader(d.files[0].header), int64(len(d.files[0].header)))
		if err != nil {
			t.Fatalf("%s %s: %v", s.Name, q, err)
		}
		weights := d.figures.FileBytes - int64(len(d.files[0].header))
		if g.MissingBytes > weights || g.MissingBytes <= weights-gguf.Alignment {
			t.Errorf("%s %s: %d bytes of weights, the header asks for %d", s.Name, q, weights, g.MissingBytes)
		}
	}
}

// TestRealEngineAgrees shows stand-ins to a real llama-bench. Its size and
// params must be the same as ours. The stand-ins are the tiny one in every
// quantization, families of other kinds with only a few layers, and one whose
// header was copied from another file. DRAGSTRIP_TEST_LLAMA_BENCH is the
// command, with words separated by spaces.
func TestRealEngineAgrees(t *testing.T) {
	argv := strings.Fields(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"))
	if len(argv) == 0 {
		t.Skip("skipped: DRAGSTRIP_TEST_LLAMA_BENCH is not set: no real llama-bench to ask")
	}
	agrees := func(t *testing.T, path string, f Figures) {
		t.Helper()
		args := append(argv[1:len(argv):len(argv)], "-m", path, "-p", "8", "-n", "2", "-r", "1", "-o", "json")
		out, err := exec.CommandContext(t.Context(), argv[0], args...).CombinedOutput()
		for _, want := range []string{
			fmt.Sprintf("\"model_size\": %d,", f.SizeBytes), fmt.Sprintf("\"model_n_params\": %d,", f.ParamCount),
		} {
			if err != nil || !strings.Contains(string(out), want) {
				t.Fatalf("%v, no %s in\n%s", err, want, out)
			}
		}
	}
	for _, quant := range tinyShape(t).Quants() {
		t.Run("tiny "+quant, func(t *testing.T) {
			f, err := (StandIn{Shape: "tiny", Quant: quant}).Check()
			if err != nil {
				t.Fatal(err)
			}
			agrees(t, modelstest.Put(t, filepath.Join(t.TempDir(), "tiny.gguf"), writeTiny(t, quant, 1, 0)), f)
		})
	}
	for shape, quant := range map[string]string{
		"llama-3.2-3b": "Q4_K_M", "qwen2.5-7b": "Q4_K_M", "qwen3-8b": "Q6_K", "qwen3-30b-a3b": "Q4_K_M",
		"gpt-oss-20b": "F16", "gemma-3-27b": "Q4_K_M", "llama-4-scout": "Q4_K_M",
	} {
		t.Run(shape+" cut down and copied", func(t *testing.T) {
			s := small(t, shape, 6)
			d, err := s.designGGUF(quant, 1)
			if err != nil {
				t.Fatal(err)
			}
			found := writeShape(t, s, quant)
			agrees(t, found.Path, d.figures)
			o, err := LikeFile(found.Path)
			if err != nil {
				t.Fatal(err)
			}
			agrees(t, standInLike(t, o), d.figures)
		})
	}
}
