//go:build unix

package models

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"dragstrip/models/modelstest"
)

// TestNoPipeIsWaitedFor: one in the place of an index of weights held up every
// search for ever.
func TestNoPipeIsWaitedFor(t *testing.T) {
	for name, want := range map[string]string{
		"config.json": "config.json is missing or cannot be read", "model.safetensors": "it is a pipe", "model.safetensors.index.json": "", "tokenizer.json": "",
	} {
		folder := t.TempDir()
		if err := unix.Mkfifo(filepath.Join(folder, name), 0o600); err != nil {
			t.Fatal(err)
		}
		for other, bytes := range map[string][]byte{
			"config.json":       []byte(`{"model_type":"llama","num_hidden_layers":1,"quantization":{"bits":4,"group_size":64}}`),
			"model.safetensors": modelstest.ShardOf(`{"__metadata__":{"format":"mlx"},"model.layers.0.a.weight":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}`, 8),
		} {
			if other != name {
				modelstest.Put(t, filepath.Join(folder, other), bytes)
			}
		}
		if _, err := Look(folder); (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	pipe := filepath.Join(t.TempDir(), "m.gguf")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	_, look := Look(pipe)
	_, _, hash := Hash(t.Context(), pipe, "", nil)
	for what, err := range map[string]error{"look": look, "hash": hash} {
		if err == nil || !strings.Contains(err.Error(), "it is a pipe") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
