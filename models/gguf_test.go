package models

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dragstrip/bench"
)

// tinyStandIn writes the tiny stand-in once for all tests.
func tinyStandIn(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "tiny.gguf")
	if err := WriteStandIn(tb.Context(), StandIn{Shape: "tiny", Quant: "Q4_0", Path: path, Seed: 1}, nil); err != nil {
		tb.Fatal(err)
	}
	return path
}

// rawGGUF makes headers that no writer would make.
type rawGGUF struct{ headerWriter }

func raw(version uint32, tensors, keys uint64) *rawGGUF {
	r := &rawGGUF{}
	r.keys.WriteString("GGUF")
	r.u32(version)
	r.u64(tensors)
	r.u64(keys)
	return r
}

func (r *rawGGUF) tensor(name string, kind uint32, offset uint64, dims ...uint64) *rawGGUF {
	r.string(name)
	r.u32(uint32(len(dims)))
	for _, d := range dims {
		r.u64(d)
	}
	r.u32(kind)
	r.u64(offset)
	return r
}

func (r *rawGGUF) with(f func(*rawGGUF)) *rawGGUF { f(r); return r }

func (r *rawGGUF) file(weights int) []byte {
	b := bytes.Clone(r.keys.Bytes())
	b = append(b, make([]byte, int(aligned(int64(len(b))))-len(b))...)
	return append(b, make([]byte, weights)...)
}

func read(b []byte) (*GGUF, error) { return ReadGGUF(bytes.NewReader(b), int64(len(b))) }

func TestDamagedHeaderSaysWhy(t *testing.T) {
	const huge = 1 << 60
	for _, c := range []struct {
		name string
		file []byte
		kind error
		why  string
	}{
		{"no bytes", nil, ErrEmpty, "empty"},
		{"three bytes", []byte("GGU"), ErrIncomplete, "ends within its header"},
		{"another format", []byte("hello, this is text"), ErrNotModel, "does not begin with the letters GGUF"},
		{"a web page", []byte("<!DOCTYPE html><html>"), ErrNotModel, "web page"},
		{"a git pointer", []byte("version https://git-lfs"), ErrNotModel, "pointer left by git"},
		{"an old format", []byte("lmgg\x01\x00\x00\x00"), ErrNotModel, "before GGUF"},
		{"version 1", raw(1, 0, 0).file(0), ErrNotModel, "version 1"},
		{"version 9", raw(9, 0, 0).file(0), ErrNotModel, "version 9"},
		{"lying tensor count", raw(3, huge, 0).file(64), ErrNotModel, "claims"},
		{"lying key count", raw(3, 0, huge).file(64), ErrNotModel, "claims"},
		{"negative key count", raw(3, 0, 1<<64-1).file(64), ErrNotModel, "claims"},
		{"more tensors than bytes", raw(3, 1000, 0).file(64), ErrIncomplete, "ends within"},
		{"huge key", raw(3, 0, 1).with(func(r *rawGGUF) { r.u64(huge) }).file(64), ErrNotModel, "bytes of text"},
		{"key beyond the end", raw(3, 0, 1).with(func(r *rawGGUF) { r.u64(1 << 20) }).file(64), ErrIncomplete, "ends within"},
		{"huge array", raw(3, 0, 1).with(func(r *rawGGUF) { r.key("a", 9); r.u32(4); r.u64(huge) }).file(64), ErrNotModel, "array elements"},
		{"array beyond the end", raw(3, 0, 1).with(func(r *rawGGUF) { r.array("a", 8, 1<<25) }).file(64), ErrIncomplete, "ends within"},
		{"unknown value type", raw(3, 0, 1).with(func(r *rawGGUF) { r.key("a", 13) }).file(64), ErrNotModel, "type 13"},
		{"unknown array type", raw(3, 0, 1).with(func(r *rawGGUF) { r.array("a", 99, 1) }).file(64), ErrNotModel, "type 99"},
		{"arrays within arrays", raw(3, 0, 1).with(func(r *rawGGUF) {
			r.key("a", 9)
			for range 8 {
				r.u32(9)
				r.u64(1)
			}
		}).file(64), ErrNotModel, "elements of type 9"},
		{"odd alignment", raw(3, 0, 1).with(func(r *rawGGUF) { r.int("general.alignment", 33) }).file(64), ErrNotModel, "alignment"},
		{"five dimensions", raw(3, 1, 0).tensor("t", 0, 0, 1, 1, 1, 1, 1).file(64), ErrNotModel, "5 dimensions"},
		{"uncountable elements", raw(3, 1, 0).tensor("t", 0, 0, 1<<40, 1<<40).file(64), ErrNotModel, "more elements"},
		{"offset beyond everything", raw(3, 1, 0).tensor("t", 0, 1<<63, 32).file(64), ErrNotModel, "offset"},
		{"rows that do not divide", raw(3, 1, 0).tensor("t", 2, 0, 33).file(64), ErrNotModel, "do not divide"},
		{"unknown type outside the file", raw(3, 1, 0).tensor("t", 99, 1<<40, 32).file(64), ErrNotModel, "outside the file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(c.file)
			if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.why) {
				t.Fatalf("got %v, want %v with %q", err, c.kind, c.why)
			}
		})
	}
}

func TestEveryCutOfAModelIsIncomplete(t *testing.T) {
	whole, err := os.ReadFile(tinyStandIn(t))
	if err != nil {
		t.Fatal(err)
	}
	want, err := read(whole)
	if err != nil || want.MissingBytes != 0 {
		t.Fatalf("the whole file: %v, %d bytes missing", err, want.MissingBytes)
	}
	// Every byte of the beginning, then every 4 KiB.
	for cut := 0; cut < len(whole); cut += step(cut) {
		g, err := read(whole[:cut])
		switch {
		case cut == 0 && errors.Is(err, ErrEmpty):
		case int64(cut) < want.WeightsOffset && errors.Is(err, ErrIncomplete):
		case int64(cut) >= want.WeightsOffset-alignment && err == nil && g.MissingBytes == int64(len(whole)-cut):
		default:
			t.Fatalf("cut at %d of %d: %v", cut, len(whole), err)
		}
	}
}

func step(at int) int {
	if at < 2048 {
		return 1
	}
	return 4096
}

func TestEveryDamagedByteOfAHeaderIsSurvived(t *testing.T) {
	whole, err := os.ReadFile(tinyStandIn(t))
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < 1500; at++ {
		for _, b := range []byte{0, 0x7f, 0xff} {
			was := whole[at]
			whole[at] = b
			if g, err := read(whole); err == nil {
				modelOf("x.gguf", []*GGUF{g})
			}
			whole[at] = was
		}
	}
}

func TestHostileHeaderStaysWithinMemory(t *testing.T) {
	many := raw(3, maxTensors, 0)
	for i := range maxTensors {
		many.tensor(fmt.Sprintf("tensor with a long name, number %d %s", i, strings.Repeat("x", 200)), 0, 0, 1)
	}
	keys := raw(3, 0, maxKeys)
	for i := range maxKeys {
		keys.text(fmt.Sprintf("%d%s", i, strings.Repeat("k", 1000)), strings.Repeat("v", 100))
	}
	for name, file := range map[string][]byte{"tensors": many.file(0), "keys": keys.file(0)} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := read(file)
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 {
			t.Errorf("%s: %d MiB were allocated", name, grown>>20)
		}
		if name == "keys" && !errors.Is(err, ErrNotModel) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVocabularyIsNotKept(t *testing.T) {
	d, err := design(StandIn{Shape: "llama-3.2-1b", Quant: "Q4_0"})
	if err != nil {
		t.Fatal(err)
	}
	grown := testing.AllocsPerRun(3, func() {
		g, err := read(d.header)
		if err != nil {
			t.Fatal(err)
		}
		if v := g.Keys["tokenizer.ggml.tokens"]; v.Len != 128256 || v.Ints != nil {
			t.Fatalf("tokens: %d, %d kept", v.Len, len(v.Ints))
		}
	})
	if grown > 500 {
		t.Errorf("%v allocations for a header of %d tensors", grown, len(d.tensors))
	}
}

func TestBigEndianFileIsReadAndNamed(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("GGUF")
	for _, v := range []any{uint32(3), uint64(0), uint64(1), uint64(1), byte('a'), uint32(4), uint32(7)} {
		binary.Write(&b, binary.BigEndian, v)
	}
	g, err := read(b.Bytes())
	if err != nil || !g.BigEndian || g.Int("a") != 7 {
		t.Fatalf("%+v, %v", g, err)
	}
	path := filepath.Join(t.TempDir(), "be.gguf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !errors.Is(err, ErrNotModel) || !strings.Contains(err.Error(), "big-endian") {
		t.Errorf("open: %v", err)
	}
}

func TestUnknownTensorTypeIsMeasuredByItsNeighbour(t *testing.T) {
	g, err := read(raw(3, 2, 0).tensor("a", 139, 0, 256).tensor("b", 0, 160, 8).file(192))
	if err != nil {
		t.Fatal(err)
	}
	if g.Tensors[0].Bytes != 160 || len(g.UnknownTypes) != 1 || g.UnknownTypes[0] != 139 || g.MissingBytes != 0 {
		t.Errorf("%+v", g)
	}
}

func TestEveryKindOfValue(t *testing.T) {
	r := raw(3, 0, 9).with(func(r *rawGGUF) {
		r.key("u8", 0)
		r.keys.WriteByte(200)
		r.key("i8", 1)
		r.keys.WriteByte(0xff)
		r.key("i16", 3)
		r.keys.Write([]byte{0xfe, 0xff})
		r.key("i32", 5)
		r.u32(1<<32 - 3)
		r.key("i64", 11)
		r.u64(1<<64 - 4)
		r.key("f64", 12)
		r.u64(0x3ff8000000000000)
		r.bool("yes", true)
		r.array("heads", 4, 3)
		r.u32(8)
		r.u32(0)
		r.u32(8)
		r.text("long", strings.Repeat("x", 10000))
	})
	g, err := read(r.file(0))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]int64{"u8": 200, "i8": -1, "i16": -2, "i32": -3, "i64": -4, "yes": 1} {
		if got := g.Int(key); got != want {
			t.Errorf("%s is %d, want %d", key, got, want)
		}
	}
	if g.Keys["f64"].Float != 1.5 || fmt.Sprint(g.Keys["heads"].Ints) != "[8 0 8]" || len(g.Text("long")) != maxKeptText {
		t.Errorf("%+v", g.Keys)
	}
}

func FuzzReadGGUF(f *testing.F) {
	d, err := design(StandIn{Shape: "tiny", Quant: "Q4_0"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(d.header[:4096])
	f.Add(raw(3, 1, 1).with(func(r *rawGGUF) {
		r.text("general.architecture", "llama")
		r.tensor("blk.0.ffn_up_exps.weight", 2, 0, 32, 2, 4)
	}).file(64))
	f.Add(raw(2, 1, 1).with(func(r *rawGGUF) { r.array("a", 9, 1); r.u32(8); r.u64(1); r.string("x"); r.tensor("t", 99, 0, 7) }).file(64))
	f.Add([]byte("GGUF\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := read(b)
		if err != nil {
			var p *Problem
			if !errors.As(err, &p) || p.Why == "" {
				t.Fatalf("no reason: %v", err)
			}
			return
		}
		for _, tensor := range g.Tensors {
			if tensor.Bytes < 0 || tensor.Elements < 0 || tensor.Offset < 0 {
				t.Fatalf("%+v", tensor)
			}
		}
		if g.MissingBytes < 0 {
			t.Fatal(g.MissingBytes)
		}
		if g.MissingBytes == 0 {
			m := modelOf("fuzz-Q4_0.gguf", []*GGUF{g})
			if m.SizeBytes < 0 || m.ReadBytesPerToken < 0 || m.ReadBytesPerToken > m.SizeBytes || m.ActiveParamCount > m.ParamCount {
				t.Fatalf("%+v", m)
			}
			if n, deep := m.KV.ReadBytes(1<<20, bench.KVTypes{}), m.KV.AllocatedBytes(1<<20, 512, bench.KVTypes{}); n < 0 || deep < 0 {
				t.Fatalf("KV %+v", m.KV)
			}
			if need := NeedOf(m, Load{Tokens: 1 << 20}); need.ComputeBytes < 0 {
				t.Fatalf("need %+v", need)
			}
		}
	})
}

func BenchmarkReadHeaderWith128kWords(b *testing.B) {
	d, err := design(StandIn{Shape: "llama-3.2-1b", Quant: "Q4_0"})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(d.header)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(d.header); err != nil {
			b.Fatal(err)
		}
	}
}
