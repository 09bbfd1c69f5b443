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
	"dragstrip/bench/benchtest/emulated"
	"dragstrip/models/gguf"
	"dragstrip/models/mlx"
	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

func FuzzReadShard(f *testing.F) {
	f.Add(modelstest.ShardOf(`{"__metadata__":{"format":"mlx"},"model.embed_tokens.weight":{"dtype":"U32","shape":[4,8],"data_offsets":[0,128]}}`, 128))
	f.Add(modelstest.ShardOf(`{"a":{"dtype":"F16","shape":[9223372036854775807,3],"data_offsets":[0,1]}}`, 1))
	f.Add(modelstest.ShardOf(`{"a":{"dtype":"XX","shape":[],"data_offsets":[0,9000000000000000000]}}`, 1))
	f.Add(modelstest.ShardOf(`{"a":`, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := mlx.ReadShard(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			var p *problem.Problem
			if !errors.As(err, &p) {
				t.Fatalf("no problem: %v", err)
			}
			return
		}
		if s.MissingBytes < 0 {
			t.Fatalf("%d bytes missing", s.MissingBytes)
		}
		for name, x := range s.Tensors {
			if x.Elements < 0 || x.Bytes < 0 {
				t.Fatalf("%q: %+v", name, x)
			}
		}
		c := &mlx.Config{Layers: 4, Used: 2, Experts: 8, Quantization: map[string]json.RawMessage{"group_size": []byte("64"), "bits": []byte("4")}}
		m := &mlxModel{folder: "x", config: c, shards: []*mlx.Shard{s}}
		if found := m.found(); found.ActiveParamCount > found.ParamCount || found.ReadBytesPerToken > found.SizeBytes {
			t.Fatalf("more active than there are: %+v", found)
		}
	})
}

// damagedFiles writes damaged files below root and gives their number. Each
// must give one problem.
func damagedFiles(t *testing.T, root string) (n int) {
	t.Helper()
	whole := modelstest.WholeModel(8)
	bad := func(b []byte) {
		n++
		modelstest.Put(t, filepath.Join(root, fmt.Sprintf("%04d.gguf", n)), b)
	}
	for at := 0; at < len(whole); at += 256 << 10 {
		bad(whole[:at])
	}
	const huge = 1 << 60
	bad(modelstest.New(1, 0, 0).File(64))
	bad(modelstest.New(4, 0, 0).File(64))
	bad(modelstest.New(3, huge, 0).File(64))
	bad(modelstest.New(3, 0, huge).File(64))
	bad(modelstest.New(3, 1<<63, 1<<63).File(64))
	bad(modelstest.New(3, 1<<14, 1<<12).File(1 << 20))
	bad(modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.U64(huge) }).File(64))
	bad(modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.Key("a", 8); r.U64(1 << 63) }).File(64))
	bad(modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.Key("a", 8); r.U64(60 << 20) }).File(50 << 20))
	bad(modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.Key("a", 9); r.U32(8); r.U64(1 << 26) }).File(1 << 20))
	bad(modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.Key("a", 9); r.U32(9); r.U64(1 << 20) }).File(12 << 20))
	bad(modelstest.New(3, 0, 1).With(func(r *modelstest.Raw) { r.Key("a", 99) }).File(64))
	bad(modelstest.New(3, 1, 0).Tensor("x", 200, 1<<40, 1<<40).File(64)) // an unknown type
	bad(modelstest.New(3, 1, 0).Tensor("x", 139, 0, 1<<62, 4, 4, 4).File(64))
	bad(modelstest.New(0x03000000, 0, 0).File(64)) // big-endian
	bad(modelstest.BigEndian())
	// These headers are as large as they may be, and all that they announce is
	// really there.
	for range 8 {
		r := modelstest.New(3, 1<<14, 1<<12)
		for i := range 1 << 12 {
			r.Text(fmt.Sprintf("key.%d", i), strings.Repeat("v", 300))
		}
		for i := range 1 << 14 {
			r.Tensor(fmt.Sprintf("blk.%d.some_tensor_of_this.weight", i), 2, 1<<50, 256)
		}
		bad(r.File(0))
	}
	for _, b := range [][]byte{nil, {1}, modelstest.ShardOf("{}", 0)[:9], modelstest.ShardOf(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}`, 8), modelstest.ShardOf("[[[[", 0), binary.LittleEndian.AppendUint64(nil, huge)} {
		n++
		modelstest.Put(t, filepath.Join(root, fmt.Sprint("mlx", n), "config.json"), []byte(`{"quantization":{"bits":4}}`))
		modelstest.Put(t, filepath.Join(root, fmt.Sprint("mlx", n), "model.safetensors"), b)
	}
	return n
}

// searchedFolder is a variable. If it is set, the test binary only searches the
// folder that it names.
const searchedFolder = "DRAGSTRIP_TEST_SEARCH"

// TestDamagedFilesAreListedWithAReason searches the damaged files in a process
// of its own. All files are named, none is offered as a model, and that process
// needs little memory.
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
	emulated.Skip(t, err)
	var offered, told, most int
	if _, scan := fmt.Sscanf(string(out), "%d offered, %d told, %d MiB", &offered, &told, &most); err != nil || scan != nil || offered != 0 || told != n {
		t.Fatalf("%v, want none offered and %d told\n%s", err, n, out)
	}
	t.Logf("%d files, at most %d MiB", n, most)
	if most > 64 && !raced() {
		t.Errorf("it took %d MiB", most)
	}
}

// mostMemory is the largest memory that this process ever had, in bytes. It is
// 0 if the system does not say. The system's figure for a child that has ended
// is no use, because it includes the parent.
func mostMemory() (kib int64) {
	status, _ := os.ReadFile("/proc/self/status")
	if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
		fmt.Sscan(rest, &kib)
	}
	return kib << 10
}

// raced tells whether the race detector is on, which multiplies the memory.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// TestEveryFourKilobytesOfAModel cuts one file shorter and shorter.
func TestEveryFourKilobytesOfAModel(t *testing.T) {
	path := modelstest.Put(t, filepath.Join(t.TempDir(), "a.gguf"), modelstest.WholeModel(2))
	look, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := (look.Size() - 1) &^ 4095; at >= 0; at -= 4096 {
		if err := os.Truncate(path, at); err != nil {
			t.Fatal(err)
		}
		_, err := Look(path)
		var p *problem.Problem
		want := problem.ErrIncomplete
		if at == 0 {
			want = problem.ErrEmpty
		}
		if !errors.As(err, &p) || !errors.Is(err, want) || p.Remedy == "" || (p.MissingBytes != 0 && p.MissingBytes < look.Size()-at-32) {
			t.Fatalf("cut at %d: %v", at, err)
		}
	}
}

func TestEveryDamagedByteOfAHeaderIsSurvived(t *testing.T) {
	whole := modelstest.WithVocabulary(40)
	for at := 0; at < min(1500, len(whole)); at++ {
		for _, b := range []byte{0, 0x7f, 0xff} {
			was := whole[at]
			whole[at] = b
			if g, err := gguf.Read(bytes.NewReader(whole), int64(len(whole))); err == nil {
				FromGGUF("x.gguf", []*gguf.Header{g})
			}
			whole[at] = was
		}
	}
}

func FuzzReadGGUF(f *testing.F) {
	f.Add(modelstest.WithVocabulary(256))
	f.Add(modelstest.New(3, 1, 1).With(func(r *modelstest.Raw) {
		r.Text("general.architecture", "llama")
		r.Tensor("blk.0.ffn_up_exps.weight", 2, 0, 32, 2, 4)
	}).File(64))
	f.Add(modelstest.New(2, 1, 1).With(func(r *modelstest.Raw) {
		r.Array("a", 9, 1)
		r.U32(8)
		r.U64(1)
		r.String("x")
		r.Tensor("t", 99, 0, 7)
	}).File(64))
	f.Add([]byte("GGUF\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := gguf.Read(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			var p *problem.Problem
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
			m := FromGGUF("fuzz-Q4_0.gguf", []*gguf.Header{g})
			if m.SizeBytes < 0 || m.ReadBytesPerToken < 0 || m.ReadBytesPerToken > m.SizeBytes || m.ActiveParamCount > m.ParamCount {
				t.Fatalf("%+v", m)
			}
			if n, deep := m.KV.ReadBytes(1<<20, bench.KVTypes{}), m.KV.AllocatedBytes(1<<20, 512, bench.KVTypes{}); n < 0 || deep < 0 {
				t.Fatalf("KV %+v", m.KV)
			}
			if need := m.Need(bench.Load{Tokens: 1 << 20}); need.ComputeBytes < 0 {
				t.Fatalf("need %+v", need)
			}
		}
	})
}
