package standin

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"dragstrip/models"
	"dragstrip/models/gguf"
	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

const longTemplate = "{%- for message in messages %}"

// realFile is a model's file with a header as converters write it. It has a
// tensor of every type that weights can have, an unusual alignment, and a chat
// template that is longer than what a search keeps. Its weights are zeros.
func realFile(more ...func(*modelstest.Raw)) []byte {
	w := &gguf.Writer{}
	w.Text("general.architecture", "llama")
	w.Text("general.name", "Some Model 7B")
	w.Text("general.description", "the real one")
	w.Text("general.license", "apache-2.0")
	w.Int("general.alignment", 64)
	w.Int("general.file_type", 15)
	w.Int("llama.block_count", 2)
	w.Int("llama.embedding_length", 512)
	w.Int("llama.attention.head_count", 8)
	w.Int("llama.expert_count", 4)
	w.Int("llama.expert_used_count", 2)
	vocabulary(w, 512)
	w.Text("tokenizer.chat_template", strings.Repeat(longTemplate, 1000))
	keys := &modelstest.Raw{}
	for _, m := range more {
		m(keys)
	}
	w.Copied(keys.Keys.Bytes(), keys.Count)
	offset := int64(0)
	add := func(name string, kind gguf.Type, dims ...int64) {
		w.Tensor(name, kind, dims, offset)
		size := kind.Layout().Bytes
		for i, d := range dims {
			if i == 0 {
				d /= kind.Layout().Elements
			}
			size *= d
		}
		offset = gguf.Aligned(offset+size, 64)
	}
	add("token_embd.weight", gguf.TypeQ4_K, 512, 512)
	add("blk.0.attn_norm.weight", gguf.TypeF32, 512)
	add("blk.0.attn_q.bias", gguf.TypeF32, 512)
	add("blk.0.ffn_gate_inp.weight", gguf.TypeF32, 512, 4)
	add("blk.0.ffn_up_exps.weight", gguf.TypeQ4_K, 512, 256, 4)
	for kind := range gguf.Type(64) {
		if canMake(kind) {
			add(fmt.Sprintf("blk.1.kind_%d.weight", kind), kind, 512, 7)
		}
	}
	return append(w.Bytes(64), make([]byte, offset)...)
}

// standInLike writes a stand-in and gives its path.
func standInLike(t *testing.T, o *Original) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "like.gguf")
	if err := Write(t.Context(), StandIn{Like: o, Path: path, Seed: 1}, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

func headerOf(t *testing.T, path string) *gguf.Header {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return headerIn(t, b)
}

func headerIn(t *testing.T, b []byte) *gguf.Header {
	t.Helper()
	g, err := gguf.Read(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestStandInLikeAFileHasItsHeader(t *testing.T) {
	source := modelstest.Put(t, filepath.Join(t.TempDir(), "Some-Model-7B-UD-Q4_K_XL.gguf"), realFile())
	o, err := LikeFile(source)
	if err != nil {
		t.Fatal(err)
	}
	path := standInLike(t, o)
	want, got := headerOf(t, source), headerOf(t, path)
	if !reflect.DeepEqual(want.Tensors, got.Tensors) {
		t.Error("other tensors")
	}
	for key, v := range want.Keys {
		if !replacedKey(key) && !reflect.DeepEqual(got.Keys[key], v) {
			t.Errorf("%s is %+v, was %+v", key, got.Keys[key], v)
		}
	}
	whole, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(whole, []byte(strings.Repeat(longTemplate, 1000))) || bytes.Contains(whole, []byte("the real one")) {
		t.Error("the chat template was cut, or the description stayed")
	}
	copied, _ := models.Look(source)
	f, err := models.Look(path)
	if err != nil {
		t.Fatal(err)
	}
	if !f.StandIn || f.Name != "Some Model 7B" || f.Quant != "UD-Q4_K_XL" || f.Facts.StandInOf != filepath.Base(source) || got.Text("general.name") != "Some Model 7B (stand-in)" {
		t.Errorf("it is called %+v, %q", f, got.Text("general.name"))
	}
	if f.SizeBytes != copied.SizeBytes || f.ParamCount != copied.ParamCount || f.ActiveParamCount != copied.ActiveParamCount || f.ReadBytesPerToken != copied.ReadBytesPerToken {
		t.Errorf("%+v, the real one %+v", f.Model, copied.Model)
	}
	figures, err := StandIn{Like: o}.Check()
	if want := (Figures{f.SizeBytes, f.ParamCount, f.Files[0].SizeBytes, f.ActiveParamCount, f.ReadBytesPerToken, f.Facts.Tensors}); err != nil || figures != want {
		t.Errorf("checked %+v, written %+v, %v", figures, want, err)
	}
	again, err := LikeFile(path)
	if err != nil || again.found.Name != "Some Model 7B" {
		t.Errorf("like a stand-in: %+v, %v", again, err)
	}
}

// TestWeightsLikeAFileAreSane looks at the weights of each tensor.
func TestWeightsLikeAFileAreSane(t *testing.T) {
	o, err := LikeFile(modelstest.Put(t, filepath.Join(t.TempDir(), "m.gguf"), realFile()))
	if err != nil {
		t.Fatal(err)
	}
	path := standInLike(t, o)
	g := headerOf(t, path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range g.Tensors {
		w := b[g.WeightsOffset+x.Offset:][:x.Bytes]
		zeros := bytes.Count(w, []byte{0}) == len(w)
		switch {
		case strings.HasSuffix(x.Name, "norm.weight"):
			for i := 0; i < len(w); i += 4 {
				if decodeF32(w[i : i+4])[0] != 1 {
					t.Fatalf("%s is not ones", x.Name)
				}
			}
		case strings.HasSuffix(x.Name, ".bias"), x.Type >= 24 && x.Type <= 27:
			if !zeros {
				t.Errorf("%s is not zeros", x.Name)
			}
		case zeros:
			t.Errorf("%s is zeros", x.Name)
		}
	}
}

func TestFillFollowsTheTensorsName(t *testing.T) {
	for name, want := range map[string]fill{
		"output_norm.weight": fillOnes, "blk.3.attn_q_norm.weight": fillOnes, "blk.0.post_ffw_norm.weight": fillOnes, "blk.1.ffn_norm_exps.weight": fillOnes,
		"rope_freqs.weight": fillOnes, "rope_factors_long.weight": fillOnes, "blk.0.ssm_d": fillOnes, "blk.0.attn_q.scale": fillOnes,
		"blk.0.attn_q.bias": fillZeros, "blk.0.exp_probs_b.bias": fillZeros, "blk.0.attn_sinks.weight": fillZeros, "blk.0.ssm_dt.bias": fillZeros,
		"blk.0.ssm_a": fillMinusOnes, "blk.0.attn_q.weight": fillWeights, "blk.0.ffn_gate_inp.weight": fillWeights, "token_embd.weight": fillWeights,
	} {
		if got := fillOf(name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

func TestStandInLikeASplitModelIsOneFile(t *testing.T) {
	folder := t.TempDir()
	modelstest.PutSplit(t, folder, "Big-Q4_0", 3)
	o, err := LikeFile(filepath.Join(folder, "Big-Q4_0-00002-of-00003.gguf"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := models.Look(standInLike(t, o))
	if err != nil {
		t.Fatal(err)
	}
	copied, err := models.Look(filepath.Join(folder, "Big-Q4_0-00001-of-00003.gguf"))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Files) != 1 || f.Facts.Tensors != 3 || f.SizeBytes != copied.SizeBytes || f.Name != copied.Name || f.Quant != "Q4_0" {
		t.Errorf("%+v, the real one %+v", f, copied)
	}
	if err := os.Remove(filepath.Join(folder, "Big-Q4_0-00003-of-00003.gguf")); err != nil {
		t.Fatal(err)
	}
	if _, err := LikeFile(filepath.Join(folder, "Big-Q4_0-00001-of-00003.gguf")); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "00003-of-00003") {
		t.Error(err)
	}
}

// TestStandInLikeADownloadThatStopped: the header of the incomplete file is
// enough.
func TestStandInLikeADownloadThatStopped(t *testing.T) {
	b := realFile()
	g := headerIn(t, b)
	whole, err := LikeFile(modelstest.Put(t, filepath.Join(t.TempDir(), "m.gguf"), b))
	if err != nil {
		t.Fatal(err)
	}
	cut, err := LikeFile(modelstest.Put(t, filepath.Join(t.TempDir(), "m.gguf"), b[:g.WeightsOffset+100]))
	if err != nil {
		t.Fatal(err)
	}
	one, _ := whole.design(1)
	two, _ := cut.design(1)
	if !bytes.Equal(one.files[0].header, two.files[0].header) || one.figures != two.figures {
		t.Error("they differ")
	}
}

func TestHeaderThatCannotBeCopiedSaysWhy(t *testing.T) {
	tensor := func(kind uint32, offset uint64, dims ...uint64) []byte {
		r := modelstest.New(3, 2, 1)
		r.Text("general.architecture", "llama")
		r.Tensor("a.weight", 2, 0, 256)
		return r.Tensor("b.weight", kind, offset, dims...).File(1 << 10)
	}
	for name, c := range map[string]struct {
		b   []byte
		why string
	}{
		"a type of a fork":       {tensor(139, 160, 256), "tensors of type 139"},
		"a type that was droppd": {tensor(31, 160, 256), "tensors of Q4_0_4_4"},
		"tensors on each other":  {tensor(2, 96, 256), "overlaps another tensor"},
		"a tensor between":       {tensor(2, 161, 256), "is not aligned"},
		"far too large":          {tensor(2, 160, 1<<43), "more than 4096.00 GiB"},
		"far away":               {tensor(2, 1<<61, 256), "more than 4096.00 GiB"},
		"a long name":            {modelstest.New(3, 1, 1).With(func(r *modelstest.Raw) { r.Text("general.architecture", "llama") }).Tensor(strings.Repeat("x", 64), 2, 0, 256).File(200), "64 letters"},
		"a projector":            {modelstest.ModelFile(modelstest.Text("general.architecture", "clip")), "projector"},
		"a vocabulary":           {modelstest.New(3, 0, 0).File(0), "vocabulary"},
		"nothing":                {nil, "0 bytes"},
		"a cut header":           {realFile()[:3000], "ends within its header"},
		"big-endian":             {modelstest.BigEndian(), "big-endian"},
		"a part by itself":       {modelstest.ModelFile(modelstest.Number("split.count", 3)), "one of 3 parts"},
	} {
		_, err := LikeFile(modelstest.Put(t, filepath.Join(t.TempDir(), "m.gguf"), c.b))
		var p *problem.Problem
		if !errors.As(err, &p) || !strings.Contains(err.Error(), c.why) || p.Remedy == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := LikeFile(t.TempDir()); err == nil || !strings.Contains(err.Error(), "a folder") {
		t.Error(err)
	}
}

func FuzzLike(f *testing.F) {
	f.Add(realFile())
	f.Add(modelstest.ModelFile(modelstest.Text("general.architecture", "llama")))
	f.Add(modelstest.ModelFile(modelstest.Number("general.alignment", 1<<20), modelstest.Number("split.count", 2)))
	f.Add(modelstest.New(3, 1, 1).With(func(r *modelstest.Raw) { r.Text("general.name", "x") }).Tensor("blk.", 2, 1<<40, 256).File(0))
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := readOriginal("x", "/x-00001-of-00002.gguf", func(string) (headerFile, error) { return inMemory{bytes.NewReader(b)}, nil })
		if err != nil {
			return
		}
		d, err := o.design(1)
		if err != nil {
			t.Fatal(err)
		}
		g, err := gguf.Read(bytes.NewReader(d.files[0].header), d.figures.FileBytes)
		if err != nil {
			t.Fatalf("what was copied cannot be read: %v", err)
		}
		if g.MissingBytes != 0 || len(g.Tensors) != len(o.tensors) || g.Int(gguf.KeyStandIn) == 0 || d.figures.FileBytes > maxStandIn+maxCopied {
			t.Fatalf("%+v", g)
		}
	})
}

type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }
