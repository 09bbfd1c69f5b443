package models

import (
	"bytes"
	"path/filepath"
	"testing"

	"dragstrip/models/modelstest"
)

// TestFilesWithTheSameContent: sizes, samples and at last digests tell files
// apart. A store's name for a file spares reading it.
func TestFilesWithTheSameContent(t *testing.T) {
	folder, cache := t.TempDir(), t.TempDir()
	put := func(name string, content []byte) string {
		path := modelstest.Put(t, filepath.Join(folder, name), content)
		old(t, path)
		return path
	}
	content := bytes.Repeat([]byte("weights "), 64<<10)
	changed := func(at int) []byte {
		other := bytes.Clone(content)
		other[at]++
		return other
	}
	file := put("a.gguf", content)
	for name, c := range map[string]struct {
		path string
		want bool
	}{
		"a copy":               {put("b.gguf", content), true},
		"longer":               {put("longer.gguf", append(bytes.Clone(content), 0)), false},
		"other end":            {put("end.gguf", changed(len(content)-1)), false},
		"other in between":     {put("between.gguf", changed(len(content)/4)), false},
		"a store's other name": {put("blobs/sha256-"+abcSHA256, content), false},
	} {
		if same, err := SameContent(t.Context(), file, c.path, cache, nil); same != c.want || err != nil {
			t.Errorf("%s: %v, %v", name, same, err)
		}
	}
	digest, cached, err := Hash(t.Context(), file, cache, nil)
	if !cached || err != nil {
		t.Errorf("the digest is not remembered: %v", err)
	}
	for _, name := range []string{"blobs/sha256-" + digest, "blobs/sha256/" + digest} {
		blob := put(name, content)
		if same, err := SameContent(t.Context(), file, blob, cache, nil); !same || err != nil {
			t.Errorf("%s: %v, %v", name, same, err)
		}
		if _, cached, _ := Hash(t.Context(), blob, cache, nil); cached {
			t.Errorf("%s was read", name)
		}
	}
	if _, err := SameContent(t.Context(), file, filepath.Join(folder, "missing"), cache, nil); err == nil {
		t.Error("a missing file is no error")
	}
}
