package models

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"dragstrip/models/modelstest"
	"dragstrip/models/problem"
)

// A viewer used to read every header and the whole cache file again every few
// seconds, only to learn that nothing had changed.
func TestAFingerprintChangesWithWhatASearchFinds(t *testing.T) {
	root := t.TempDir()
	gguf := modelstest.Put(t, filepath.Join(root, "lab", "a.gguf"), llamaFile("a"))
	weights := modelstest.Put(t, filepath.Join(root, "lab", "b-4bit", "model.safetensors"), []byte("weights"))
	modelstest.Put(t, filepath.Join(filepath.Dir(weights), "config.json"), []byte("{}"))
	in := Search{Places: []Place{{"added", root}, {"missing", filepath.Join(root, "nothing")}}}
	now := func() uint64 { return in.Fingerprint(t.Context()) }
	later := time.Now().Add(time.Minute)
	part2 := modelstest.Put(t, filepath.Join(root, "lab", "s-00002-of-00002.gguf"), []byte("2"))
	modelstest.Put(t, filepath.Join(root, "lab", "s-00001-of-00002.gguf"), []byte("1"))
	searched := func() uint64 { return in.Each(t.Context(), func(*Found, *problem.Problem) {}) }
	for what, change := range map[string]func() error{
		"a file grew":         func() error { return os.WriteFile(gguf, append(llamaFile("a"), 0), 0o600) },
		"a file is newer":     func() error { return os.Chtimes(gguf, later, later) },
		"a model came":        func() error { return os.WriteFile(filepath.Join(root, "lab", "c.gguf"), llamaFile("c"), 0o600) },
		"weights of MLX grew": func() error { return os.WriteFile(weights, []byte("longer weights"), 0o600) },
		"a part grew":         func() error { return os.WriteFile(part2, []byte("longer"), 0o600) },
		"a folder came":       func() error { return os.Mkdir(filepath.Join(root, "lab", "more"), 0o700) },
	} {
		before := now()
		if now() != before || searched() != before {
			t.Fatal("nothing changed")
		}
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if now() == before {
			t.Errorf("%s, and the fingerprint is the same", what)
		}
	}
	part := filepath.Join(root, "lab", "d.gguf.part")
	modelstest.Put(t, part, []byte("1"))
	before := now()
	if modelstest.Put(t, part, []byte("12")); now() != before {
		t.Error("a download that goes on is no reason to search")
	}
}
