package llama

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
)

// library is the smallest ELF file that names the libraries it needs.
func library(needs ...string) []byte {
	const head, section = 64, 64
	names := []byte("\x00")
	var dynamic bytes.Buffer
	entry := func(tag elf.DynTag, value int) {
		_ = binary.Write(&dynamic, binary.LittleEndian, elf.Dyn64{Tag: int64(tag), Val: uint64(value)})
	}
	for _, lib := range needs {
		entry(elf.DT_NEEDED, len(names))
		names = append(append(names, lib...), 0)
	}
	entry(elf.DT_NULL, 0)
	var out bytes.Buffer
	h := elf.Header64{Type: uint16(elf.ET_DYN), Machine: uint16(elf.EM_X86_64), Version: 1, Shoff: head, Ehsize: head, Shentsize: section, Shnum: 3, Shstrndx: 1}
	copy(h.Ident[:], "\x7fELF\x02\x01\x01")
	at := uint64(head + 3*section)
	for _, part := range []any{
		h,
		elf.Section64{},
		elf.Section64{Type: uint32(elf.SHT_STRTAB), Off: at, Size: uint64(len(names))},
		elf.Section64{Type: uint32(elf.SHT_DYNAMIC), Off: at + uint64(len(names)), Size: uint64(dynamic.Len()), Link: 1, Entsize: 16},
		names, dynamic.Bytes(),
	} {
		_ = binary.Write(&out, binary.LittleEndian, part)
	}
	return out.Bytes()
}

// The engine leaves out a backend whose driver is missing, and prints nothing.
// So it used to look as if the machine had no GPU.
func TestABackendThatWasNotLoadedIsNamedWithWhatItLacks(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string][]byte{
		"llama-bench": nil, "libggml-base.so": nil, "libggml-cpu-zen4.so": nil, "libggml-cpu-haswell.so": nil, "libggml-rpc.so": nil, "libhere.so.1": nil,
		"libggml-cuda.so":   library("libhere.so.1", "libcuda-that-nobody-has.so.1"),
		"libggml-vulkan.so": library("libhere.so.1"),
		"libggml-hip.so":    []byte("damaged"),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	build := bench.EngineBuild{Prefix: []string{filepath.Join(folder, "llama-bench")}}
	lines := []string{"load_backend: loaded RPC backend from " + folder + "/libggml-rpc.so", "load_backend: loaded CPU backend from " + folder + "/libggml-cpu-zen4.so"}
	got := notLoaded(build, lines)
	want := []string{
		"not loaded: libggml-cuda.so (missing on this machine: libcuda-that-nobody-has.so.1)",
		"not loaded: libggml-hip.so",
		"not loaded: libggml-vulkan.so (the libraries that it needs are there, and it gives no reason)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, c := range []struct {
		loaded []string
		want   string
	}{
		{[]string{"RPC", "CPU"}, "libggml-cuda.so libggml-hip.so libggml-vulkan.so"},
		{[]string{"Vulkan", "CPU"}, ""}, // the others are for other GPUs
		{nil, ""},                       // the backends are part of the program
	} {
		if got := strings.Join(unloaded(build, &said{loaded: c.loaded}), " "); got != c.want {
			t.Errorf("%q: %q", c.loaded, got)
		}
	}
	if got := notLoaded(build, []string{"ggml_cuda_init: found 1 CUDA devices"}); got != nil {
		t.Errorf("a build with all its backends built in: %q", got)
	}
}
