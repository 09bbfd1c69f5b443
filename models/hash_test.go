package models

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

const abcSHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

// old changes a file's time, so that the file is old enough for its digest to
// be kept.
func old(tb testing.TB, path string) {
	tb.Helper()
	then := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, then, then); err != nil {
		tb.Fatal(err)
	}
}

func TestHashIsRememberedUntilTheFileChanges(t *testing.T) {
	cache := filepath.Join(t.TempDir(), "hashes")
	path := modelstest.Put(t, filepath.Join(t.TempDir(), "a, \n b"), []byte("abc"))
	old(t, path)
	hash := func(wantCached bool) string {
		t.Helper()
		digest, cached, err := Hash(t.Context(), path, cache, nil)
		if err != nil || cached != wantCached {
			t.Fatalf("cached %v, %v", cached, err)
		}
		return digest
	}
	if d := hash(false); d != abcSHA256 {
		t.Errorf("digest %s", d)
	}
	if d := hash(true); d != abcSHA256 {
		t.Errorf("remembered %s", d)
	}
	modelstest.Put(t, path, []byte("xyz")) // same size, new time of change
	if d := hash(false); d == abcSHA256 {
		t.Error("the old digest of a changed file")
	}
}

func TestHashDoesNotTrustItsCache(t *testing.T) {
	cache := t.TempDir()
	path := modelstest.Put(t, filepath.Join(t.TempDir(), "a"), []byte("abc"))
	old(t, path)
	if _, _, err := Hash(t.Context(), path, cache, nil); err != nil {
		t.Fatal(err)
	}
	entries, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil || len(entries) != 1 {
		t.Fatal(entries, err)
	}
	for _, bad := range []string{"", "{", `{"sha256":"zz"}`, `{"path":"elsewhere","sha256":"` + abcSHA256 + `"}`} {
		modelstest.Put(t, entries[0], []byte(bad))
		if d, cached, err := Hash(t.Context(), path, cache, nil); d != abcSHA256 || cached || err != nil {
			t.Errorf("with %q: %s %v %v", bad, d, cached, err)
		}
	}
}

func TestHashOfAFileJustWrittenIsNotKept(t *testing.T) {
	cache := t.TempDir()
	path := modelstest.Put(t, filepath.Join(t.TempDir(), "a"), []byte("abc"))
	for range 2 {
		if _, cached, err := Hash(t.Context(), path, cache, nil); cached || err != nil {
			t.Error(cached, err)
		}
	}
}

func TestHashWithoutACacheFolder(t *testing.T) {
	path := modelstest.Put(t, filepath.Join(t.TempDir(), "a"), []byte("abc"))
	blocked := modelstest.Put(t, filepath.Join(t.TempDir(), "file"), nil)
	for _, cache := range []string{"", filepath.Join(blocked, "sub")} {
		if d, _, err := Hash(t.Context(), path, cache, nil); d != abcSHA256 || err != nil {
			t.Error(d, err)
		}
	}
}

func TestHashReportsAndEnds(t *testing.T) {
	path := modelstest.Put(t, filepath.Join(t.TempDir(), "a.gguf"), make([]byte, 9<<20))
	var last, total int64
	if _, _, err := Hash(t.Context(), path, "", func(d, n int64) { last, total = d, n }); err != nil || last != total || total != 9<<20 {
		t.Errorf("%d of %d, %v", last, total, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Hash(ctx, path, "", nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, _, err := Hash(t.Context(), filepath.Dir(path), "", nil); !errors.Is(err, problem.ErrNotModel) {
		t.Error(err)
	}
	if _, _, err := Hash(t.Context(), path+"x", "", nil); !errors.Is(err, problem.ErrUnreadable) {
		t.Error(err)
	}
}
