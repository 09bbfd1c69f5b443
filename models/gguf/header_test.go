package gguf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

func read(b []byte) (*Header, error) { return Read(bytes.NewReader(b), int64(len(b))) }

func TestDamagedHeaderSaysWhy(t *testing.T) {
	const huge = 1 << 60
	for _, c := range []struct {
		name string
		file []byte
		kind error
		why  string
	}{
		{"no bytes", nil, problem.ErrEmpty, "empty"},
		{"three bytes", []byte("GGU"), problem.ErrIncomplete, "ends within its header"},
		{"another format", []byte("hello, this is text"), problem.ErrNotModel, "does not begin with the letters GGUF"},
		{"a web page", []byte("<!DOCTYPE html><html>"), problem.ErrNotModel, "web page"},
		{"a web page, as some servers write it", []byte("\xef\xbb\xbf\r\n  <!doctype HTML>"), problem.ErrNotModel, "web page"},
		{"a git pointer", []byte("version https://git-lfs"), problem.ErrIncomplete, "pointer left by git"},
		{"an old format", []byte("lmgg\x01\x00\x00\x00"), problem.ErrNotModel, "before GGUF"},
		{"version 1", modelstest.New(1, 0, 0).File(0), problem.ErrNotModel, "version 1"},
		{"version 9", modelstest.New(9, 0, 0).File(0), problem.ErrNotModel, "version 9"},
		{"lying tensor count", modelstest.New(3, huge, 0).File(64), problem.ErrNotModel, "claims"},
		{"lying key count", modelstest.New(3, 0, huge).File(64), problem.ErrNotModel, "claims"},
		{"negative key count", modelstest.New(3, 0, 1<<64-1).File(64), problem.ErrNotModel, "claims"},
		{"more tensors than bytes", modelstest.New(3, 1000, 0).File(64), problem.ErrIncomplete, "ends within"},
		{"huge key", modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.U64(huge) }).File(64), problem.ErrNotModel, "bytes of text"},
		{"key beyond the end", modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.U64(1 << 20) }).File(64), problem.ErrIncomplete, "ends within"},
		{"huge array", modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.Key("a", 9); r.U32(4); r.U64(huge) }).File(64), problem.ErrNotModel, "array elements"},
		{"array beyond the end", modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.Array("a", 8, 1<<25) }).File(64), problem.ErrIncomplete, "ends within"},
		{"unknown value type", modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.Key("a", 13) }).File(64), problem.ErrNotModel, "type 13"},
		{"unknown array type", modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.Array("a", 99, 1) }).File(64), problem.ErrNotModel, "type 99"},
		{"arrays within arrays", modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) {
			r.Key("a", 9)
			for range 8 {
				r.U32(9)
				r.U64(1)
			}
		}).File(64), problem.ErrNotModel, "elements of type 9"},
		{"odd alignment", modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.Int("general.alignment", 33) }).File(64), problem.ErrNotModel, "alignment"},
		{"five dimensions", modelstest.New(3, 1, 0).Tensor("t", 0, 0, 1, 1, 1, 1, 1).File(64), problem.ErrNotModel, "5 dimensions"},
		{"uncountable elements", modelstest.New(3, 1, 0).Tensor("t", 0, 0, 1<<40, 1<<40).File(64), problem.ErrNotModel, "more elements"},
		{"offset beyond everything", modelstest.New(3, 1, 0).Tensor("t", 0, 1<<63, 32).File(64), problem.ErrNotModel, "offset"},
		{"rows that do not divide", modelstest.New(3, 1, 0).Tensor("t", 2, 0, 33).File(64), problem.ErrNotModel, "do not divide"},
		{"unknown type outside the file", modelstest.New(3, 1, 0).Tensor("t", 99, 1<<40, 32).File(64), problem.ErrNotModel, "outside the file"},
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
	whole := modelstest.WholeModel(2)
	want, err := read(whole)
	if err != nil || want.MissingBytes != 0 {
		t.Fatalf("the whole file: %v, %d bytes missing", err, want.MissingBytes)
	}
	// The file is cut at every byte of the beginning, then every 4 KiB.
	for cut := 0; cut < len(whole); cut += step(cut) {
		g, err := read(whole[:cut])
		switch {
		case cut == 0 && errors.Is(err, problem.ErrEmpty):
		case int64(cut) < want.WeightsOffset && errors.Is(err, problem.ErrIncomplete):
		case int64(cut) >= want.WeightsOffset-Alignment && err == nil && g.MissingBytes == int64(len(whole)-cut):
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

func TestHostileHeaderStaysWithinMemory(t *testing.T) {
	many := modelstest.New(3, maxTensors, 0)
	for i := range maxTensors {
		many.Tensor(fmt.Sprintf("tensor with a long name, number %d %s", i, strings.Repeat("x", 200)), 0, 0, 1)
	}
	keys := modelstest.New(3, 0, maxKeys)
	for i := range maxKeys {
		keys.Text(fmt.Sprintf("%d%s", i, strings.Repeat("k", 1000)), strings.Repeat("v", 100))
	}
	for name, file := range map[string][]byte{"tensors": many.File(0), "keys": keys.File(0)} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := read(file)
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 {
			t.Errorf("%s: %d MiB were allocated", name, grown>>20)
		}
		if name == "keys" && !errors.Is(err, problem.ErrNotModel) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVocabularyIsNotKept(t *testing.T) {
	header := modelstest.WithVocabulary(128_256)
	grown := testing.AllocsPerRun(3, func() {
		g, err := read(header)
		if err != nil {
			t.Fatal(err)
		}
		if v := g.Keys["tokenizer.ggml.tokens"]; v.Len != 128256 || v.Ints != nil {
			t.Fatalf("tokens: %d, %d kept", v.Len, len(v.Ints))
		}
	})
	if grown > 100 {
		t.Errorf("%v allocations for a header", grown)
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
}

func TestUnknownTensorTypeIsMeasuredByItsNeighbour(t *testing.T) {
	g, err := read(modelstest.New(3, 2, 0).Tensor("a", 139, 0, 256).Tensor("b", 0, 160, 8).File(192))
	if err != nil {
		t.Fatal(err)
	}
	if g.Tensors[0].Bytes != 160 || len(g.UnknownTypes) != 1 || g.UnknownTypes[0] != 139 || g.MissingBytes != 0 {
		t.Errorf("%+v", g)
	}
}

func TestEveryKindOfValue(t *testing.T) {
	r := modelstest.New(3, 0, 9).With(func(r *modelstest.Raw) {
		r.Key("u8", 0)
		r.Bytes(200)
		r.Key("i8", 1)
		r.Bytes(0xff)
		r.Key("i16", 3)
		r.Bytes(0xfe, 0xff)
		r.Key("i32", 5)
		r.U32(1<<32 - 3)
		r.Key("i64", 11)
		r.U64(1<<64 - 4)
		r.Key("f64", 12)
		r.U64(0x3ff8000000000000)
		r.Key("yes", 7)
		r.Bytes(1)
		r.Array("heads", 4, 3)
		r.U32(8)
		r.U32(0)
		r.U32(8)
		r.Text("long", strings.Repeat("x", 10000))
	})
	g, err := read(r.File(0))
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

func BenchmarkReadHeaderWith128kWords(b *testing.B) {
	header := modelstest.WithVocabulary(128_256)
	b.SetBytes(int64(len(header)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(header); err != nil {
			b.Fatal(err)
		}
	}
}
