package models

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
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

// damagedFiles builds a corpus under root and gives the number of problems it
// must lead to: one for each file.
func damagedFiles(t *testing.T, root string) (n int) {
	t.Helper()
	whole, err := os.ReadFile(tinyStandIn(t))
	if err != nil {
		t.Fatal(err)
	}
	bad := func(b []byte) {
		n++
		put(t, filepath.Join(root, fmt.Sprintf("%04d.gguf", n)), b)
	}
	for at := 0; at < len(whole); at += 256 << 10 {
		bad(whole[:at])
	}
	const huge = 1 << 60
	bad(raw(1, 0, 0).file(64))
	bad(raw(4, 0, 0).file(64))
	bad(raw(3, huge, 0).file(64))
	bad(raw(3, 0, huge).file(64))
	bad(raw(3, 1<<63, 1<<63).file(64))
	bad(raw(3, maxTensors, maxKeys).file(1 << 20))
	bad(raw(3, 0, 1).with(func(r *rawGGUF) { r.u64(huge) }).file(64))
	bad(raw(3, 0, 1).with(func(r *rawGGUF) { r.key("a", 8); r.u64(1 << 63) }).file(64))
	bad(raw(3, 0, 1).with(func(r *rawGGUF) { r.key("a", 8); r.u64(60 << 20) }).file(50 << 20))
	bad(raw(3, 0, 1).with(func(r *rawGGUF) { r.key("a", 9); r.u32(8); r.u64(1 << 26) }).file(1 << 20))
	bad(raw(3, 0, 1).with(func(r *rawGGUF) { r.key("a", 9); r.u32(9); r.u64(1 << 20) }).file(12 << 20))
	bad(raw(3, 0, 1).with(func(r *rawGGUF) { r.key("a", 99) }).file(64))
	bad(raw(3, 1, 0).tensor("x", 200, 1<<40, 1<<40).file(64)) // a type nobody knows
	bad(raw(3, 1, 0).tensor("x", 139, 0, 1<<62, 4, 4, 4).file(64))
	bad(raw(0x03000000, 0, 0).file(64)) // big-endian
	bad(bigEndian())
	// As much as a header may ask for, all of it really there.
	for range 8 {
		r := raw(3, maxTensors, maxKeys)
		for i := range maxKeys {
			r.text(fmt.Sprintf("key.%d", i), strings.Repeat("v", 300))
		}
		for i := range maxTensors {
			r.tensor(fmt.Sprintf("blk.%d.some_tensor_of_this.weight", i), 2, 1<<50, 256)
		}
		bad(r.file(0))
	}
	for _, b := range [][]byte{nil, {1}, shardOf("{}", 0)[:9], shardOf(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}`, 8), shardOf("[[[[", 0), binary.LittleEndian.AppendUint64(nil, huge)} {
		n++
		put(t, filepath.Join(root, fmt.Sprint("mlx", n), "config.json"), []byte(`{"quantization":{"bits":4}}`))
		put(t, filepath.Join(root, fmt.Sprint("mlx", n), "model.safetensors"), b)
	}
	return n
}

// searchedFolder tells the test binary to search a folder and do no more.
const searchedFolder = "DRAGSTRIP_TEST_SEARCH"

// TestDamagedFilesAreListedWithAReason searches the corpus in a process of its
// own: all are named, none is offered, and that process stays small.
func TestDamagedFilesAreListedWithAReason(t *testing.T) {
	if root := os.Getenv(searchedFolder); root != "" {
		found, problems := Find(t.Context(), []string{root}, "")
		fmt.Printf("%d offered, %d told, %d MiB\n", len(found), len(problems), mostMemory()>>20)
		for _, p := range problems {
			if p.Why == "" || p.Remedy == "" || p.Error() != bench.Clean(p.Error()) {
				t.Errorf("%q", p.Error())
			}
		}
		return
	}
	root := t.TempDir()
	n := damagedFiles(t, root)
	search := exec.Command(os.Args[0], "-test.run=^TestDamagedFilesAreListedWithAReason$")
	search.Env = append(os.Environ(), searchedFolder+"="+root)
	out, err := search.CombinedOutput()
	var offered, told, most int
	if _, scan := fmt.Sscanf(string(out), "%d offered, %d told, %d MiB", &offered, &told, &most); err != nil || scan != nil || offered != 0 || told != n {
		t.Fatalf("%v, want none offered and %d told\n%s", err, n, out)
	}
	t.Logf("%d files, at most %d MiB", n, most)
	if most > 64 && !raced() {
		t.Errorf("it took %d MiB", most)
	}
}

// mostMemory is the most this process ever had in memory, in bytes; 0 where
// the system does not say. (What the system says of a child that has ended
// counts its parent as well.)
func mostMemory() (kib int64) {
	status, _ := os.ReadFile("/proc/self/status")
	if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
		fmt.Sscan(rest, &kib)
	}
	return kib << 10
}

// raced: the race detector multiplies memory.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// TestEveryFourKilobytesOfAModel cuts one file shorter and shorter.
func TestEveryFourKilobytesOfAModel(t *testing.T) {
	path := tinyStandIn(t)
	look, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := (look.Size() - 1) &^ 4095; at >= 0; at -= 4096 {
		if err := os.Truncate(path, at); err != nil {
			t.Fatal(err)
		}
		_, err := Look(path)
		var p *Problem
		want := ErrIncomplete
		if at == 0 {
			want = ErrEmpty
		}
		if !errors.As(err, &p) || !errors.Is(err, want) || p.Remedy == "" || (p.MissingBytes != 0 && p.MissingBytes < look.Size()-at-alignment) {
			t.Fatalf("cut at %d: %v", at, err)
		}
	}
}
