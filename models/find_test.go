package models

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFindListsEachModelOnce(t *testing.T) {
	root, own := t.TempDir(), t.TempDir()
	in := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	llama := modelFile(text("general.architecture", "llama"))
	put(t, in("a.gguf"), llama)
	put(t, in("deep/er/B-Q4_0.GGUF"), llama)
	split := putSplit(t, in("deep"), "split", 3)
	put(t, in("deep/mmproj-x.gguf"), modelFile(text("general.architecture", "clip")))
	put(t, in("ggml-vocab-llama.gguf"), llama)
	put(t, in("c.gguf.part"), llama[:20])
	put(t, in("c.gguf.downloadInProgress"), llama[:20])
	put(t, in("broken.gguf"), llama[:len(llama)-1])
	put(t, in("readme.txt"), []byte("GGUF"))
	put(t, in("._a.gguf"), []byte("mac"))
	put(t, in(".hidden/h.gguf"), llama)
	put(t, filepath.Join(own, "stand-in.gguf"), llama)
	links := os.Symlink(in("a.gguf"), in("link.gguf")) == nil &&
		os.Symlink(root, in("deep/circle")) == nil && os.Symlink(in("gone.gguf"), in("dangling.gguf")) == nil

	found, problems := Find(t.Context(), []string{root, in("a.gguf"), split, in("nowhere")}, own)
	var got []string
	for _, f := range found {
		got = append(got, f.Place+" "+filepath.Base(f.Path))
	}
	want := []string{"given a.gguf", "given B-Q4_0.GGUF", "given split-00001-of-00003.gguf", "dyno stand-in.gguf"}
	if !sameSet(got, want) {
		t.Errorf("found %q\nwant  %q", got, want)
	}
	wantKinds := map[string]error{
		"mmproj-x.gguf": ErrNotOffered, "ggml-vocab-llama.gguf": ErrNotOffered, "c.gguf.part": ErrIncomplete,
		"c.gguf.downloadInProgress": ErrIncomplete, "broken.gguf": ErrIncomplete, "nowhere": ErrUnreadable,
	}
	if links {
		wantKinds["dangling.gguf"] = ErrIncomplete
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
	if os.Geteuid() <= 0 {
		t.Skip("root may read everything, and Windows has no such bits")
	}
	root := t.TempDir()
	locked := mkdir(t, filepath.Join(root, "locked"))
	put(t, filepath.Join(root, "a.gguf"), modelFile())
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(locked, 0o755)
	found, problems := Find(t.Context(), []string{root}, "")
	if len(found) != 1 || len(problems) != 1 || !errors.Is(problems[0], ErrUnreadable) {
		t.Errorf("%v, %v", found, problems)
	}
}

func TestFindEndsWhenCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, _ := Find(ctx, []string{filepath.Dir(tinyStandIn(t))}, ""); len(found) != 0 {
		t.Errorf("found %v after the end", found)
	}
}

func TestFindStopsGoingDeeper(t *testing.T) {
	root := t.TempDir()
	put(t, filepath.Join(root, strings.Repeat("d/", maxDepth+2), "a.gguf"), modelFile())
	found, problems := Find(t.Context(), []string{root}, "")
	if len(found) != 0 || len(problems) != 1 || !strings.Contains(problems[0].Error(), "folders deep") {
		t.Errorf("%v, %v", found, problems)
	}
}

func BenchmarkFind2000(b *testing.B) {
	root := b.TempDir()
	for i := range 2000 {
		put(b, filepath.Join(root, fmt.Sprint(i%50), fmt.Sprintf("m%d-Q4_0.gguf", i)), modelFile(text("general.architecture", "llama")))
	}
	for b.Loop() {
		if found, _ := Find(context.Background(), []string{root}, ""); len(found) != 2000 {
			b.Fatal(len(found))
		}
	}
}
