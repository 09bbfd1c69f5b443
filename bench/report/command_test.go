package report

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestCommandsNameAModelAndNoDigest(t *testing.T) {
	digest := strings.Repeat("0a", 32)
	for _, c := range []struct{ name, path, want string }{
		{"llama3.2:1b", "/store/blobs/sha256-" + digest, "llama3.2:1b"},
		{"ai/smollm2:latest", "/store/blobs/sha256/" + digest, "ai/smollm2:latest"},
		{"", "/store/blobs/sha256-" + digest, "sha256-" + digest},
		{"Llama 3.2 1B", `C:\models\Llama-3.2-1B-Q4_0.gguf`, "Llama-3.2-1B-Q4_0.gguf"},
	} {
		if got := fileShown(bench.Model{Name: c.name, Path: c.path}); got != c.want {
			t.Errorf("%s is shown as %s, want %s", c.path, got, c.want)
		}
	}
}
