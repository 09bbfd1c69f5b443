package models

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

func TestFindListsEachModelOnce(t *testing.T) {
	root, own := t.TempDir(), t.TempDir()
	in := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	llama := modelstest.ModelFile(modelstest.Text("general.architecture", "llama"))
	modelstest.Put(t, in("a.gguf"), llama)
	modelstest.Put(t, in("deep/er/B-Q4_0.GGUF"), llama)
	split := modelstest.PutSplit(t, in("deep"), "split", 3)
	modelstest.Put(t, in("deep/mmproj-x.gguf"), modelstest.ModelFile(modelstest.Text("general.architecture", "clip")))
	modelstest.Put(t, in("ggml-vocab-llama.gguf"), llama)
	modelstest.Put(t, in("c.gguf.part"), llama[:20])
	modelstest.Put(t, in("c.gguf.downloadInProgress"), llama[:20])
	modelstest.Put(t, in("broken.gguf"), llama[:len(llama)-1])
	modelstest.Put(t, in("readme.txt"), []byte("GGUF"))
	modelstest.Put(t, in("._a.gguf"), []byte("mac"))
	modelstest.Put(t, in(".hidden/h.gguf"), llama)
	modelstest.Put(t, filepath.Join(own, "stand-in.gguf"), llama)
	links := os.Symlink(in("a.gguf"), in("link.gguf")) == nil &&
		os.Symlink(root, in("deep/circle")) == nil && os.Symlink(in("gone.gguf"), in("dangling.gguf")) == nil

	found, problems := Find(t.Context(), []string{root, in("a.gguf"), split, in("nowhere")}, own)
	var got []string
	for _, f := range found {
		got = append(got, f.Place+" "+filepath.Base(f.Path))
	}
	want := []string{"given a.gguf", "given B-Q4_0.GGUF", "given split-00001-of-00003.gguf", "dragstrip stand-in.gguf"}
	if !sameSet(got, want) {
		t.Errorf("found %q\nwant  %q", got, want)
	}
	wantKinds := map[string]error{
		"mmproj-x.gguf": problem.ErrNotOffered, "ggml-vocab-llama.gguf": problem.ErrNotOffered, "c.gguf.part": problem.ErrIncomplete,
		"c.gguf.downloadInProgress": problem.ErrIncomplete, "broken.gguf": problem.ErrIncomplete, "nowhere": problem.ErrUnreadable,
	}
	if links {
		wantKinds["dangling.gguf"] = problem.ErrIncomplete
	}
	for _, p := range problems {
		name := filepath.Base(p.Path)
		if wantKinds[name] == nil || !errors.Is(p, wantKinds[name]) {
			t.Errorf("problem %v", p)
		}
		delete(wantKinds, name)
	}
	for name := range wantKinds {
		t.Errorf("nothing is said of %s", name)
	}
}

func sameSet(a, b []string) bool {
	count := map[string]int{}
	for _, s := range a {
		count[s]++
	}
	for _, s := range b {
		count[s]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func TestFindNamesAFolderItMayNotRead(t *testing.T) {
	if asNobody(t) {
		return
	}
	root := t.TempDir()
	locked := modelstest.Mkdir(t, filepath.Join(root, "locked"))
	modelstest.Put(t, filepath.Join(root, "a.gguf"), modelstest.ModelFile())
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(locked, 0o755)
	found, problems := Find(t.Context(), []string{root}, "")
	if len(found) != 1 || len(problems) != 1 || !errors.Is(problems[0], problem.ErrUnreadable) {
		t.Errorf("%v, %v", found, problems)
	}
}

func TestFindEndsWhenCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, _ := Find(ctx, []string{filepath.Dir(modelstest.Put(t, filepath.Join(t.TempDir(), "a.gguf"), modelstest.ModelFile()))}, ""); len(found) != 0 {
		t.Errorf("found %v after the end", found)
	}
}

// A large tree of folders used to give a line for each folder that lies too deep.
func TestFindStopsGoingDeeper(t *testing.T) {
	root := t.TempDir()
	modelstest.Put(t, filepath.Join(root, strings.Repeat("d/", maxDepth+2), "a.gguf"), modelstest.ModelFile())
	for _, want := range []string{": it lies more than 12 folders deep", ": it and 2 other folders lie more than 12 folders deep"} {
		found, problems := Find(t.Context(), []string{root}, "")
		if len(found) != 0 || len(problems) != 1 || !strings.Contains(problems[0].Error(), want) {
			t.Errorf("%v, %v", found, problems)
		}
		for _, name := range []string{"e", "f"} {
			modelstest.Mkdir(t, filepath.Join(root, strings.Repeat("d/", maxDepth), name))
		}
	}
}

// remembering searches a folder through a cache file.
func remembering(root, cache string) Search {
	return Search{Places: []Place{{"added", root}}, Cache: cache}
}

func TestSearchRemembersUntilAFileChanges(t *testing.T) {
	root, cache := t.TempDir(), filepath.Join(t.TempDir(), "deep", "models.jsonl")
	a := modelstest.Put(t, filepath.Join(root, "a.gguf"), modelstest.ModelFile(modelstest.Text("general.name", "first")))
	modelstest.PutSplit(t, root, "split", 2)
	every(t, root, old)
	name := func() (all []string) {
		found, problems := remembering(root, cache).Find(t.Context())
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for _, f := range found {
			all = append(all, f.Name)
		}
		return all
	}
	want := fmt.Sprint(name())
	look, err := os.Stat(cache)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(name()); got != want {
		t.Errorf("remembered %s, read %s", got, want)
	}
	if again, _ := os.Stat(cache); !os.SameFile(look, again) {
		t.Error("an unchanged search wrote its cache again")
	}
	modelstest.Put(t, a, modelstest.ModelFile(modelstest.Text("general.name", "other"))) // of the same size, but newer
	if got := name(); got[0] != "other" {
		t.Errorf("a changed file is remembered as %q", got)
	}
	if err := os.Remove(filepath.Join(root, "split-00002-of-00002.gguf")); err != nil {
		t.Fatal(err)
	}
	if _, problems := remembering(root, cache).Find(t.Context()); len(problems) != 1 || !errors.Is(problems[0], problem.ErrIncomplete) {
		t.Errorf("a part was removed: %v", problems)
	}
}

func TestSearchSurvivesADamagedCache(t *testing.T) {
	root := t.TempDir()
	modelstest.Put(t, filepath.Join(root, "a.gguf"), modelstest.ModelFile(modelstest.Text("general.name", "first")))
	for _, b := range []string{"", "{", "{\"Schema\":1}\n{\"stamps\":[{}]}\nnull\n[]\n\x00\n", "{\"Schema\":99}\n", strings.Repeat("x", 3<<20)} {
		cache := modelstest.Put(t, filepath.Join(t.TempDir(), "models.jsonl"), []byte(b))
		if found, problems := remembering(root, cache).Find(t.Context()); len(found) != 1 || len(problems) > 0 {
			t.Errorf("%.20q: %v, %v", b, found, problems)
		}
	}
}

func TestFindingsComeBeforeTheEnd(t *testing.T) {
	root := t.TempDir()
	for i := range 200 {
		modelstest.Put(t, filepath.Join(root, fmt.Sprint(i%7), fmt.Sprintf("%d.gguf", i)), modelstest.ModelFile())
	}
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	remembering(root, "").Each(ctx, func(*Found, *problem.Problem) {
		if seen++; seen == 3 {
			cancel() // the search must end nevertheless
		}
	})
	if seen < 3 || seen == 200 {
		t.Errorf("saw %d", seen)
	}
}

// every calls do for each file below a folder.
func every(tb testing.TB, root string, do func(testing.TB, string)) {
	tb.Helper()
	err := filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			do(tb, path)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// library writes 2,000 models. Each header has a vocabulary, and as many
// tensors as a small model.
func library(b *testing.B) (root string) {
	root = b.TempDir()
	for i := range 2000 {
		r := modelstest.New(3, 150, 5)
		r.Text("general.architecture", "llama")
		r.Text("general.name", fmt.Sprintf("Model %d", i))
		r.Int("llama.block_count", 16)
		r.Int("llama.attention.head_count", 32)
		r.Array("tokenizer.ggml.tokens", 8, 4000)
		for n := range 4000 {
			r.String(fmt.Sprintf("word%d", n))
		}
		for n := range 150 {
			r.Tensor(fmt.Sprintf("blk.%d.ffn_up_%d.weight", n/10, n), 2, uint64(n)*160, 256)
		}
		path := modelstest.Put(b, filepath.Join(root, fmt.Sprint(i%50), fmt.Sprintf("m%d-Q4_0.gguf", i)), r.File(160*150))
		old(b, path)
	}
	return root
}

func BenchmarkSearch2000Cold(b *testing.B) {
	root := library(b)
	for b.Loop() {
		cache := filepath.Join(b.TempDir(), "models.jsonl")
		if found, _ := remembering(root, cache).Find(b.Context()); len(found) != 2000 {
			b.Fatal(len(found))
		}
	}
}

func BenchmarkSearch2000Warm(b *testing.B) {
	root, cache := library(b), filepath.Join(b.TempDir(), "models.jsonl")
	remembering(root, cache).Find(b.Context())
	for b.Loop() {
		if found, _ := remembering(root, cache).Find(b.Context()); len(found) != 2000 {
			b.Fatal(len(found))
		}
	}
}

func TestModelsAreSortedByNameAndThenBySize(t *testing.T) {
	one := func(name, quant, path string, size int64) Found {
		return Found{Model: bench.Model{Name: name, Quant: quant, Path: path, SizeBytes: size}}
	}
	all := []Found{one("b", "Q8_0", "/4", 9), one("B", "Q4_0", "/2", 1), one("a", "Q8_0", "/3", 9), one("A", "Q8_0", "/5", 2), one("b", "Q4_0", "/1", 1)}
	ByLabel(all)
	var order string
	for _, f := range all {
		order += f.Path
	}
	if order != "/5/3/1/2/4" {
		t.Error(order)
	}
}
