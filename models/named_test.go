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
	all := []Found{small, large, other}
	for asked, want := range map[string]string{
		"tiny q8_0": large.Path, "tiny-q4.gguf": small.Path, "llama3.2": other.Path, "Q4_K_M": other.Path,
		"tiny": "2 models fit", "gone": "no model of that name",
	} {
		f, err := Pick(all, asked)
		if err != nil && !strings.Contains(err.Error(), want) || err == nil && f.Path != want {
			t.Errorf("%s: %s, %v", asked, f.Path, err)
		}
	}
	if name := NameFor(all, large); name != "Tiny Q8_0" {
		t.Errorf("%q", name)
	}
	if name := NameFor(append(all, large), large); name != large.Path {
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
	found := []bench.Model{{Path: abs("a/x")}, {Path: abs("b/y")}, {Path: abs("b/z")}, {Path: abs("c")}}
	InOrder(found, []string{"c", "b"})
	got := ""
	for _, m := range found {
		got += filepath.Base(m.Path)
	}
	if got != "cyzx" {
		t.Error(got)
	}
}
