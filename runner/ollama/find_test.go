package ollama

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

func TestTheUsualAddress(t *testing.T) {
	for variable, want := range map[string]string{
		"": "http://127.0.0.1:11434", "0.0.0.0": "http://127.0.0.1:11434", ":21434": "http://127.0.0.1:21434", "[::]:5": "http://127.0.0.1:5",
		"nas": "http://nas:11434", "nas:80": "http://nas:80", "http://nas": "http://nas:80", "https://nas/": "https://nas:443", "::1": "http://[::1]:11434",
		`"10.0.0.2:11435"`: "http://10.0.0.2:11435", "nas:x": "http://nas:11434", "ftp://nas": "",
	} {
		got := ""
		if at := usualAddress(variable); at != nil {
			got = at.String()
		}
		if got != want {
			t.Errorf("OLLAMA_HOST=%s: %s, want %s", variable, got, want)
		}
	}
}

func TestWhatAUserNames(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, program)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"http://127.0.0.1:11434/v1/":                        "http://127.0.0.1:11434",
		"http://127.0.0.1:11434 --num-ctx 8192 --evict":     "http://127.0.0.1:11434 --num-ctx 8192 --evict",
		"https://nas/ollama --key-env KEY --keep-alive 10m": "https://nas/ollama --key-env KEY --keep-alive 10m",
		path + " --template":                                path + " --template",
		folder:                                              path,
		"/usr/bin/other":                                    "",
		"http://me:secret@nas":                              "!holds a password",
		"http://nas?x=secret":                               "!ends at ? or #",
		"http://nas --num-ctx many":                         "!only --num-ctx N",
		"http://nas --keep-alive soon":                      "!is a time such as 10m",
		"http://nas --key-env sk-123":                       "!name of a variable",
		"http://nas serve":                                  "!only --num-ctx N",
	} {
		words := strings.Fields(text)
		b, ok, err := finder{}.Take(engine.Surroundings{}, words[0], words[1:])
		switch refused, is := strings.CutPrefix(want, "!"); {
		case is:
			if !ok || err == nil || !strings.Contains(err.Error(), refused) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v, %v", text, ok, err)
			}
		case want == "":
			if ok {
				t.Errorf("%s was taken", text)
			}
		case !ok || err != nil || strings.Join(b.Prefix, " ") != want:
			t.Errorf("%s: %q, %v, %v", text, b.Prefix, ok, err)
		}
	}
}

// TestAServerIsFoundBeforeItsProgram: who has a server that runs means that one.
func TestAServerIsFoundBeforeItsProgram(t *testing.T) {
	f := newFake(t, "smol:latest", "tiny:latest")
	folder := t.TempDir()
	path := filepath.Join(folder, program)
	if err := os.WriteFile(path, []byte("#!/bin/sh\necho 'Warning: client version is 0.6.8' >&2\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	s := engine.Surroundings{Path: []string{folder}, Getenv: func(name string) string {
		if name == "OLLAMA_HOST" {
			return f.url
		}
		return ""
	}}
	found, problems := finder{}.Look(s)
	if len(found) < 2 || len(problems) != 0 || found[0].Prefix[0] != f.url || found[1].Prefix[0] != path {
		t.Fatalf("%+v, %v", found, problems)
	}
	if (finder{}).Key(found[0]) == (finder{}).Key(found[1]) {
		t.Error("server and program count as one")
	}
	s.Root = t.TempDir()
	if found, _ := (finder{}).Look(s); len(found) != 1 {
		t.Errorf("below another root: %+v", found)
	}
	b := found[0]
	b.Traits = traits()
	b, err := adapter{}.Probe(t.Context(), b)
	if err != nil || b.Version != "0.6.8" || b.Traits.Elsewhere || !strings.HasPrefix(b.Versions(), "0.6.8 at 127.0.0.1:") {
		t.Fatalf("%+v, %v", b, err)
	}
	list, err := served(t.Context(), engine.Folders{}, b)
	if err != nil || len(list) != 2 || list[0].Name != "smol" || list[0].Served != "smol:latest" || list[0].ParamCount != 134515008 || list[0].LayerCount != 30 || list[0].Path != "" {
		t.Errorf("%+v, %v", list, err)
	}
	b.Env = []string{"OLLAMA_FLASH_ATTENTION=1"}
	if _, err := (adapter{}).Probe(t.Context(), b); err == nil || !strings.Contains(err.Error(), "cannot be given variables") {
		t.Error(err)
	}
}

// TestOneStartOfTheDriver reads the command lines for a server that runs and for
// one that dragstrip starts.
func TestOneStartOfTheDriver(t *testing.T) {
	job := &bench.Job{ID: "j1", Model: bench.Model{Served: "smol:latest"}, Params: bench.Params{"n_threads": "2", "n_gpu_layers": "-1", "load_mode": "none"}}
	work := []engine.Work{{Job: job, Test: bench.Test{Prompt: 512}, Repetitions: 3}, {Job: job, Test: bench.Test{Generation: 128, Depth: 4096}, Repetitions: 3}}
	there := bench.EngineBuild{Engine: Name, Prefix: []string{"http://127.0.0.1:11434", "--evict"}}
	all, err := adapter{}.Invocations(t.Context(), there, work, engine.Options{})
	if err != nil || len(all) != 1 || all[0].Port != 11434 || len(all[0].Env) != 0 {
		t.Fatalf("%+v, %v", all, err)
	}
	argv := strings.Join(all[0].Argv, " ")
	for _, want := range []string{"driver ollama --model smol:latest --tests pp512,tg128@d4096 -r 3", "--server http://127.0.0.1:11434 --server --evict", "--option num_ctx=5376", "num_gpu=999", "num_thread=2", "use_mmap=false"} {
		if !strings.Contains(argv, want) {
			t.Errorf("no %q in %s", want, argv)
		}
	}
	s, err := sittingOf(all[0].Argv[2:], nil)
	if err != nil || !s.at.evict || s.options["num_ctx"] != 5376 || s.options["use_mmap"] != false {
		t.Errorf("%+v, %v", s, err)
	}
	job.Params["flash_attn"], job.Params["type_k"], job.Params["type_v"], job.Params[bench.Concurrency] = "on", "q8_0", "q8_0", "4"
	ours := bench.EngineBuild{Engine: Name, Prefix: []string{"/usr/bin/ollama"}, Env: []string{"OLLAMA_GPU_OVERHEAD=1"}}
	all, err = adapter{}.Invocations(t.Context(), ours, work, engine.Options{})
	if err != nil || all[0].Port != 0 || !strings.HasSuffix(strings.Join(all[0].Argv, " "), "-- /usr/bin/ollama serve") {
		t.Fatalf("%+v, %v", all, err)
	}
	for _, want := range []string{"OLLAMA_GPU_OVERHEAD=1", "OLLAMA_NOPRUNE=1", "OLLAMA_NUM_PARALLEL=4", "OLLAMA_FLASH_ATTENTION=1", "OLLAMA_KV_CACHE_TYPE=q8_0"} {
		if !slices.Contains(all[0].Env, want) {
			t.Errorf("no %s in %v", want, all[0].Env)
		}
	}
	for _, params := range []bench.Params{{"type_k": "q8_0"}, {"type_k": "q8_0", "type_v": "q8_0"}} {
		job.Params = params
		if all, _ := (adapter{}).Invocations(t.Context(), ours, work, engine.Options{}); len(all) != 1 || len(all[0].Argv) != 0 {
			t.Errorf("%v: %+v", params, all)
		}
	}
}

// TestTheLogTellsTheSettings reads what Ollama 0.6.8 printed, and lines as later
// versions print them.
func TestTheLogTellsTheSettings(t *testing.T) {
	log, err := os.ReadFile("testdata/log-0.6.8.txt")
	if err != nil {
		t.Fatal(err)
	}
	later := `time=2026-01-01T00:00:00.000Z level=INFO source=runner.go:1272 msg=load request="{Operation:commit LoraPath:[] Parallel:1 BatchSize:512 FlashAttention:Enabled KvSize:4096 KvCacheType:q8_0 NumThreads:8 GPULayers:25[ID:0 Layers:25(0..24)] MultiUserCache:false UseMmap:false}"` + "\n"
	for _, c := range []struct {
		text string
		want map[string]string
	}{
		{string(log), map[string]string{"slots": "2", "n_batch": "512", "n_ubatch": "512", "n_threads": "2", "n_gpu_layers": "0", "flash_attn": "off", "load_mode": "none", "type_k": "f16", "type_v": "f16"}},
		{later, map[string]string{"slots": "1", "n_batch": "512", "n_threads": "8", "flash_attn": "on", "load_mode": "none", "type_k": "q8_0", "type_v": "q8_0"}},
		{`msg=offload library=cuda layers.requested=-1 layers.model=31 layers.offload=31` + "\n" + strings.Repeat("x", 3*mostLine), map[string]string{"n_gpu_layers": bench.ToldAll}},
	} {
		var passed strings.Builder
		s := &settings{to: &passed}
		for part := range slices.Chunk([]byte(c.text), 100) {
			if _, err := s.Write(part); err != nil {
				t.Fatal(err)
			}
		}
		list, backend := s.told()
		got := map[string]string{}
		for _, one := range list {
			got[one.Name] = one.Value
		}
		for name, want := range c.want {
			if got[name] != want {
				t.Errorf("%s: %q, want %q", name, got[name], want)
			}
		}
		if passed.String() != c.text || c.text == string(log) && backend != "CPU" {
			t.Errorf("backend %q, %d of %d bytes passed on", backend, passed.Len(), len(c.text))
		}
	}
}

// Without OLLAMA_NOPRUNE, a server removes what another one is downloading.
func TestAServerOfOurOwnRemovesNothing(t *testing.T) {
	got := environment([]string{"OLLAMA_MODELS=/m"}, "127.0.0.1:1")
	for _, want := range []string{"OLLAMA_MODELS=/m", "OLLAMA_NOPRUNE=1", "OLLAMA_HOST=127.0.0.1:1"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %s in %v", want, got)
		}
	}
}

// A server elsewhere may name any path; on Windows, one like \\host\share would
// be asked for with the user's login.
func TestPathsOnOtherMachinesAreNotLookedAt(t *testing.T) {
	for path, far := range map[string]bool{"//host/share/x": true, "/models/x": false} {
		if isFar(path) != far {
			t.Errorf("%s: %v", path, !far)
		}
	}
}
