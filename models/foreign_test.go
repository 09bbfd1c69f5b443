package models

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dyno/bench"
)

// shardOf writes a safetensors file of the header given, with weights.
func shardOf(header string, weights int) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), make([]byte, weights)...)
}

func FuzzReadShard(f *testing.F) {
	f.Add(shardOf(`{"__metadata__":{"format":"mlx"},"model.embed_tokens.weight":{"dtype":"U32","shape":[4,8],"data_offsets":[0,128]}}`, 128))
	f.Add(shardOf(`{"a":{"dtype":"F16","shape":[9223372036854775807,3],"data_offsets":[0,1]}}`, 1))
	f.Add(shardOf(`{"a":{"dtype":"XX","shape":[],"data_offsets":[0,9000000000000000000]}}`, 1))
	f.Add(shardOf(`{"a":`, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := readShard(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			var p *Problem
			if !errors.As(err, &p) {
				t.Fatalf("no problem: %v", err)
			}
			return
		}
		if s.missingBytes < 0 {
			t.Fatalf("%d bytes missing", s.missingBytes)
		}
		for name, x := range s.tensors {
			if x.elements < 0 || x.bytes < 0 {
				t.Fatalf("%q: %+v", name, x)
			}
		}
		c := &mlxConfig{Layers: 4, Used: 2, Experts: 8, Quantization: map[string]json.RawMessage{"group_size": []byte("64"), "bits": []byte("4")}}
		m := &mlxModel{folder: "x", config: c, shards: []*shard{s}}
		if found := m.found(); found.ActiveParamCount > found.ParamCount || found.ReadBytesPerToken > found.SizeBytes {
			t.Fatalf("more active than there are: %+v", found)
		}
	})
}

// FuzzManifest feeds every small file that other programs wrote: manifests,
// lists, configurations.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"config":{"digest":"sha256:00"},"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:00","size":-1}]}`))
	f.Add([]byte(`{"models":[{"id":"sha256:0","tags":["a"]}]}`))
	f.Add([]byte(`{"num_hidden_layers":4096,"num_attention_heads":9,"layer_types":["sliding_attention"],"quantization":{"bits":4,"x":{}}}`))
	f.Add([]byte("model_path: ../../etc/passwd\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := readManifest(b); err == nil {
			for _, l := range m.Layers {
				if h := hexOf(l.Digest); h != "" && !filepath.IsLocal(h) {
					t.Fatalf("%q leads out", h)
				}
			}
		}
		var index dockerIndex
		_ = json.Unmarshal(b, &index)
		var c mlxConfig
		if json.Unmarshal(b, &c) == nil {
			text := c.text()
			if kv := text.kv(); kv.ReadBytes(1<<20, bench.KVTypes{}) < 0 || kv.AllocatedBytes(1<<20, 512, bench.KVTypes{}) < 0 {
				t.Fatalf("negative: %+v", kv)
			}
			c.packingOf("x")
		}
		if found := janPath.FindSubmatch(b); found != nil && strings.ContainsAny(string(found[1]), "\r\n") {
			t.Fatalf("%q", found[1])
		}
	})
}

// TestDamagedFilesAreListedWithAReason builds a corpus of damaged files: all
// are named, none is offered, and memory stays small.
func TestDamagedFilesAreListedWithAReason(t *testing.T) {
	root := t.TempDir()
	whole, err := os.ReadFile(tinyStandIn(t))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	bad := func(b []byte) {
		n++
		put(t, filepath.Join(root, fmt.Sprintf("%04d.gguf", n)), b)
	}
	// Every 4 KiB of the header and some more; the weights' cuts differ in
	// nothing but a number.
	header := len(whole) - 8816640
	for at := 0; at < header+64<<10; at += 4 << 10 {
		bad(whole[:at])
	}
	for at := header; at < len(whole); at += 1 << 20 {
		bad(whole[:at])
	}
	const huge = 1 << 60
	bad(raw(1, 0, 0).file(64))
	bad(raw(3, huge, 0).file(64))
	bad(raw(3, 0, huge).file(64))
	bad(raw(3, 1<<17, 1<<16).file(1 << 20))
	bad(raw(3, 0, 1).with(func(r *rawGGUF) { r.u64(huge) }).file(64))
	bad(raw(3, 0, 1).with(func(r *rawGGUF) { r.key("a", 9); r.u32(8); r.u64(1 << 26) }).file(1 << 20))
	bad(raw(3, 0, 1).with(func(r *rawGGUF) { r.key("a", 9); r.u32(9); r.u64(1 << 20) }).file(12 << 20))
	bad(raw(3, 1, 0).tensor("x", 200, 1<<40, 1<<40).file(64))
	bad(raw(0x03000000, 0, 0).file(64))
	for _, b := range [][]byte{nil, {1}, shardOf("{}", 0)[:9], shardOf(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}`, 8), shardOf("[[[[", 0), binary.LittleEndian.AppendUint64(nil, huge)} {
		n++
		put(t, filepath.Join(root, fmt.Sprint("mlx", n), "config.json"), []byte(`{"quantization":{"bits":4}}`))
		put(t, filepath.Join(root, fmt.Sprint("mlx", n), "model.safetensors"), b)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	found, problems := Find(t.Context(), []string{root}, "")
	runtime.ReadMemStats(&after)
	if len(found) != 0 || len(problems) != n {
		t.Errorf("%d offered, %d of %d told", len(found), len(problems), n)
	}
	for _, p := range problems {
		if p.Why == "" || p.Remedy == "" || p.Error() != bench.Clean(p.Error()) {
			t.Errorf("%q", p.Error())
		}
	}
	if grown := after.Sys - before.Sys; after.Sys > before.Sys && grown > 64<<20 {
		t.Errorf("memory grew by %d MiB", grown>>20)
	}
}
