package models

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models/gguf"
	"dragstrip/models/mlx"
	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

// There is one fuzz target for each thing that other programs write and this
// package reads. The targets read these things through the same functions as
// the program. FuzzReadGGUF, FuzzLike and FuzzReadShard are beside their
// readers.

// searched searches a folder and checks everything that the search reports. It
// looks at one thing after the other, so that the fuzzer sees the same path
// through the code each time. It returns how many things were reported.
func searched(t testing.TB, root string) (seen int) {
	t.Helper()
	var all []sighting
	newWalk(t.Context(), func(c candidate) { all = append(all, recall("").look(c)) },
		func(p *problem.Problem) { all = append(all, sighting{problem: p}) }).all(Search{Places: []Place{{"fuzzed", root}}})
	for _, s := range all {
		seen++
		if f := s.found; f != nil && (f.Path == "" || f.Name != bench.Clean(f.Name) || len(f.Name) > maxName+3) {
			t.Fatalf("found %+v", f)
		}
		if p := s.problem; p != nil && (p.Why == "" || p.Error() != bench.Clean(p.Error())) {
			t.Fatalf("%q", p.Error())
		}
	}
	return seen
}

// fuzzTree writes bytes under a name into a folder in which everything else is
// in order, and searches the folder. For the first seed something must be
// reported. Otherwise the targets could pass without reading a file, which
// happened once.
func fuzzTree(f *testing.F, name string, others map[string]string, seeds ...string) {
	f.Helper()
	root := f.TempDir()
	for other, text := range others {
		modelstest.Put(f, filepath.Join(root, filepath.FromSlash(other)), []byte(text))
	}
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	path := filepath.Join(root, filepath.FromSlash(name))
	modelstest.Put(f, path, []byte(seeds[0]))
	if searched(f, root) == 0 {
		f.Fatalf("nothing is said of %s", seeds[0])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		modelstest.Put(t, path, b)
		searched(t, root)
	})
}

var digestOfNothing = strings.Repeat("0", 64)

func FuzzOllamaManifest(f *testing.F) {
	fuzzTree(f, "manifests/registry.ollama.ai/library/m/7b", map[string]string{"blobs/sha256-" + digestOfNothing: `{"remote_host":"x"}`},
		`{"config":{"digest":"sha256:`+digestOfNothing+`"},"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:`+digestOfNothing+`","size":-1}]}`,
		`{"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:../../etc/passwd"}]}`,
		`{"layers":[{"mediaType":"application/vnd.ollama.image.tensor"}]}`,
	)
}

func FuzzOllamaConfig(f *testing.F) {
	fuzzTree(f, "blobs/sha256-"+digestOfNothing, map[string]string{
		"manifests/registry.ollama.ai/library/m/7b": `{"config":{"digest":"sha256:` + digestOfNothing + `"},"layers":[]}`,
	},
		`{"remote_host":"https://example.com","model_format":"gguf"}`,
		`{"remote_host":{}}`,
	)
}

func FuzzDockerIndex(f *testing.F) {
	fuzzTree(f, "models.json", map[string]string{"blobs/sha256/x": "", "manifests/sha256/" + digestOfNothing: `{"layers":[]}`},
		`{"models":[{"id":"sha256:`+digestOfNothing+`","tags":["ai/m:1b"],"files":[]}]}`,
		`{"models":[{"id":"sha256:../../etc","tags":[]},{},null]}`,
	)
}

func FuzzDockerManifest(f *testing.F) {
	fuzzTree(f, "manifests/sha256/"+digestOfNothing, map[string]string{
		"blobs/sha256/x": "", "models.json": `{"models":[{"id":"sha256:` + digestOfNothing + `","tags":["ai/m:1b"]}]}`,
	},
		`{"layers":[{"mediaType":"application/vnd.docker.ai.gguf.v3","digest":"sha256:`+digestOfNothing+`"}]}`,
		`{"layers":[{"mediaType":"application/vnd.docker.ai.gguf.v3"},{"mediaType":"application/vnd.docker.ai.gguf.v3"}]}`,
	)
}

func FuzzJanModel(f *testing.F) {
	fuzzTree(f, "m/model.yml", map[string]string{"m.gguf": "GGUF"},
		"name: m\nmodel_path: ../../etc/passwd\n",
		"model_path: 'm.gguf'\n",
		"model_path: /dev/zero.gguf\n",
	)
}

// FuzzMLXConfig also computes the sizes of the caches from whatever the file
// says.
func FuzzMLXConfig(f *testing.F) {
	f.Add([]byte(`{"num_hidden_layers":4096,"num_attention_heads":9,"layer_types":["sliding_attention"],"quantization":{"bits":4,"x":{}}}`))
	f.Add([]byte(`{"block_configs":[{"attention":{"n_heads_in_group":1}}],"num_attention_heads":4,"kv_lora_rank":-1,"x":NaN}`))
	f.Add([]byte(`{"num_key_value_heads":[9223372036854775807,0,-1],"num_hidden_layers":3.0,"sliding_window_pattern":"LG","quantization_config":{"quant_method":"awq"}}`))
	f.Add([]byte(`{"model_type":"qwen3","text_config":{"num_hidden_layers":-1,"head_dim":9223372036854775807}}`))
	weights := string(modelstest.ShardOf(`{"__metadata__":{"format":"mlx"},"model.layers.0.a.weight":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}`, 8))
	root := f.TempDir()
	modelstest.Put(f, filepath.Join(root, "model.safetensors"), []byte(weights))
	f.Fuzz(func(t *testing.T, b []byte) {
		modelstest.Put(t, filepath.Join(root, "config.json"), b)
		searched(t, root)
		c, err := mlx.ParseConfig(b)
		if err != nil {
			return
		}
		text := c.Language()
		if kv := kvOfMLX(text); kv.ReadBytes(1<<20, bench.KVTypes{}) < 0 || kv.AllocatedBytes(1<<20, 512, bench.KVTypes{}) < 0 {
			t.Fatalf("negative: %+v", kv)
		}
		c.PackingOf("x")
	})
}

func FuzzShardIndex(f *testing.F) {
	fuzzTree(f, "model.safetensors.index.json", map[string]string{"config.json": `{"quantization":{"bits":4}}`, "README.md": "---\nlicense: mit\n---\n"},
		`{"metadata":{"total_size":1},"weight_map":{"a":"model-00001-of-00002.safetensors","b":"../../etc/passwd"}}`,
	)
}

// FuzzStoreSettings tries any content of the files that say where stores lie: a
// pointer, two settings and a configuration.
func FuzzStoreSettings(f *testing.F) {
	f.Add([]byte("/home/me/lms\n"))
	f.Add([]byte(`{"downloadsFolder":"/big","models_dir":"~/x","extra_models_dir":["/a","b",""]}`))
	f.Add([]byte(`{"extra_models_dir":"\u0000"}`))
	home := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, name := range []string{".lmstudio-home-pointer", ".lmstudio/settings.json", ".config/LM Studio/settings.json", ".cache/lemonade/config.json"} {
			modelstest.Put(t, filepath.Join(home, filepath.FromSlash(name)), b)
			s := Surroundings{OS: "linux", Home: home, Root: home, Getenv: func(string) string { return "" }}
			for _, p := range s.Stores() {
				if !filepath.IsAbs(p.Folder) || p.Name == "" {
					t.Fatalf("%+v", p)
				}
			}
		}
	})
}

// FuzzHubRefs: another program wrote the text that says which snapshot is the
// present one.
func FuzzHubRefs(f *testing.F) {
	fuzzTree(f, "models--o--r/refs/main", map[string]string{"models--o--r/blobs/x": "", "models--o--r/snapshots/abc/m.gguf": "GGUF"},
		"abc\n",
		"../../..",
	)
}

// FuzzRememberedModels: any program may have damaged our own cache.
func FuzzRememberedModels(f *testing.F) {
	f.Add(fmt.Appendf(nil, "{\"Schema\":%d}\n{\"stamps\":[{\"path\":\"/x\",\"size\":1,\"ns\":1}],\"found\":{\"path\":\"/x\"}}\n", knownSchema))
	root := f.TempDir()
	model := modelstest.Put(f, filepath.Join(root, "m", "a.gguf"), modelstest.ModelFile(modelstest.Text("general.name", "first")))
	look, err := os.Stat(model)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		k := recall(modelstest.Put(t, filepath.Join(root, "models.jsonl"), b))
		if s := k.look(candidate{path: model, place: "added", look: look}); s.found == nil || s.found.Place != "added" {
			t.Fatalf("%+v", s)
		}
		k.keep(true)
	})
}

// FuzzNames tries any name of a file.
func FuzzNames(f *testing.F) {
	f.Add("M-UD-Q4_K_XL-00001-of-00002.gguf")
	f.Fuzz(func(t *testing.T, name string) {
		tagOf(name)
		if p, ok := gguf.SplitName(name); ok && (p.Index < 1 || p.Index > p.Of) {
			t.Fatalf("%q: %+v", name, p)
		}
	})
}
