package models

import (
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
	"dragstrip/models/gguf"
	"dragstrip/models/problem"
)

var janPath = lazyregexp.New(`(?m)^\s*model_path:\s*["']?([^"'\r\n#]+)`)

// jan reads a model.yml that names a file in another folder. The search finds
// files beside the model.yml by itself. A relative path starts at Jan's data
// folder. Its depth differs between versions, so each parent folder is tried.
func (w *walk) jan(yml, place string) {
	m := janPath.FindSubmatch(readSmall(yml))
	if m == nil {
		return
	}
	target := filepath.Clean(strings.TrimSpace(string(m[1])))
	if filepath.IsAbs(target) {
		w.janFile(yml, target, place)
		return
	}
	if !filepath.IsLocal(target) {
		return
	}
	for folder, n := filepath.Dir(yml), 0; n < 6; folder, n = filepath.Dir(folder), n+1 {
		if _, err := os.Stat(filepath.Join(folder, target)); err == nil {
			w.janFile(yml, filepath.Join(folder, target), place)
			return
		}
	}
}

func (w *walk) janFile(yml, path, place string) {
	if !gguf.IsName(path) || laterPart(filepath.Dir(path), filepath.Base(path)) {
		return
	}
	if _, err := os.Stat(path); err != nil {
		w.problem(yml, problem.ErrIncomplete, "it names a model file that is not there: "+bench.Clean(path), "import the model into Jan again")
		return
	}
	w.named(path, place)
}
