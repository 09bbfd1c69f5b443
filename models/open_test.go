package models

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models/gguf"
	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

func TestOpenUnderOddNames(t *testing.T) {
	names := []string{"a,b.gguf", "a b.gguf", "it's.gguf", "größe 模型 🦙.gguf", "-p.gguf", "x;$(y).gguf", "no extension"}
	if runtime.GOOS != "windows" {
		names = append(names, `"quoted".gguf`, "two\nlines.gguf", "bell\a\x1b[31mred.gguf", "back\\slash.gguf")
	}
	for _, name := range names {
		path := modelstest.Put(t, filepath.Join(t.TempDir(), name), modelstest.ModelFile(modelstest.Text("general.architecture", "llama")))
		m, err := Open(path)
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if m.Path != path {
			t.Errorf("%q: the path became %q", name, m.Path)
		}
		if shown := m.Name + m.Files[0].Name; shown != bench.Clean(shown) || strings.ContainsAny(shown, "\n\a\x1b") {
			t.Errorf("%q is shown as %q", name, shown)
		}
	}
}

func TestNameThatIsNotUTF8IsRefused(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux lets such a file be made")
	}
	path := modelstest.Put(t, filepath.Join(t.TempDir(), "caf\xe9.gguf"), modelstest.ModelFile())
	if _, err := Open(path); !errors.Is(err, problem.ErrNotModel) || !strings.Contains(err.Error(), "UTF-8") {
		t.Error(err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	folder := t.TempDir()
	whole := modelstest.WholeModel(1)
	file := func(name string, b []byte) string { return modelstest.Put(t, filepath.Join(folder, name), b) }
	sub := func(name string) string { return filepath.Join(folder, name) }
	two := file("two/a.gguf", modelstest.ModelFile())
	file("two/b.gguf", modelstest.ModelFile())
	for _, c := range []struct {
		name, path string
		kind       error
		why        string
	}{
		{"nothing there", sub("absent.gguf"), problem.ErrUnreadable, "no such file"},
		{"empty file", file("empty.gguf", nil), problem.ErrEmpty, "0 bytes"},
		{"text", file("text.gguf", []byte("hello there")), problem.ErrNotModel, "letters GGUF"},
		{"half of it", file("half.gguf", whole[:len(whole)/2]), problem.ErrIncomplete, fmt.Sprintf("%d are missing", len(whole)-len(whole)/2)},
		{"big-endian", file("be.gguf", modelstest.BigEndian()), problem.ErrNotModel, "big-endian"},
		{"projector", file("p.gguf", modelstest.ModelFile(modelstest.Text("general.architecture", "clip"))), problem.ErrNotOffered, "projector"},
		{"projector by type", file("mm.gguf", modelstest.ModelFile(modelstest.Text("general.type", "mmproj"))), problem.ErrNotOffered, "projector"},
		{"adapter", file("lora.gguf", modelstest.ModelFile(modelstest.Text("general.type", "adapter"))), problem.ErrNotOffered, "adapter"},
		{"importance matrix", file("i.gguf", modelstest.ModelFile(modelstest.Text("general.type", "imatrix"))), problem.ErrNotOffered, "importance matrix"},
		{"vocabulary", file("v.gguf", modelstest.New(3, 0, 0).File(0)), problem.ErrNotOffered, "vocabulary"},
		{"pictures", file("flux.gguf", modelstest.ModelFile(modelstest.Text("general.architecture", "flux"))), problem.ErrNotOffered, "generates no text"},
		{"empty folder", modelstest.Mkdir(t, sub("none")), problem.ErrEmpty, "no GGUF file"},
		{"folder of two", filepath.Dir(two), problem.ErrNotModel, "2 models"},
		{"unconverted", filepath.Dir(file("hf/model.safetensors", nil)), problem.ErrIncomplete, "config.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open(c.path)
			var p *problem.Problem
			if !errors.As(err, &p) || !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.why) {
				t.Fatalf("got %v, want %v with %q", err, c.kind, c.why)
			}
			if p.Remedy == "" || p.Path == "" {
				t.Errorf("no remedy or path: %+v", p)
			}
		})
	}
}

func TestSplitModelOpensFromAnyPart(t *testing.T) {
	first := modelstest.PutSplit(t, t.TempDir(), "big, one-Q4_0", 3)
	for i := range 3 {
		m, err := Open(strings.Replace(first, "00001-of", fmt.Sprintf("%05d-of", i+1), 1))
		if err != nil {
			t.Fatal(err)
		}
		if m.Path != first || len(m.Files) != 3 || m.SizeBytes != 3*144 || m.ParamCount != 3*256 || m.Name != "big, one" || m.Quant != "Q4_0" {
			t.Errorf("part %d: %+v", i+1, m)
		}
		parts := Parts(m)
		for i, p := range parts {
			if filepath.Base(p) != m.Files[i].Name {
				t.Errorf("part %d is %q, file %q", i, p, m.Files[i].Name)
			}
		}
	}
}

func TestSplitModelWithoutAPart(t *testing.T) {
	for _, gone := range []string{"00001", "00003"} {
		first := modelstest.PutSplit(t, t.TempDir(), "m", 3)
		lost := strings.Replace(first, "00001-of", gone+"-of", 1)
		if err := os.Remove(lost); err != nil {
			t.Fatal(err)
		}
		_, err := Open(strings.Replace(first, "00001-of", "00002-of", 1))
		var p *problem.Problem
		if !errors.Is(err, problem.ErrIncomplete) || !errors.As(err, &p) || len(p.MissingFiles) != 1 || p.MissingFiles[0] != filepath.Base(lost) {
			t.Errorf("without %s: %v", gone, err)
		}
	}
}

func TestSplitModelRenamed(t *testing.T) {
	first := modelstest.PutSplit(t, t.TempDir(), "m", 2)
	other := filepath.Join(filepath.Dir(first), "renamed.gguf")
	if err := os.Rename(first, other); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(other); !errors.Is(err, problem.ErrIncomplete) || !strings.Contains(err.Error(), "original names") {
		t.Error(err)
	}
}

func TestSplitPartsMixedUp(t *testing.T) {
	first := modelstest.PutSplit(t, t.TempDir(), "m", 2)
	second := strings.Replace(first, "00001-of", "00002-of", 1)
	b, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Put(t, second, b)
	if _, err := Open(first); !errors.Is(err, problem.ErrNotModel) || !strings.Contains(err.Error(), "its contents say part 1 of 2") {
		t.Error(err)
	}
}

func TestQuantTag(t *testing.T) {
	for name, want := range map[string]string{
		"Qwen3-30B-A3B-UD-Q4_K_XL.gguf": "UD-Q4_K_XL", "llama-2-7b.Q4_0.gguf": "Q4_0", "x-q8_0.gguf": "Q8_0",
		"m-IQ4_XS.gguf": "IQ4_XS", "gpt-oss-20b-mxfp4.gguf": "MXFP4", "m-fp16.gguf": "F16", "m.BF16.gguf": "BF16",
		"m-Q4_K_M-00001-of-00002.gguf": "Q4_K_M", "Q6_K.gguf": "Q6_K", "plain.gguf": "", "Q4_Kitten.gguf": "",
		"m-f16-Q4_K_M.gguf": "Q4_K_M", "m-IQ3_M.gguf": "IQ3_M", "m-TQ2_0.gguf": "TQ2_0", "m-Q2_K.gguf": "Q2_K", "m-Q3_K_P.gguf": "Q3_K_P",
	} {
		if got := tagOf(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestQuantOfFileWithoutATag(t *testing.T) {
	for name, c := range map[string]struct {
		keys []func(*modelstest.Raw)
		want string
	}{
		"by number":            {[]func(*modelstest.Raw){modelstest.Number("general.file_type", 15)}, "Q4_K_M"},
		"by a guessed number":  {[]func(*modelstest.Raw){modelstest.Number("general.file_type", 1024+17)}, "Q5_K_M"},
		"by an unknown number": {[]func(*modelstest.Raw){modelstest.Number("general.file_type", 900)}, "Q4_0"},
		"by its tensors":       {nil, "Q4_0"},
	} {
		m, err := Open(modelstest.Put(t, filepath.Join(t.TempDir(), "blob"), modelstest.ModelFile(c.keys...)))
		if err != nil || m.Quant != c.want {
			t.Errorf("%s: %q, %v", name, m.Quant, err)
		}
	}
}

func TestActiveWeightsOfExperts(t *testing.T) {
	r := modelstest.New(3, 7, 5)
	r.Text("general.architecture", "qwen3moe")
	r.Int("qwen3moe.block_count", 2)
	r.Int("qwen3moe.nextn_predict_layers", 1)
	r.Int("qwen3moe.expert_count", 8)
	r.Int("qwen3moe.expert_used_count", 2)
	r.Tensor("token_embd.weight", 0, 0, 1000)               // not counted, because a token reads only one row
	r.Tensor("blk.0.ffn_up_exps.weight", 2, 4000, 32, 1, 8) // 256 elements in 144 bytes, of which a token reads a quarter
	r.Tensor("blk.0.ffn_up_shexp.weight", 0, 4160, 10)
	r.Tensor("blk.0.ffn_gate_inp.weight", 0, 4224, 10)
	r.Tensor("blk.1.attn_q.weight", 0, 4288, 10) // not counted, because this layer only predicts ahead
	r.Tensor("output.weight", 0, 4352, 100)
	r.Tensor("output_norm.weight", 0, 4768, 10)
	g, err := gguf.Read(bytes.NewReader(r.File(5000)), int64(len(r.File(5000))))
	if err != nil {
		t.Fatal(err)
	}
	m := FromGGUF("m.gguf", []*gguf.Header{g})
	if m.ActiveParamCount != 64+10+10+100+10 || m.ReadBytesPerToken != 36+4*130 || m.ParamCount != 1396 {
		t.Errorf("%+v", m)
	}
}

func TestNameThatSaysNothingGivesWayToTheFile(t *testing.T) {
	m, err := Open(modelstest.Put(t, filepath.Join(t.TempDir(), "Real Name-Q4_0.gguf"), modelstest.ModelFile(modelstest.Text("general.name", "Model"))))
	if err != nil || m.Name != "Real Name" {
		t.Errorf("%q, %v", m.Name, err)
	}
}
