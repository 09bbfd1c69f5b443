package llama

import (
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

func TestOddFileNamesGetAPlainLink(t *testing.T) {
	for _, c := range []struct {
		help, path string
		links      int
	}{
		{"b11669", "/models/plain-Q4_K_M.gguf", 0},
		{"b11669", "/models/two words.gguf", 0},
		{"2024-08", "/models/two words.gguf", 1},
		{"b11669", "/models/a,b.gguf", 1},
		{"b11669", "/models/模型.gguf", 1},
		{"b11669", "/models/don't.gguf", 1},
		{"b11669", "/models/say \"x\".gguf", 1},
		{"b11669", "/models/line\nbreak\x1b[31m.gguf", 1},
		{"b11669", "/mod,els/plain.gguf", 1},
		{"b11669", "/models/\xff\xfe.gguf", 1},
		{"b11669", "/models/a,b-00001-of-00003.gguf", 3},
		{"b11669", "/models/" + strings.Repeat("長", 80) + ".gguf", 1},
	} {
		folder := filepath.FromSlash("/tmp/links")
		j := job("j1", nil)
		j.Model.Path = c.path
		inv := plan(helpOf(t, c.help), bench.EngineBuild{Prefix: []string{"llama-bench"}}, workOf(j), engine.Options{LinkFolder: folder})[0]
		given := inv.Argv[2]
		if len(inv.Links) != c.links {
			t.Errorf("%q on %s: %d links", c.path, c.help, len(inv.Links))
			continue
		}
		if c.links == 0 {
			if given != c.path {
				t.Errorf("%q became %q", c.path, given)
			}
			continue
		}
		found := false
		for _, l := range inv.Links {
			found = found || l.Name == given
			base := filepath.Base(l.Name)
			if filepath.Dir(l.Name) != folder || plain(base) != base && len(base) < 60 || !strings.HasSuffix(base, ".gguf") || len(base) > 120 {
				t.Errorf("%q is linked as %q", c.path, l.Name)
			}
			if !filepath.IsAbs(l.Target) {
				t.Errorf("the link's target %q is not absolute", l.Target)
			}
		}
		if !found {
			t.Errorf("%q is given as %q, which is no link", c.path, given)
		}
		if c.links == 3 && (!strings.HasSuffix(given, "-00001-of-00003.gguf") || !strings.HasSuffix(inv.Links[2].Target, "a,b-00003-of-00003.gguf")) {
			t.Errorf("parts: %q, %v", given, inv.Links)
		}
	}
}

func TestTwoModelsOfOneNameGetTwoLinks(t *testing.T) {
	caps := helpOf(t, "b11669")
	a, _, _ := linkFor(caps, "/l", "/x/a,b.gguf")
	b, _, _ := linkFor(caps, "/l", "/y/a,b.gguf")
	if a == b {
		t.Errorf("both are %q", a)
	}
}

func TestAFolderForLinksThatNeedsALinkItselfIsRefused(t *testing.T) {
	j := job("j1", nil)
	j.Model.Path = "/models/a,b.gguf"
	for _, folder := range []string{"", "/home/me, myself/state"} {
		inv := plan(helpOf(t, "b11669"), bench.EngineBuild{Prefix: []string{"llama-bench"}}, workOf(j), engine.Options{LinkFolder: folder})
		if len(inv) != 1 || len(inv[0].Argv) != 0 {
			t.Errorf("%q: %v", folder, inv)
		}
	}
}
