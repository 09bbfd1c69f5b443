package models

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/models/gguf"
	"dragstrip/models/mlx"
	"dragstrip/models/problem"
)

// Limits of a search, against a folder that is the whole disk.
const (
	maxDepth   = 12
	maxEntries = 500_000
	maxFound   = 20_000
)

var evalSymlinks = filepath.EvalSymlinks

// walk goes through folders and sends off what looks like a model.
type walk struct {
	ctx     context.Context
	folders map[fileID]bool // so that a circle of links ends
	files   map[fileID]bool
	entries int
	sent    int
	full    bool

	candidates chan candidate
	seen       chan sighting
}

func (w *walk) all(in Search) {
	for _, p := range in.Paths {
		w.given(p)
	}
	for _, p := range in.Places {
		look, err := os.Stat(p.Folder)
		switch {
		case err == nil && look.IsDir():
			w.folder(p.Folder, p.Name, 0)
		case errors.Is(err, fs.ErrPermission):
			w.problem(p.Folder, problem.ErrUnreadable, fmt.Sprintf("%s keeps models there and this user may not look: %s", p.Name, problem.Plain(err)), "ask for the right to read it, or copy the model")
		}
	}
}

func (w *walk) problem(path string, kind error, why, remedy string) {
	w.tell(&problem.Problem{Path: path, Kind: kind, Why: why, Remedy: remedy})
}

func (w *walk) tell(p *problem.Problem) {
	select {
	case w.seen <- sighting{problem: p}:
	case <-w.ctx.Done():
	}
}

func (w *walk) trouble(path string, err error) { w.tell(problemOf(path, err)) }

// given takes a file under any name, and looks into a folder.
func (w *walk) given(path string) {
	abs, err := filepath.Abs(path)
	if err != nil {
		w.trouble(path, err)
		return
	}
	look, err := os.Stat(abs)
	if err != nil {
		w.trouble(path, problem.Missing(path, err))
		return
	}
	if look.IsDir() {
		w.folder(abs, "given", 0)
		return
	}
	w.file(abs, look, "given", "")
}

// folder looks into a folder once, in the way of the store whose layout it
// has.
func (w *walk) folder(path, place string, depth int) {
	look, err := os.Stat(path)
	if err != nil {
		w.trouble(path, err)
		return
	}
	if id := idOf(path, look); w.folders[id] || w.ctx.Err() != nil || w.full {
		return
	} else {
		w.folders[id] = true
	}
	if depth > maxDepth {
		w.problem(path, problem.ErrUnreadable, fmt.Sprintf("it lies more than %d folders deep and was not looked into", maxDepth), "name it directly")
		return
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		// What could be read before the error is in entries all the same.
		w.trouble(path, err)
	}
	switch in := names(entries); {
	case in["blobs"] && in["manifests"] && in["models.json"]:
		w.docker(path, place)
	case in["blobs"] && in["manifests"]:
		w.ollama(path, place)
	case in["blobs"] && in["snapshots"]:
		w.hubRepository(path, place, depth)
	case in["config.json"] && mlx.HasShards(entries):
		w.mlx(path, place, entries)
		fallthrough // GGUF files may lie beside
	default:
		for _, e := range entries {
			w.entry(path, e, place, depth)
		}
	}
}

func names(entries []fs.DirEntry) map[string]bool {
	in := make(map[string]bool, len(entries))
	for _, e := range entries {
		in[e.Name()] = true
	}
	return in
}

// enough counts entries and tells when the search has to end.
func (w *walk) enough(folder string) bool {
	if w.entries++; w.entries <= maxEntries && w.sent < maxFound {
		return w.ctx.Err() != nil
	}
	if !w.full {
		w.problem(folder, problem.ErrUnreadable, fmt.Sprintf("the search ended here after %d files and folders", w.entries-1), "name a smaller folder")
	}
	w.full = true
	return true
}

func (w *walk) entry(folder string, e fs.DirEntry, place string, depth int) {
	if w.enough(folder) {
		return
	}
	path, name, kind := filepath.Join(folder, e.Name()), e.Name(), e.Type()
	if kind&fs.ModeSymlink != 0 {
		look, err := os.Stat(path)
		if err != nil {
			if gguf.IsName(name) {
				w.problem(path, problem.ErrIncomplete, "it is a link to a file that is not there", "download the model again or remove the link")
			}
			return
		}
		kind = look.Mode().Type()
	}
	switch {
	case kind.IsDir():
		if !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "datasets--") && !strings.HasPrefix(name, "spaces--") {
			w.folder(path, place, depth+1)
		}
	case !kind.IsRegular() || strings.HasPrefix(name, "._"): // what macOS leaves on foreign disks
	case isPartial(name):
		w.problem(path, problem.ErrIncomplete, "it is a download or a stand-in that was not finished", "finish it or remove it")
	case strings.EqualFold(name, "model.yml"):
		w.jan(path, place)
	case !gguf.IsName(name) || laterPart(folder, name):
	case strings.HasPrefix(name, "ggml-vocab-"):
		w.problem(path, problem.ErrNotOffered, "it holds a vocabulary and no weights", "")
	default:
		w.named(path, place, "")
	}
}

// isPartial knows the names downloads have before they end.
func isPartial(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "incomplete-") && strings.HasSuffix(name, ".gguf") {
		return true
	}
	for _, end := range []string{".part", ".partial", ".incomplete", ".downloadinprogress", ".crdownload", ".download", ".aria2", ".tmp"} {
		if rest, ok := strings.CutSuffix(name, end); ok {
			return strings.Contains(rest, ".gguf") || strings.HasSuffix(rest, ".safetensors")
		}
	}
	return false
}

// named takes a file that a store names.
func (w *walk) named(path, place, name string) {
	look, err := os.Stat(path)
	if err != nil {
		w.trouble(path, problem.Missing(path, err))
		return
	}
	w.file(path, look, place, name)
}

// file takes a candidate, once under all its names.
func (w *walk) file(path string, look fs.FileInfo, place, name string) {
	if id := idOf(path, look); !w.files[id] {
		w.files[id] = true
		w.send(candidate{path, place, name, look})
	}
}

func (w *walk) send(c candidate) {
	select {
	case w.candidates <- c:
		w.sent++
	case <-w.ctx.Done():
	}
}
