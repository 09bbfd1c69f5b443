package cli

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dragstrip/cli/settings"
)

// ollama puts the tiny model into Ollama's store in this world's home.
func (w *world) ollama(name string) {
	w.t.Helper()
	b, err := os.ReadFile(w.tiny())
	if err != nil {
		w.t.Fatal(err)
	}
	digest := fmt.Sprintf("%x", sha256.Sum256(b))
	model, tag, _ := strings.Cut(name, ":")
	for path, b := range map[string][]byte{
		filepath.Join("blobs", "sha256-"+digest):                                b,
		filepath.Join("manifests", "registry.ollama.ai", "library", model, tag): fmt.Appendf(nil, `{"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:%s"}]}`, digest),
	} {
		path = filepath.Join(w.home, ".ollama", "models", path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			w.t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
}

func TestModelsInAStoreAreListedAndFoundByName(t *testing.T) {
	w := newWorld(t)
	w.env = append(w.env, "OLLAMA_MODELS=", "HF_HOME="+filepath.Join(w.home, "hf"), "LLAMA_CACHE=")
	w.ollama("tiny:0.1b")
	if out := w.must("models"); !strings.Contains(out, "tiny:0.1b Q4_0 (stand-in)") || !strings.Contains(out, "Ollama") || strings.Count(out, "\n") != 1 {
		t.Errorf("listed\n%s", out)
	}
	if out := w.must("models", "tiny:0.1b"); !strings.Contains(out, "4 KV heads") || !strings.Contains(out, "KV cache") || !strings.Contains(out, "fits") {
		t.Errorf("shown\n%s", out)
	}
	code, _, errs := w.dragstrip("models", "nothing-of-that-name")
	if code != exitFailed || !strings.Contains(errs, "no model of that name") {
		t.Errorf("%d: %s", code, errs)
	}
	if code, _, errs := w.dragstrip("models", "absent.gguf"); code != exitFailed || !strings.Contains(errs, "no such file") {
		t.Errorf("%d: %s", code, errs)
	}
}

func TestModelsAsJSONSayWhatFits(t *testing.T) {
	w := newWorld(t)
	var got struct {
		Models []struct {
			Name  string
			Facts struct{ Layers, Vocabulary int }
			KV    struct{ Groups []struct{ Keys int } }
			Fits  []struct {
				Verdict string
				Need    map[string]int64
			}
			Ceiling map[string]float64
		}
		Problems []string
	}
	if err := json.Unmarshal([]byte(w.must("models", "--json", w.tiny())), &got); err != nil {
		t.Fatal(err)
	}
	m := got.Models[0]
	if m.Name != "Tiny" || m.Facts.Layers != 4 || m.Facts.Vocabulary != 4096 || m.KV.Groups[0].Keys != 256 ||
		len(m.Fits) == 0 || m.Fits[0].Verdict != "fits" || m.Ceiling["read_bytes_per_token"] <= 8816640 {
		t.Errorf("%+v", got)
	}
}

func TestModelFoldersAreRemembered(t *testing.T) {
	w := newWorld(t)
	w.env = append(w.env, "HF_HOME="+filepath.Join(w.home, "hf"))
	tiny := w.tiny()
	file := filepath.Join(w.home, "dragstrip", "config", settings.FileName)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	const mine = "# mine\n\nsomething = else\n"
	if err := os.WriteFile(file, []byte(mine), 0o600); err != nil {
		t.Fatal(err)
	}
	w.must("models", "--add", w.home)
	w.must("models", "--add", w.home) // a second time changes nothing
	if b, _ := os.ReadFile(file); string(b) != mine+"model-folder = "+w.home+"\n" {
		t.Errorf("the settings became %q", b)
	}
	if out := w.must("models"); !strings.Contains(out, tiny) || !strings.Contains(out, "added") {
		t.Errorf("listed %q", out)
	}
	if out := w.must("models", "--model-folders", t.TempDir()); strings.Contains(out, tiny) {
		t.Errorf("a flag did not beat the file: %q", out)
	}
	w.must("models", "--forget", w.home)
	if b, _ := os.ReadFile(file); string(b) != mine {
		t.Errorf("the settings became %q", b)
	}
	w.env = append(w.env, "DRAGSTRIP_MODEL_FOLDERS="+w.home)
	if out := w.must("models"); !strings.Contains(out, tiny) {
		t.Errorf("by environment: %q", out)
	}
	if code, _, errs := w.dragstrip("models", "--add", filepath.Join(w.home, "absent")); code != exitFailed || !strings.Contains(errs, "no such folder") {
		t.Errorf("%d: %s", code, errs)
	}
}

func TestRunWithoutAModelNamesWhatThereIs(t *testing.T) {
	w := newWorld(t)
	w.env = append(w.env, "OLLAMA_MODELS=", "HF_HOME="+filepath.Join(w.home, "hf"), "LLAMA_CACHE=", "PATH=/nowhere", "DRAGSTRIP_ENGINE=")
	code, _, errs := w.dragstrip("run")
	if code != exitFailed || !strings.Contains(errs, "there is no model to measure") {
		t.Errorf("nothing there, %d: %s", code, errs)
	}
	w.ollama("tiny:0.1b")
	if code, _, errs = w.dragstrip("run"); code != exitFailed || !strings.Contains(errs, "measuring the only one on this machine, tiny:0.1b Q4_0 (stand-in) (Ollama") {
		t.Errorf("one there, %d: %s", code, errs)
	}
	other := filepath.Join(w.home, "lms", "It's mine.gguf")
	if err := os.MkdirAll(filepath.Dir(other), 0o755); err != nil {
		t.Fatal(err)
	}
	w.must("standin", "tiny", "Q8_0", "-o", other)
	w.env = append(w.env, "DRAGSTRIP_MODEL_FOLDERS="+filepath.Dir(other))
	code, _, errs = w.dragstrip("run")
	if code != exitFailed || !strings.Contains(errs, "this machine has 2") || !strings.Contains(errs, "dragstrip run tiny:0.1b    tiny:0.1b Q4_0 (stand-in), 8.41 MiB, Ollama") ||
		!strings.Contains(errs, "dragstrip run Tiny    Tiny Q8_0 (stand-in)") {
		t.Errorf("two there, %d: %s", code, errs)
	}
	w.must("standin", "tiny", "Q6_K")
	if _, _, errs = w.dragstrip("run"); !strings.Contains(errs, "measuring the models in dragstrip's own folder: Tiny Q6_K (stand-in).") {
		t.Errorf("own folder: %s", errs)
	}
}

func TestNamesAreQuotedForTheShell(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("another shell")
	}
	for name, want := range map[string]string{
		"llama3.2:3b": "llama3.2:3b", "größe": "größe", "It's mine": `'It'\''s mine'`, "a;b": "'a;b'", "": "''", "$(x)": "'$(x)'",
	} {
		if got := quoted(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

// TestFolderInWhichNothingCanBeMeasuredSaysWhyOfEach: the reason used to be
// given for one file only, or the message was that the folder held no model.
// The order of the models changed each time.
func TestFolderInWhichNothingCanBeMeasuredSaysWhyOfEach(t *testing.T) {
	w := newWorld(t)
	put := func(name, text string) {
		path := filepath.Join(w.home, "mine", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4920734272\n"
	put("b/m-Q4_K_M.gguf", pointer)
	put("a/m-Q4_K_M.gguf", pointer)
	put("a/empty.gguf", "")
	put("c/config.json", `{"model_type":"bert","architectures":["BertModel"]}`)
	put("c/model.safetensors", "\x02\x00\x00\x00\x00\x00\x00\x00{}")
	mine := filepath.Join(w.home, "mine")
	for _, verb := range [][]string{{"models", mine}, {"models", mine, "--all"}, {"run", mine, "--dry-run"}} {
		code, _, errs := w.dragstrip(verb...)
		at := -1
		for _, want := range []string{"a/empty.gguf: the file is empty", "a/m-Q4_K_M.gguf: it is a pointer", "b/m-Q4_K_M.gguf: it is a pointer", "c: it is not a language model", "no model in " + mine + " can be measured; the reasons are above"} {
			next := strings.Index(errs, filepath.FromSlash(want))
			if code != exitFailed || next <= at {
				t.Fatalf("%v: exit code %d, without %q, or not in its place:\n%s", verb, code, want, errs)
			}
			at = next
		}
	}
	for alone, why := range map[string]string{"a/empty.gguf": "the file is empty", "b/m-Q4_K_M.gguf": "pointer left by git", "c": "not a language model"} {
		if code, _, errs := w.dragstrip("models", filepath.Join(mine, alone)); code != exitFailed || !strings.Contains(errs, alone+": ") || !strings.Contains(errs, why) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit code %d: %s", alone, code, errs)
		}
	}
	put("none/notes.txt", "nothing")
	if code, _, errs := w.dragstrip("models", filepath.Join(mine, "none")); code != exitFailed || !strings.Contains(errs, "holds no model: no GGUF file") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	b, err := os.ReadFile(w.tiny())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"z/B-Q4_0.gguf", "y/a-Q4_0.gguf", "x/C-Q4_0.gguf"} {
		put(name, string(b))
	}
	if code, out, errs := w.dragstrip("models", mine); code != exitDone || strings.Count(out, "\n") != 3 || strings.Count(errs, "left out: ") != 4 {
		t.Errorf("exit code %d:\n%s%s", code, out, errs)
	} else if x, y, z := strings.Index(out, "C-Q4"), strings.Index(out, "a-Q4"), strings.Index(out, "B-Q4"); x > y || y > z { // models of one name are in the order of their paths
		t.Errorf("in another order:\n%s", out)
	}
}

// TestADepthBeyondAModelsContextIsSaid: such a depth used to be taken for any
// model.
func TestADepthBeyondAModelsContextIsSaid(t *testing.T) {
	w := newWorld(t)
	tiny := w.tiny()
	w.ollama("tiny:0.1b")
	code, out, errs := w.dragstrip("models", "--depth", "300000")
	if code != exitDone || !strings.Contains(out, "  too long ") || !strings.Contains(errs, "too long: depth 300000 with a generation of 128 tokens is beyond the context of tiny:0.1b Q4_0 (stand-in) (8192)") {
		t.Errorf("%d %s %s", code, out, errs)
	}
	if _, out, _ = w.dragstrip("models", "--depth", "300000", "--json"); !strings.Contains(out, `"too_long": true`) || strings.Contains(out, `"fits"`) {
		t.Error(out)
	}
	if code, _, errs = w.dragstrip("models", tiny, "--depth", "300000"); code != exitUsage || !strings.Contains(errs, "--depth 300000: tg128@d300000 needs 300128 tokens of context") {
		t.Errorf("%d %s", code, errs)
	}
}
