package models

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/models/problem"
)

// hubRepository searches one repository in the cache of the Hugging Face hub:
// snapshots of links into blobs. The current snapshot comes first, so that a
// file in several snapshots is listed under the current one.
func (w *walk) hubRepository(f opened) {
	path, place, depth := f.path, f.place, f.depth
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
				"a download from "+bench.Clean(hubName(path))+" was not finished", "start the download again; it continues where it stopped")
		}
	}
}
