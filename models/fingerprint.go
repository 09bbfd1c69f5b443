package models

import (
	"context"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"dragstrip/models/gguf"
	"dragstrip/models/problem"
)

// Fingerprint gives a number that changes when a search may find something
// else. It opens no model and uses one thread, so it costs far less than a
// search. A viewer that is open for hours uses it to learn whether it has to
// search again.
func (in Search) Fingerprint(ctx context.Context) uint64 {
	sum := fnv.New64a()
	add := func(facts ...string) { sum.Write([]byte(strings.Join(facts, "\x00") + "\n")) }
	dated := func(path string, look fs.FileInfo) {
		add(path, strconv.FormatInt(look.Size(), 10), strconv.FormatInt(look.ModTime().UnixNano(), 10))
	}
	w := newWalk(ctx, func(c candidate) {
		dated(c.path, c.look)
		add(append([]string{c.place}, c.names...)...)
	}, func(p *problem.Problem) { add(p.Path, p.Why) })
	w.enters = func(path string, look fs.FileInfo, entries []fs.DirEntry) {
		dated(path, look) // covers new and removed names, but not a file that grows
		for _, e := range entries {
			if !decides(e.Name()) {
				continue
			}
			file := filepath.Join(path, e.Name())
			if look, err := os.Stat(file); err == nil { // a link's own time says nothing
				dated(file, look)
			}
		}
	}
	w.all(in)
	return sum.Sum64()
}

// decides tells whether a file's content decides what a search says about its
// folder. Unfinished downloads do not: they grow all the time, and are not
// models yet.
func decides(name string) bool {
	if isPartial(name) {
		return false
	}
	return gguf.IsName(name) || strings.HasSuffix(name, ".safetensors") || name == "config.json"
}
