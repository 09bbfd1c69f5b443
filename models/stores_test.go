package models

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

// surroundings is an empty home on a system with these variables.
func surroundings(t *testing.T, system string, vars ...string) (Surroundings, string) {
	home := t.TempDir()
	set := map[string]string{}
	for i := 0; i+1 < len(vars); i += 2 {
		set[vars[i]] = strings.ReplaceAll(vars[i+1], "HOME", home)
	}
	return Surroundings{OS: system, Home: home, Root: filepath.Join(home, "root"), Getenv: func(k string) string { return set[k] }}, home
}

// llamaFile is a valid file. Its bytes depend on its name, so that no two files
// are one blob.
func llamaFile(name string) []byte {
	return modelstest.ModelFile(modelstest.Text("general.architecture", "llama"), modelstest.Text("general.name", name))
}

// hub writes a repository as the hub's cache stores it, and gives the path of
// its snapshot.
func hub(t *testing.T, root, repository, commit string, files map[string][]byte) string {
	folder := filepath.Join(root, "models--"+strings.ReplaceAll(repository, "/", "--"))
	modelstest.Put(t, filepath.Join(folder, "refs", "main"), []byte(commit))
	snapshot := modelstest.Mkdir(t, filepath.Join(folder, "snapshots", commit))
	for name, b := range files {
		blob := filepath.Join(folder, "blobs", fmt.Sprintf("%x", sha256.Sum256(b)))
		modelstest.Put(t, blob, b)
		link := filepath.Join(snapshot, name)
		modelstest.Mkdir(t, filepath.Dir(link))
		if target, err := filepath.Rel(filepath.Dir(link), blob); err != nil || os.Symlink(target, link) != nil {
			modelstest.Put(t, link, b) // without the right to make links, Windows copies the file
		}
	}
	return snapshot
}

// ollamaStore writes manifests and blobs. files has the model's bytes for each
// name.
func ollamaStore(t *testing.T, root string, models map[string][]byte) {
	for path, b := range models {
		digest := fmt.Sprintf("%x", sha256.Sum256(b))
		modelstest.Put(t, filepath.Join(root, "blobs", "sha256-"+digest), b)
		ollamaManifest(t, root, path, "application/vnd.ollama.image.model", "sha256:"+digest)
	}
}

func ollamaManifest(t *testing.T, root, path, kind, digest string) {
	modelstest.Put(t, filepath.Join(root, "manifests", filepath.FromSlash(path)), fmt.Appendf(nil,
		`{"schemaVersion":2,"config":{"digest":"sha256:%064d"},"layers":[{"mediaType":"application/vnd.ollama.image.template","digest":"sha256:%064d"},{"mediaType":%q,"digest":%q}]}`, 1, 2, kind, digest))
}

// stores gives the models that are listed, as "place: name", and the problems.
func stores(t *testing.T, s Surroundings) (listed []string, problems []*problem.Problem) {
	t.Helper()
	found, problems := Search{Places: s.Stores()}.Find(t.Context())
	for _, f := range found {
		listed = append(listed, f.Place+": "+f.Name)
	}
	return listed, problems
}

// A variable may name a folder by a relative path. The path begins in the
// folder in which the program was started. Such a folder used to be ignored.
func TestTheHubsCacheMayBeNamedFromHere(t *testing.T) {
	for name, want := range map[string]string{"HF_HUB_CACHE": "here", "HUGGINGFACE_HUB_CACHE": "here", "HF_HOME": "here/hub"} {
		s, home := surroundings(t, "linux", name, "./here")
		t.Chdir(home)
		hub(t, filepath.Join(home, filepath.FromSlash(want)), "org/M-GGUF", "abc", map[string][]byte{"M-Q4_0.gguf": llamaFile("M")})
		if listed, _ := stores(t, s); !slices.Equal(listed, []string{"Hugging Face: M"}) {
			t.Errorf("%s: %v", name, listed)
		}
	}
}

func TestEveryStoreIsListedFromItsOwnLayout(t *testing.T) {
	one := func(root, name string) func(*testing.T, string) {
		return func(t *testing.T, home string) {
			modelstest.Put(t, filepath.Join(home, filepath.FromSlash(root)), llamaFile(name))
		}
	}
	inHub := func(root string) func(*testing.T, string) {
		return func(t *testing.T, home string) {
			hub(t, filepath.Join(home, filepath.FromSlash(root)), "org/M-GGUF", "abc", map[string][]byte{"M-Q4_0.gguf": llamaFile("M")})
		}
	}
	inOllama := func(root string) func(*testing.T, string) {
		return func(t *testing.T, home string) {
			ollamaStore(t, filepath.Join(home, filepath.FromSlash(root)), map[string][]byte{"registry.ollama.ai/library/m/7b": llamaFile("model")})
		}
	}
	for _, c := range []struct {
		name, system string
		vars         []string
		build        func(*testing.T, string)
		want         string
	}{
		{"hub", "linux", nil, inHub(".cache/huggingface/hub"), "Hugging Face: M"},
		{"hub by XDG", "linux", []string{"XDG_CACHE_HOME", "HOME/x"}, inHub("x/huggingface/hub"), "Hugging Face: M"},
		{"hub by HF_HOME", "darwin", []string{"HF_HOME", "HOME/y", "XDG_CACHE_HOME", "HOME/x"}, inHub("y/hub"), "Hugging Face: M"},
		{"hub by HF_HOME with a tilde", "linux", []string{"HF_HOME", "~/y"}, inHub("y/hub"), "Hugging Face: M"},
		{"hub by its old variable", "linux", []string{"HUGGINGFACE_HUB_CACHE", "HOME/z", "HF_HOME", "HOME/y"}, inHub("z"), "Hugging Face: M"},
		{"hub by HF_HUB_CACHE", "linux", []string{"HF_HUB_CACHE", "HOME/w", "HUGGINGFACE_HUB_CACHE", "HOME/z"}, inHub("w"), "Hugging Face: M"},
		{"hub by other variables", "linux", []string{"HF_HUB_CACHE", "$DISK/${SUB}/w", "DISK", "HOME", "SUB", "s"}, inHub("s/w"), "Hugging Face: M"},
		{"hub by HF_HOME and another variable", "linux", []string{"HF_HOME", "~/$SUB", "SUB", "s"}, inHub("s/hub"), "Hugging Face: M"},
		{"hub by XDG and another variable", "linux", []string{"XDG_CACHE_HOME", "$DISK/x", "DISK", "HOME"}, inHub("x/huggingface/hub"), "Hugging Face: M"},
		{"hub by a variable of Windows", "windows", []string{"HF_HOME", "%DISK%/y", "DISK", "HOME"}, inHub("y/hub"), "Hugging Face: M"},
		{"hub by a variable that is not set", "linux", []string{"HF_HOME", "HOME/$NONE"}, inHub("$NONE/hub"), "Hugging Face: M"},
		{"llama.cpp before 2026", "linux", nil, one(".cache/llama.cpp/org_M-GGUF_M-Q4_0.gguf", "M"), "llama.cpp: M"},
		{"llama.cpp's flat files beside what it notes", "linux", nil, func(t *testing.T, home string) {
			for _, name := range []string{"manifest=org=M-GGUF=latest.json", "org_M-GGUF_M.gguf.json", "org_M-GGUF_M.gguf.etag"} {
				modelstest.Put(t, filepath.Join(home, ".cache/llama.cpp", name), []byte("{}"))
			}
			one(".cache/llama.cpp/org_M-GGUF_M.gguf", "M")(t, home)
		}, "llama.cpp: M"},
		{"llama.cpp's flat files, moved", "linux", []string{"LLAMA_CACHE", "HOME/lc"}, one("lc/org_M-GGUF_M.gguf", "M"), "llama.cpp: M"},
		{"llama.cpp on a Mac", "darwin", nil, one("Library/Caches/llama.cpp/org_M.gguf", "M"), "llama.cpp: M"},
		{"llama.cpp on Windows", "windows", []string{"LOCALAPPDATA", "HOME/local"}, one("local/llama.cpp/M.gguf", "M"), "llama.cpp: M"},
		{"llama.cpp moved, new layout", "linux", []string{"LLAMA_CACHE", "HOME/lc"}, inHub("lc"), "llama.cpp: M"},
		{"llama.cpp's router folder", "linux", []string{"LLAMA_ARG_MODELS_DIR", "HOME/router"}, one("router/M.gguf", "M"), "llama.cpp: M"},
		{"LM Studio", "darwin", nil, one(".lmstudio/models/org/M-GGUF/M-Q4_0.gguf", "M"), "LM Studio: M"},
		{"LM Studio before", "linux", nil, one(".cache/lm-studio/models/org/M-GGUF/M.gguf", "M"), "LM Studio: M"},
		{"LM Studio by pointer", "linux", nil, func(t *testing.T, home string) {
			modelstest.Put(t, filepath.Join(home, ".lmstudio-home-pointer"), []byte(home+"/lms\n"))
			one("lms/models/org/M/M.gguf", "M")(t, home)
		}, "LM Studio: M"},
		{"LM Studio by setting", "linux", nil, func(t *testing.T, home string) {
			modelstest.Put(t, filepath.Join(home, ".lmstudio/settings.json"), fmt.Appendf(nil, `{"downloadsFolder":%q}`, filepath.Join(home, "big")))
			one("big/org/M/M.gguf", "M")(t, home)
			one(".lmstudio/models/not/here/N.gguf", "N")(t, home)
		}, "LM Studio: M"},
		{"LM Studio by its old settings", "windows", []string{"APPDATA", "HOME/roam"}, func(t *testing.T, home string) {
			modelstest.Mkdir(t, filepath.Join(home, ".cache/lm-studio"))
			modelstest.Put(t, filepath.Join(home, "roam/LM Studio/settings.json"), fmt.Appendf(nil, `{"downloadsFolder":%q}`, filepath.Join(home, "big")))
			one("big/org/M/M.gguf", "M")(t, home)
		}, "LM Studio: M"},
		{"LM Studio's bundled models", "darwin", nil, one(".lmstudio/.internal/bundled-models/org/M/M.gguf", "M"), "LM Studio: M"},
		{"LM Studio with MLX", "darwin", nil, func(t *testing.T, home string) {
			mlxShape(t, filepath.Join(home, ".lmstudio/models/mlx-community/Qwen"))
		}, "LM Studio: Qwen"},
		{"LM Studio's stubs", "linux", nil, func(t *testing.T, home string) {
			modelstest.Put(t, filepath.Join(home, ".lmstudio/hub/models/org/m/model.yaml"), []byte("model: x"))
			one(".lmstudio/hub/models/org/m/stub.gguf", "stub")(t, home)
			one(".lmstudio/models/org/M/M.gguf", "M")(t, home)
		}, "LM Studio: M"},
		{"Ollama", "linux", nil, inOllama(".ollama/models"), "Ollama: m:7b"},
		{"Ollama moved", "windows", []string{"OLLAMA_MODELS", "HOME/o"}, inOllama("o"), "Ollama: m:7b"},
		{"Ollama's service", "linux", nil, inOllama("root/usr/share/ollama/.ollama/models"), "Ollama: m:7b"},
		{"Jan", "linux", nil, one(".local/share/Jan/data/llamacpp/models/jan-m/model.gguf", "M"), "Jan: M"},
		{"Jan on a Mac", "darwin", nil, one("Library/Application Support/Jan/data/llamacpp/models/jan-m/model.gguf", "model"), "Jan: jan-m"},
		{"Jan on Windows", "windows", []string{"APPDATA", "HOME/roam"}, one("roam/Jan/data/llamacpp/models/jan-m/model.gguf", "M"), "Jan: M"},
		{"Jan's cortex", "linux", nil, one(".local/share/Jan/data/cortexcpp/models/org/M/M.gguf", "M"), "Jan: M"},
		{"Jan long ago", "darwin", nil, one("jan/models/M/M.gguf", "M"), "Jan: M"},
		{"Jan's MLX", "darwin", nil, func(t *testing.T, home string) {
			mlxShape(t, filepath.Join(home, "Library/Application Support/Jan/data/mlx/models/Qwen"))
		}, "Jan: Qwen"},
		{"Jan elsewhere", "linux", nil, func(t *testing.T, home string) {
			modelstest.Put(t, filepath.Join(home, ".config/Jan/data/llamacpp/models/m/model.yml"), []byte("name: m\nmodel_path: "+home+"/else/M.gguf\nsize_bytes: 1\n"))
			one("else/M.gguf", "M")(t, home)
		}, "Jan: M"},
		{"GPT4All", "linux", nil, one(".local/share/nomic.ai/GPT4All/M.Q4_0.gguf", "M"), "GPT4All: M"},
		{"GPT4All on a Mac", "darwin", nil, one("Library/Application Support/nomic.ai/GPT4All/M.Q4_0.gguf", "M"), "GPT4All: M"},
		{"GPT4All by XDG", "linux", []string{"XDG_DATA_HOME", "HOME/d"}, one("d/nomic.ai/GPT4All/M.gguf", "M"), "GPT4All: M"},
		{"GPT4All's bindings", "linux", nil, one(".cache/gpt4all/M.Q4_0.gguf", "M"), "GPT4All: M"},
		{"GPT4All on Windows", "windows", nil, one("AppData/Local/nomic.ai/GPT4All/M.gguf", "M"), "GPT4All: M"},
		{"Lemonade", "linux", nil, func(t *testing.T, home string) {
			modelstest.Put(t, filepath.Join(home, ".cache/lemonade/config.json"), fmt.Appendf(nil, `{"extra_models_dir":%q}`, filepath.Join(home, "lemons")))
			one("lemons/M.gguf", "M")(t, home)
		}, "Lemonade: M"},
		{"Lemonade's service", "linux", nil, inHub("root/var/lib/lemonade/.cache/huggingface/hub"), "Lemonade: M"},
		{"Lemonade's models_dir", "linux", nil, func(t *testing.T, home string) {
			modelstest.Put(t, filepath.Join(home, ".cache/lemonade/config.json"), []byte(`{"models_dir":"~/citrus","extra_models_dir":["auto",""]}`))
			one("citrus/M.gguf", "M")(t, home)
		}, "Lemonade: M"},
		{"Lemonade without folders of its own", "linux", nil, func(t *testing.T, home string) {
			modelstest.Put(t, filepath.Join(home, ".cache/lemonade/config.json"), []byte(`{"models_dir":"auto"}`))
			inHub(".cache/huggingface/hub")(t, home)
		}, "Hugging Face: M"},
		{"Msty", "darwin", nil, inOllama("Library/Application Support/MstyStudio/models"), "Msty: m:7b"},
		{"Msty before", "windows", nil, inOllama("AppData/Roaming/Msty/models"), "Msty: m:7b"},
		{"Msty's claw", "darwin", nil, inOllama(".mstyclaw/local-ai/models"), "Msty: m:7b"},
		{"Msty at home", "linux", nil, inOllama(".msty/models"), "Msty: m:7b"},
		{"AnythingLLM on a Mac", "darwin", nil, inOllama("Library/Application Support/AnythingLLM/storage/models/ollama"), "AnythingLLM: m:7b"},
		{"AnythingLLM on the desktop", "linux", nil, inOllama(".config/anythingllm-desktop/storage/models/ollama"), "AnythingLLM: m:7b"},
		{"AnythingLLM", "linux", nil, inOllama(".config/AnythingLLM/storage/models/ollama"), "AnythingLLM: m:7b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, home := surroundings(t, c.system, c.vars...)
			c.build(t, home)
			listed, problems := stores(t, s)
			if !slices.Equal(listed, []string{c.want}) || len(problems) > 0 {
				t.Errorf("listed %q with problems %v, want %q", listed, problems, c.want)
			}
		})
	}
}

func TestHubListsABlobOnceUnderThePresentSnapshot(t *testing.T) {
	s, home := surroundings(t, "linux")
	root := filepath.Join(home, ".cache", "huggingface", "hub")
	file := map[string][]byte{"M-Q4_0.gguf": llamaFile("M")}
	hub(t, root, "org/M", "aaa", file)
	now := hub(t, root, "org/M", "bbb", file)
	modelstest.Put(t, filepath.Join(root, "models--org--N", "blobs", "0123.incomplete"), []byte("part"))
	modelstest.Mkdir(t, filepath.Join(root, "models--org--N", "snapshots"))
	modelstest.Put(t, filepath.Join(root, "datasets--org--D", "snapshots", "c", "d.gguf"), llamaFile("D"))
	found, problems := Search{Places: s.Stores()}.Find(t.Context())
	look, err := os.Lstat(filepath.Join(now, "M-Q4_0.gguf"))
	if err != nil {
		t.Fatal(err)
	}
	if links := look.Mode()&os.ModeSymlink != 0; links && (len(found) != 1 || filepath.Dir(found[0].Path) != now) {
		t.Errorf("found %+v, want one in %s", found, now)
	}
	if len(problems) != 1 || !errors.Is(problems[0], problem.ErrIncomplete) || !strings.Contains(problems[0].Error(), "org/N") {
		t.Error(problems)
	}
}

func TestOllamaNamesAndWhatItCannotGive(t *testing.T) {
	s, home := surroundings(t, "linux")
	root := filepath.Join(home, ".ollama", "models")
	ollamaStore(t, root, map[string][]byte{
		"registry.ollama.ai/library/llama3.2/latest":        llamaFile("a"),
		"registry.ollama.ai/somebody/mine/v1":               llamaFile("b"),
		"hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF/Q4_K_M": llamaFile("c"),
		"registry.ollama.ai/library/llama3.2/1b":            llamaFile("a"),
		"registry.ollama.ai/alice/mymodel/latest":           llamaFile("a"),
	})
	const none = "sha256:00000000000000000000000000000000000000000000000000000000000000ff"
	ollamaManifest(t, root, "registry.ollama.ai/library/gone/1b", "application/vnd.ollama.image.model", none)
	ollamaManifest(t, root, "registry.ollama.ai/library/tensors/1b", "application/vnd.ollama.image.tensor", none)
	ollamaManifest(t, root, "registry.ollama.ai/library/out/1b", "application/vnd.ollama.image.model", "sha256:../../../../etc/passwd")
	modelstest.Put(t, filepath.Join(root, "manifests/registry.ollama.ai/library/torn/1b"), []byte(`{"layers":[`))
	modelstest.Put(t, filepath.Join(root, "blobs", "sha256-"+strings.Repeat("0", 62)+"ee"), []byte(`{"remote_host":"https://example.com"}`))
	modelstest.Put(t, filepath.Join(root, "manifests/registry.ollama.ai/library/far/cloud"),
		[]byte(`{"config":{"digest":"sha256:`+strings.Repeat("0", 62)+`ee"},"layers":[]}`))
	modelstest.Put(t, filepath.Join(root, "blobs", "sha256-abc-partial"), []byte("x"))

	listed, problems := stores(t, s)
	slices.Sort(listed)
	want := []string{"Ollama: hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M", "Ollama: llama3.2:1b", "Ollama: somebody/mine:v1"}
	if !slices.Equal(listed, want) {
		t.Errorf("listed %q\nwant %q", listed, want)
	}
	wantProblems := map[string]error{
		"gone:1b is incomplete": problem.ErrIncomplete, "Ollama keeps tensors:1b as one file for each tensor": problem.ErrNotOffered, "not a SHA-256 digest": problem.ErrUnreadable,
		"manifest is damaged: unexpected": problem.ErrUnreadable, "far:cloud is computed in the cloud": problem.ErrNotOffered, "download by Ollama": problem.ErrIncomplete,
	}
	for why, kind := range wantProblems {
		if !slices.ContainsFunc(problems, func(p *problem.Problem) bool { return errors.Is(p, kind) && strings.Contains(p.Error(), why) }) {
			t.Errorf("nothing says %q in %v", why, problems)
		}
	}
	if len(problems) != len(wantProblems) {
		t.Errorf("problems %v", problems)
	}
}

func TestDockerModelRunner(t *testing.T) {
	s, home := surroundings(t, "linux")
	root := filepath.Join(home, ".docker", "models")
	digest := func(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b)) }
	weights := llamaFile("model")
	manifest := fmt.Appendf(nil, `{"config":{"digest":"sha256:%064d"},"layers":[{"mediaType":"application/vnd.docker.ai.gguf.v3","digest":"sha256:%s"},{"mediaType":"application/vnd.docker.ai.mmproj","digest":"sha256:%064d"}]}`, 1, digest(weights), 2)
	modelstest.Put(t, filepath.Join(root, "blobs", "sha256", digest(weights)), weights)
	modelstest.Put(t, filepath.Join(root, "manifests", "sha256", digest(manifest)), manifest)
	modelstest.Put(t, filepath.Join(root, "models.json"), fmt.Appendf(nil,
		`{"models":[{"id":"sha256:%s","tags":["ai/smollm2:latest"],"files":[]},{"id":"sha256:%064d","tags":["ai/gone:1b"]}]}`, digest(manifest), 3))
	listed, problems := stores(t, s)
	if !slices.Equal(listed, []string{"Docker: ai/smollm2:latest"}) {
		t.Error(listed)
	}
	if len(problems) != 1 || !strings.Contains(problems[0].Error(), "ai/gone:1b") {
		t.Error(problems)
	}
}

func TestDockerModelRunnerMovedAndSplit(t *testing.T) {
	s, home := surroundings(t, "linux", "MODELS_PATH", "HOME/models")
	root := filepath.Join(home, "models")
	manifest := fmt.Appendf(nil, `{"layers":[{"mediaType":"application/vnd.docker.ai.gguf.v3","digest":"sha256:%064d"},{"mediaType":"application/vnd.docker.ai.gguf.v3","digest":"sha256:%064d"}]}`, 1, 2)
	id := fmt.Sprintf("%x", sha256.Sum256(manifest))
	modelstest.Put(t, filepath.Join(root, "manifests", "sha256", id), manifest)
	modelstest.Put(t, filepath.Join(root, "models.json"), fmt.Appendf(nil, `{"models":[{"id":"sha256:%s","tags":["ai/big:70b"],"files":[]}]}`, id))
	modelstest.Mkdir(t, filepath.Join(root, "blobs", "sha256"))
	if _, problems := stores(t, s); len(problems) != 1 || !errors.Is(problems[0], problem.ErrNotOffered) || !strings.Contains(problems[0].Error(), "start it once") {
		t.Error(problems)
	}
	modelstest.PutSplit(t, filepath.Join(root, "bundles", "sha256", id, "model"), "big", 2)
	found, problems := Search{Places: s.Stores()}.Find(t.Context())
	if len(found) != 1 || len(problems) > 0 || found[0].Place != "Docker" || len(found[0].Files) != 2 {
		t.Errorf("%+v, %v", found, problems)
	}
}

// Ollama may keep one file under several names. dragstrip used to know only one
// of these names. A report used to show the file's own name, which is a digest.
func TestEveryNameOfAFileOfOllamaMeansIt(t *testing.T) {
	s, home := surroundings(t, "linux")
	root := filepath.Join(home, ".ollama", "models")
	ollamaStore(t, root, map[string][]byte{
		"registry.ollama.ai/library/llama3.2/latest":        llamaFile("a"),
		"registry.ollama.ai/library/llama3.2/1b":            llamaFile("a"),
		"registry.ollama.ai/alice/mymodel/latest":           llamaFile("a"),
		"registry.ollama.ai/alice/mymodel/v2":               llamaFile("b"),
		"hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF/Q4_K_M": llamaFile("a"),
		"registry.ollama.ai/library/llama3.2/3b":            llamaFile("b"),
	})
	found, problems := Search{Places: s.Stores()}.Find(t.Context())
	if len(found) != 2 || len(problems) > 0 {
		t.Fatalf("%+v, %v", found, problems)
	}
	named := ByName(found)
	for asked, want := range map[string]string{
		"llama3.2:1b": "llama3.2:1b", "llama3.2:latest": "llama3.2:1b", "llama3.2": "llama3.2:1b", "llama3.2:3b": "llama3.2:3b",
		"alice/mymodel": "llama3.2:1b", "alice/mymodel:latest": "llama3.2:1b", "alice/mymodel:v2": "llama3.2:3b",
		"hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M": "llama3.2:1b", "hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF": "llama3.2:1b",
	} {
		f, err := named.Pick(asked)
		if err != nil || f.Name != want {
			t.Errorf("%s means %q, want %s: %v", asked, f.Name, want, err)
			continue
		}
		// If the file is given by its path, it has the store's name, too.
		if given, _ := Find(t.Context(), []string{f.Path}, ""); len(given) != 1 || given[0].Name != want || len(given[0].OtherNames) != len(f.OtherNames) {
			t.Errorf("the file of %s: %+v", asked, given)
		}
	}
}

func TestStoreThatMayNotBeReadIsNamed(t *testing.T) {
	if asNobody(t) {
		return
	}
	s, home := surroundings(t, "linux")
	locked := modelstest.Mkdir(t, filepath.Join(home, "root/usr/share/ollama"))
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(locked, 0o755)
	if _, problems := stores(t, s); len(problems) != 1 || !errors.Is(problems[0], problem.ErrUnreadable) || !strings.Contains(problems[0].Error(), "Ollama") {
		t.Error(problems)
	}
}

// TestOneFileInTwoStores: Lemonade and llama.cpp share the hub's cache.
func TestOneFileInTwoStores(t *testing.T) {
	s, home := surroundings(t, "linux", "LLAMA_CACHE", "HOME/.cache/huggingface/hub")
	hub(t, filepath.Join(home, ".cache/huggingface/hub"), "org/M", "aaa", map[string][]byte{"M.gguf": llamaFile("M")})
	if listed, _ := stores(t, s); !slices.Equal(listed, []string{"Hugging Face: M"}) {
		t.Error(listed)
	}
}
