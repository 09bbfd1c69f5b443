package ollama

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatAModelfileSays reads Modelfiles as servers show them.
func TestWhatAModelfileSays(t *testing.T) {
	digest := strings.Repeat("ab", 32)
	blob := filepath.Join(t.TempDir(), "sha256-"+digest)
	if err := os.WriteFile(blob, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]struct {
		file, digest string
	}{
		"# FROM smol:latest\n\nFROM " + blob + "\nFROM /projector\nTEMPLATE \"\"\"x\nADAPTERS\n\"\"\"\nPARAMETER num_ctx 4096\n": {blob, digest},
		"FROM /there/sha256-" + digest + "\n":          {"", digest},
		`FROM C:\models\blobs\sha256-` + digest + "\n": {"", ""},
		"FROM " + blob + "\nADAPTER /a\n":              {"", ""},
		"FROM " + blob + "\nPARAMETER num_gpu 0\n":     {blob, ""},
		"FROM llama3.2\n":                              {"", ""},
		"FROM /models/x.gguf\n":                        {"", ""},
		"":                                             {"", ""},
	} {
		m := readModelfile(text)
		got := ""
		if files := m.weights(); len(files) == 1 {
			got = files[0].SHA256
		}
		if m.file() != want.file || got != want.digest {
			t.Errorf("%q: file %s, digest %s", text, m.file(), got)
		}
	}
}
