package models

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/models/mlx"
)

// mlxShapeLine is a line of testdata/mlx_shapes.jsonl. It has a tiny model, and
// what the real mlx_lm said about it. The model has one of mlx_lm's
// architectures, or one of the forms in which such models are published.
// mlx_shapes.py explains more.
type mlxShapeLine struct {
	Name   string
	Pack   struct{ Method string }
	Loaded mlxLoaded
	// config is the text as it was written. It may contain Python's Infinity.
	config string
}

type mlxLoaded struct {
	Folder     string
	Refused    string
	Parameters int64
	Bytes      int64
	Caches     []struct {
		Kind                 string
		Keys, Values, Window int64
	}
}

const mlxShapesFile = "testdata/mlx_shapes.jsonl"

func mlxShapes(t *testing.T) []mlxShapeLine {
	t.Helper()
	text, err := os.ReadFile(mlxShapesFile)
	if err != nil {
		t.Fatal(err)
	}
	var all []mlxShapeLine
	for line := range strings.Lines(string(text)) {
		facts, config, ok := strings.Cut(strings.TrimSpace(line), `, "config": `)
		var s mlxShapeLine
		if err := json.Unmarshal([]byte(facts+"}"), &s); err != nil || !ok {
			t.Fatalf("%v: %s", err, line)
		}
		s.config = strings.TrimSuffix(config, "}")
		all = append(all, s)
	}
	return all
}

// kept is how much the caches keep for each token, by the size of their window.
// tokensOnly tells whether they keep nothing but tokens.
func (l mlxLoaded) kept() (byWindow map[int64]int64, tokensOnly bool) {
	byWindow, tokensOnly = map[int64]int64{}, true
	for _, c := range l.Caches {
		byWindow[c.Window] += c.Keys + c.Values
		tokensOnly = tokensOnly && c.Kind == "tokens"
	}
	return byWindow, tokensOnly
}

// withoutCaches are models whose caches dragstrip does not know, although they
// keep only tokens. Some have layers of several shapes. For others, config.json
// leaves a figure to mlx_lm.
var withoutCaches = map[string]bool{
	"deepseek_v32": true, "iquestloopcoder": true, "mimo_v2_flash": true, "minicpm3": true, "plamo": true, "step3p5": true,
	"form-window-text": true, "form-layer-types-mixed": true,
}

// TestCachesOfEveryArchitectureOfMLX: for each model, dragstrip computes the
// same size as the real mlx_lm, or says that the size is unknown. Every
// config.json can be read.
func TestCachesOfEveryArchitectureOfMLX(t *testing.T) {
	shapes := mlxShapes(t)
	if len(shapes) < 150 {
		t.Errorf("only %d shapes", len(shapes))
	}
	for _, s := range shapes {
		config, err := mlx.ParseConfig([]byte(s.config))
		if err != nil {
			t.Errorf("%s: %v", s.Name, err)
			continue
		}
		if s.Loaded.Refused != "" {
			continue
		}
		c := config.Language()
		if c.Layers == 0 || c.Embedding == 0 || c.Vocabulary != 256 && !strings.HasPrefix(s.Name, "deepseek") {
			t.Errorf("%s: %d layers, %d wide, %d tokens", s.Name, c.Layers, c.Embedding, c.Vocabulary)
		}
		want, tokensOnly := s.Loaded.kept()
		kv, got := kvOfMLX(c), map[int64]int64{}
		for _, g := range kv.Groups {
			got[g.Window] += g.Layers * (g.Keys + g.Values)
		}
		switch {
		case len(kv.Groups) == 0:
			if tokensOnly != withoutCaches[s.Name] {
				t.Errorf("%s: nothing is said of its caches, which keep %v", s.Name, want)
			}
		case !tokensOnly, fmt.Sprint(got) != fmt.Sprint(want):
			t.Errorf("%s: keeps %v, not %v", s.Name, want, got)
		}
	}
}

// TestRealLoaderAndReaderAgree writes every model, loads it with a real mlx_lm,
// and reads it with dragstrip. Both accept it or both refuse it, and they count
// the same parameters and bytes. What was recorded of mlx_lm must still be
// true.
func TestRealLoaderAndReaderAgree(t *testing.T) {
	python := os.Getenv("DRAGSTRIP_TEST_MLX_PYTHON")
	if python == "" {
		t.Skip("not held against the real mlx_lm: DRAGSTRIP_TEST_MLX_PYTHON names no Python that has it")
	}
	root := t.TempDir()
	lines, err := os.ReadFile(mlxShapesFile)
	if err != nil {
		t.Fatal(err)
	}
	mlxShapesScript(t, python, lines, "write", root)
	shapes := mlxShapes(t)
	folders := make([]string, len(shapes))
	for i, s := range shapes {
		folders[i] = filepath.Join(root, s.Name)
	}
	said := mlxShapesScript(t, python, nil, append([]string{"load"}, folders...)...)
	for i, scan := 0, bufio.NewScanner(bytes.NewReader(said)); scan.Scan(); i++ {
		var loaded mlxLoaded
		if err := json.Unmarshal(scan.Bytes(), &loaded); err != nil || i >= len(shapes) || loaded.Folder != folders[i] {
			t.Fatalf("%v: %s", err, scan.Text())
		}
		agree(t, shapes[i], loaded)
		folders[i] = ""
	}
	if last := folders[len(folders)-1]; last != "" {
		t.Errorf("%s was not loaded", last)
	}
}

func agree(t *testing.T, s mlxShapeLine, loaded mlxLoaded) {
	t.Helper()
	f, err := Look(loaded.Folder)
	if (err != nil) != (loaded.Refused != "") {
		t.Errorf("%s: mlx_lm says %q, the reader %v", s.Name, loaded.Refused, err)
		return
	}
	if err != nil {
		return
	}
	if f.ParamCount != loaded.Parameters {
		t.Errorf("%s has %d parameters, not %d", s.Name, loaded.Parameters, f.ParamCount)
	}
	if f.SizeBytes != loaded.Bytes && s.Pack.Method == "" { // mlx_lm packs such weights anew while it loads them
		t.Errorf("%s has %d bytes of weights, not %d", s.Name, loaded.Bytes, f.SizeBytes)
	}
	loaded.Folder = ""
	if fmt.Sprint(loaded) != fmt.Sprint(s.Loaded) {
		t.Errorf("%s: recorded as\n%+v, and now\n%+v", s.Name, s.Loaded, loaded)
	}
}

func mlxShapesScript(t *testing.T, python string, in []byte, args ...string) []byte {
	t.Helper()
	c := exec.CommandContext(t.Context(), python, append([]string{filepath.Join("testdata", "mlx_shapes.py")}, args...)...)
	c.Env = append(os.Environ(), "HF_HUB_OFFLINE=1")
	c.Stdin = bytes.NewReader(in)
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", args[0], err, errs.String())
	}
	return out
}
