package models

import (
	"hash"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"dragstrip/models/gguf"
	"dragstrip/models/problem"
)

// fingerprintOf makes a walk add everything that it sees to a sum. After the
// walk, that is the fingerprint, see [Search.Fingerprint].
func fingerprintOf(w *walk) hash.Hash64 {
	sum := fnv.New64a()
	add := func(facts ...string) { sum.Write([]byte(strings.Join(facts, "\x00") + "\n")) }
	dated := func(path string, look fs.FileInfo) {
		add(path, strconv.FormatInt(look.Size(), 10), strconv.FormatInt(look.ModTime().UnixNano(), 10))
	}
	found, told := w.found, w.told
	w.found = func(c candidate) {
		dated(c.path, c.look)
		add(append([]string{c.place}, c.names...)...)
		found(c)
	}
	w.told = func(p *problem.Problem) {
		add(p.Path, p.Why)
		told(p)
	}
	w.enters = func(path string, look fs.FileInfo, entries []fs.DirEntry) {
		dated(path, look) // covers new and removed names, but not a file that grows
		for _, e := range entries {
			if !decides(path, e.Name()) {
				continue
			}
			file := filepath.Join(path, e.Name())
			if look, err := os.Stat(file); err == nil { // a link's own time says nothing
				dated(file, look)
			}
		}
	}
	return sum
}

// decides tells whether a file's content decides what a search says about its
// folder, though the search does not find the file itself. Unfinished downloads
// do not count, because they grow all the time and are not models yet.
func decides(folder, name string) bool {
	if isPartial(name) {
		return false
	}
	return laterPart(folder, name) && gguf.IsName(name) || strings.HasSuffix(name, ".safetensors") || name == "config.json"
}
