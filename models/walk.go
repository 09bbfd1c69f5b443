package models

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/regular"
	"dragstrip/models/gguf"
	"dragstrip/models/problem"
)

// Limits of a search, because the user may name the whole disk.
const (
	maxDepth   = 12
	maxEntries = 500_000
	maxFound   = 20_000
)

var evalSymlinks = filepath.EvalSymlinks

// walk searches folders and sends everything that looks like a model.
type walk struct {
	ctx     context.Context
	folders map[fileID]bool // so that a search through a circle of links ends
	files   map[fileID]bool
	entries int
	sent    int
	full    bool
	// deep counts folders that lie too deep, and deepest is the first of them.
	deep    int
	deepest string

	// layouts are tried in order, and the first one that matches is used. links
	// are files that name a model in another folder. Their keys are the names
	// of these files in small letters.
	layouts []layout
	links   map[string]func(w *walk, path, place string)

	found func(candidate)
	told  func(*problem.Problem)
	// enters is called with each folder before its files; it may be nil.
	enters func(path string, look fs.FileInfo, entries []fs.DirEntry)
}

func (w *walk) problem(path string, kind error, why, remedy string) {
	w.told(&problem.Problem{Path: path, Kind: kind, Why: why, Remedy: remedy})
}

func (w *walk) trouble(path string, err error) { w.told(problem.At(path, err)) }

// given sends a file that the user named, whatever the file is called. If the
// user named a folder, it searches the folder.
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
	w.file(abs, look, "given", ollamaNames(abs)...)
}

// folder searches a folder, once only. If the folder has the layout of a store,
// the method for that layout does it.
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
		if w.deep++; w.deep == 1 {
			w.deepest = path
		}
		return
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		// entries holds the entries that could be read before the error.
		w.trouble(path, err)
	}
	if w.enters != nil {
		w.enters(path, look, entries)
	}
	f := opened{path, place, depth, entries, names(entries)}
	if f.has[UnfinishedNote] {
		w.told(unfinished(path))
		return
	}
	for _, l := range w.layouts {
		if l.is(f) {
			l.look(w, f)
			if !l.mixed {
				return
			}
			break
		}
	}
	for _, e := range entries {
		w.entry(path, e, place, depth)
	}
}

// tellDeep tells once of all folders that lie too deep.
func (w *walk) tellDeep() {
	which, remedy := "it lies", "name it directly"
	switch {
	case w.deep == 0:
		return
	case w.deep > 1:
		which, remedy = fmt.Sprintf("it and %s lie", bench.Plural(w.deep-1, "other folder")), "name those with models directly"
	}
	w.problem(w.deepest, problem.ErrUnreadable, fmt.Sprintf("%s more than %d folders deep, so dragstrip did not look there", which, maxDepth), remedy)
}

// opened is a folder that is being searched.
type opened struct {
	path, place string
	depth       int
	entries     []fs.DirEntry
	has         map[string]bool // by name
}

// layout is the way in which a store arranges a folder.
type layout struct {
	is   func(opened) bool
	look func(*walk, opened)
	// mixed: other models may be in the same folder.
	mixed bool
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
			switch {
			case !gguf.IsName(name):
			case errors.Is(err, fs.ErrNotExist):
				w.problem(path, problem.ErrIncomplete, "it is a link to a file that is not there", "download the model again or remove the link")
			default:
				w.trouble(path, problem.Missing(path, err))
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
	case strings.HasPrefix(name, "._"): // what macOS writes on disks with other file systems
	case !kind.IsRegular():
		if gguf.IsName(name) {
			w.trouble(path, regular.ErrIrregular)
		}
	case isPartial(name):
		w.problem(path, problem.ErrIncomplete, "it is a download or a stand-in that was not finished", "finish it or remove it")
	case w.links[strings.ToLower(name)] != nil:
		w.links[strings.ToLower(name)](w, path, place)
	case !gguf.IsName(name) || laterPart(folder, name):
	case strings.HasPrefix(name, "ggml-vocab-"):
		w.problem(path, problem.ErrNotOffered, "it holds a vocabulary and no weights", "")
	default:
		w.named(path, place)
	}
}

// isPartial recognizes the names of unfinished downloads.
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

// named sends a file to which a store points.
func (w *walk) named(path, place string) {
	look, err := os.Stat(path)
	if err != nil {
		w.trouble(path, problem.Missing(path, err))
		return
	}
	w.file(path, look, place)
}

// file sends a candidate. A file with several names is sent only once.
func (w *walk) file(path string, look fs.FileInfo, place string, names ...string) {
	if id := idOf(path, look); !w.files[id] {
		w.files[id] = true
		w.send(candidate{path, place, names, look})
	}
}

func (w *walk) send(c candidate) {
	w.sent++
	w.found(c)
}

// candidate is something that looks like a model by its name.
type candidate struct {
	path, place string
	// names are the store's names for the model, if the name of the file says
	// nothing.
	names []string
	look  fs.FileInfo
}

// fileID is the same for all names of one file.
type fileID struct {
	device, number uint64
	path           string // if the system has no numbers for files
}

func idOf(path string, look fs.FileInfo) fileID {
	if device, number := inode(look); number != 0 {
		return fileID{device: device, number: number}
	}
	if resolved, err := evalSymlinks(path); err == nil {
		path = resolved
	}
	return fileID{path: path}
}

// sighting is a model or a problem; one of the two is set.
type sighting struct {
	found   *Found
	problem *problem.Problem
}
