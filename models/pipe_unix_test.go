//go:build unix

package models

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"dragstrip/models/modelstest"
)

// TestNoPipeIsWaitedFor: a pipe in the place of an index of weights used to
// block every search for ever.
func TestNoPipeIsWaitedFor(t *testing.T) {
	for name, want := range map[string]string{
		"config.json": "config.json is missing or cannot be read", "model.safetensors": "it is a named pipe", "model.safetensors.index.json": "", "tokenizer.json": "",
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
		if err == nil || !strings.Contains(err.Error(), "it is a named pipe") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestWhatIsNoFileIsSaid: a link to itself used to be reported as "no such file
// or folder", and a pipe in a folder used to be left out without a message.
func TestWhatIsNoFileIsSaid(t *testing.T) {
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	for name, target := range map[string]string{"loop.gguf": "loop.gguf", "there.gguf": "back.gguf", "back.gguf": "there.gguf", "dangling.gguf": "/nowhere\x1b[31m/x.gguf"} {
		if err := os.Symlink(target, in(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := unix.Mkfifo(in("pipe.gguf"), 0o600); err != nil {
		t.Fatal(err)
	}
	modelstest.Put(t, in("plain.gguf"), []byte("x"))
	for name, want := range map[string]string{
		"loop.gguf": "a link that leads back to itself", "there.gguf": "a link that leads back to itself", "loop.gguf/x": "a link in its path leads back to itself",
		"dangling.gguf": "it is a link to /nowhere/x.gguf, but nothing is there", "pipe.gguf": "it is a named pipe, not a file",
		"plain.gguf/x": "a part of its path is a file, not a folder", strings.Repeat("x", 300): "longer than the system allows", "gone.gguf": "there is no such file or folder",
	} {
		if _, err := Look(in(name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20s: %v, want %q", name, err, want)
		}
	}
	told := map[string]string{}
	_, problems := Search{Paths: []string{folder}}.Find(t.Context())
	for _, p := range problems {
		told[filepath.Base(p.Path)] = p.Why
	}
	for name, want := range map[string]string{"loop.gguf": "leads back to itself", "dangling.gguf": "a link to a file that is not there", "pipe.gguf": "a named pipe"} {
		if !strings.Contains(told[name], want) {
			t.Errorf("in its folder %s: %q, want %q", name, told[name], want)
		}
	}
}
