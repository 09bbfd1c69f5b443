package lmstudio

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// TestModelsAndTheirFiles lists models, and brings those together with files whose
// paths match.
func TestModelsAndTheirFiles(t *testing.T) {
	home := t.TempDir()
	put := func(name string, bytes int) string {
		path := filepath.Join(home, ".lmstudio", "models", filepath.FromSlash(name))
		if os.MkdirAll(filepath.Dir(path), 0o755) != nil || os.WriteFile(path, make([]byte, bytes), 0o644) != nil {
			t.Fatal(path)
		}
		return path
	}
	bySize := put("someone/parrot-GGUF/parrot-Q4_0.gguf", 1<<20)
	byPath := put("maker/owl-GGUF/owl-Q8_0.gguf", 10)
	folder := filepath.Dir(put("mlx-maker/crow-4bit/config.json", 2))
	put("someone/twin-GGUF/a.gguf", 77)
	put("someone/twin-GGUF/b.gguf", 77)
	f := newFake(t, "parrot", "maker/owl-gguf/OWL-q8_0.gguf", "crow-4bit", "twin")
	f.list[2].Publisher, f.list[2].Format, f.list[3].Bytes = "mlx-maker", "mlx", 77
	build := bench.EngineBuild{Engine: Name, Prefix: []string{f.url}}
	for _, old := range []bool{false, true} {
		f.old = old
		list, err := served(t.Context(), engine.Folders{Home: home}, build)
		if err != nil || len(list) != 4 {
			t.Fatalf("%d models, %v", len(list), err)
		}
		want := []string{bySize, byPath, folder, ""} // v0 tells no size, but the names are enough
		for i, m := range list {
			if m.Path != want[i] || m.Served == "" || m.Quant != "Q4_0" || m.Arch != "llama" {
				t.Errorf("v0 %t: %+v, want %s", old, m, want[i])
			}
		}
		b, err := adapter{}.Probe(t.Context(), bench.EngineBuild{Prefix: []string{f.url}, Traits: traits()})
		if err != nil || (len(b.Traits.Takes) == 0) != old || b.Traits.Elsewhere {
			t.Errorf("%+v, %v", b, err)
		}
	}
}

// TestAddresses that users name.
func TestAddresses(t *testing.T) {
	for named, want := range map[string]string{
		"http://127.0.0.1:1234": "http://127.0.0.1:1234", "http://there.lan:1234/v1/": "http://there.lan:1234", "https://there.lan/api/v1 --key-env K": "https://there.lan --key-env K",
		"http://a:1/api/v0 --evict": "http://a:1 --evict", "/usr/bin/lms": "",
	} {
		words := strings.Fields(named)
		b, ok, err := finder{}.Take(engine.Surroundings{}, words[0], words[1:])
		if got := strings.Join(b.Prefix, " "); got != want || err != nil || ok != (want != "") {
			t.Errorf("%s: %q, %v", named, got, err)
		}
	}
	for _, named := range []string{"http://me:secret@a:1", "http://a:1/?x=1", "http://", "http://a:1 --key-env sk-12", "http://a:1 more"} {
		words := strings.Fields(named)
		if _, ok, err := (finder{}).Take(engine.Surroundings{}, words[0], words[1:]); !ok || err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", named, err)
		}
	}
}

// TestOneStart reads the command line that the driver gets.
func TestOneStart(t *testing.T) {
	job := &bench.Job{ID: "j1", Model: bench.Model{Served: "parrot"}, Params: bench.Params{"n_batch": "256", "flash_attn": "on", "no_kv_offload": "1", bench.Concurrency: "2"}}
	work := []engine.Work{{Job: job, Test: bench.Test{Prompt: 512, Depth: 1024}, Repetitions: 2}}
	all, err := adapter{}.Invocations(t.Context(), bench.EngineBuild{Engine: Name, Prefix: []string{"http://127.0.0.1:1234", "--key-env", "K"}}, work, engine.Options{})
	if err != nil || len(all) != 1 || all[0].Port != 1234 {
		t.Fatalf("%+v, %v", all, err)
	}
	r, err := engine.ParseRequest(all[0].Argv[2:], "server", "set")
	want := "--server http://127.0.0.1:1234 --server --key-env --server K --set context=4608 --set n_batch=256 --set flash_attn=on --set no_kv_offload=1"
	if err != nil || strings.Join(r.Own, " ") != want || r.AtOnce != 2 || r.Model != "parrot" {
		t.Errorf("%q, %v", r.Own, err)
	}
	var told []string
	for _, one := range configOf([]string{"context=4608", "n_batch=256", "flash_attn=on", "no_kv_offload=1"}).told() {
		told = append(told, one.Name+"="+one.Value)
	}
	if !slices.Equal(told, []string{"context=4608", "n_batch=256", "flash_attn=on", "no_kv_offload=1"}) {
		t.Errorf("told back %q", told)
	}
	for runtime, want := range map[string]string{"llama.cpp-mac-arm64-apple-metal-advsimd": "Metal", "mlx-llm-mac-arm64-apple-metal-advsimd": "Metal", "llama.cpp-win-x86_64-nvidia-cuda12-avx2": "CUDA", "llama.cpp-linux-x86_64-avx2": "CPU", "odd": ""} {
		if got := backendOf(runtime); got != want {
			t.Errorf("%s: %q, want %q", runtime, got, want)
		}
	}
}

// TestTheFileStaysWhereItIs: without --copy, `lms import` moves the user's file.
func TestTheFileStaysWhereItIs(t *testing.T) {
	if way := Kind().Import("/m/a b.gguf", "'/m/a b.gguf'"); !strings.Contains(way, "`lms import --copy '/m/a b.gguf'`") {
		t.Error(way)
	}
}

func TestAFileOfAnotherQuantizationIsNotTheModels(t *testing.T) {
	for name, want := range map[string]bool{
		"x-f16.gguf": true, "x.F16.gguf": true, "x-bf16.gguf": false, "mmproj-x-f16.gguf": false, "f16.gguf": false,
	} {
		f := stored{path: "/m/" + name, repository: "x-GGUF", bytes: 1}
		if got := isNamedWith(f, "someone/x", "F16"); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
