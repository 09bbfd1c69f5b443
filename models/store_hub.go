package models

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/gguf"
	"dragstrip/models/problem"
)

// hubRepository looks through one repository in the cache of the Hugging Face
// hub: snapshots of links into blobs. The snapshot people have now goes
// first, so that a file in several is listed under that one.
func (w *walk) hubRepository(path, place string, depth int) {
	snapshots := filepath.Join(path, "snapshots")
	entries, err := os.ReadDir(snapshots)
	if err != nil {
		w.trouble(snapshots, err)
	}
	now := strings.TrimSpace(string(readSmall(filepath.Join(path, "refs", "main"))))
	late := func(e os.DirEntry) int {
		if e.Name() == now {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(entries, func(a, b os.DirEntry) int { return late(a) - late(b) })
	for _, e := range entries {
		if w.enough(snapshots) {
			return
		}
		if snapshot := filepath.Join(snapshots, e.Name()); isFolder(snapshot) {
			w.folder(snapshot, place, depth+1)
		}
	}
	blobs, _ := os.ReadDir(filepath.Join(path, "blobs"))
	for _, e := range blobs {
		if w.enough(path) {
			return
		}
		if strings.HasSuffix(e.Name(), ".incomplete") || strings.HasSuffix(e.Name(), ".downloadInProgress") {
			w.problem(filepath.Join(path, "blobs", e.Name()), problem.ErrIncomplete,
				"a download from "+bench.Clean(hubName(path))+" was not finished", "start the download again, which goes on where it stopped")
		}
	}
}

// hubName turns models--org--name into org/name, "" for anything else.
func hubName(folder string) string {
	rest, ok := strings.CutPrefix(filepath.Base(folder), "models--")
	if !ok {
		return ""
	}
	return strings.ReplaceAll(rest, "--", "/")
}

var janPath = regexp.MustCompile(`(?m)^\s*model_path:\s*["']?([^"'\r\n#]+)`)

// jan follows a model.yml to a file that lies elsewhere; files beside it are
// found by themselves. A relative path starts at Jan's data folder, whose
// depth differs over versions, so each folder above is tried.
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
	w.named(path, place, "")
}
