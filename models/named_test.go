package models

import (
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestModelsAreNamedAsPeopleNameThem(t *testing.T) {
	of := func(name, quant, path string) Found {
		return Found{Model: bench.Model{Name: name, Quant: quant, Path: path}}
	}
	small, large := of("Tiny", "Q4_0", "/m/tiny-q4.gguf"), of("Tiny", "Q8_0", "/m/tiny-q8.gguf")
	other := of("llama3.2:latest", "Q4_K_M", "/store/sha256-1")
	hub := of("Qwen3 8B", "Q8_0", "/store/lmstudio-community/Qwen3-8B-GGUF/x.gguf")
	hub.Format = FormatGGUF
	all := []Found{small, large, other, hub}
	named := ByName(all)
	for asked, want := range map[string]string{
		"tiny q8_0": large.Path, "tiny-q4.gguf": small.Path, "llama3.2": other.Path, "Q4_K_M": other.Path, "tiny:q8_0": large.Path, "llama q4_k_m": other.Path,
		"lmstudio-community/Qwen3-8B-GGUF:q8_0": hub.Path, "lmstudio-community/Qwen3-8B-GGUF": hub.Path, "Qwen/Qwen3-8B": hub.Path, "qwen3:8b": hub.Path,
		"tiny": "2 models match \"tiny\"; add the quantization, or give the path:\n  Tiny Q4_0: /m/tiny-q4.gguf (?)\n  Tiny Q8_0: /m/tiny-q8.gguf (?)",
		"gone": "no model of that name", "tniy q8_0": "did you mean Tiny Q8_0",
		"gone.gguf": "there is no such file or folder", "./tiny": "there is no such file or folder", "no/model": "there is no such file or folder", "store": "no model of that name",
	} {
		f, err := named.Pick(asked)
		if err != nil && !strings.Contains(err.Error(), want) || err == nil && f.Path != want {
			t.Errorf("%s: %s, %v", asked, f.Path, err)
		}
	}
	if name := named.Name(large); name != "Tiny Q8_0" {
		t.Errorf("%q", name)
	}
	if name := ByName(append(all, large)).Name(large); name != large.Path {
		t.Errorf("of two that are called the same: %q", name)
	}
	for text, path := range map[string]bool{"./x": true, "x.gguf": true, "llama3.2:1b": false, "name": false, filepath.Join("a", "b"): true} {
		if LooksLikePath(text) != path {
			t.Errorf("%s", text)
		}
	}
}

func TestModelsStandInTheOrderInWhichTheyWereNamed(t *testing.T) {
	abs := func(p string) string {
		p, err := filepath.Abs(p)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	var found []Found
	for _, path := range []string{"a/x", "b/y", "b/z", "c"} {
		found = append(found, Found{Model: bench.Model{Path: abs(path)}})
	}
	InOrder(found, []string{"c", "b"})
	got := ""
	for _, m := range found {
		got += filepath.Base(m.Path)
	}
	if got != "cyzx" {
		t.Error(got)
	}
}
