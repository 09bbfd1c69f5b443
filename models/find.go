package models

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"dyno/bench"
)

// Found is a model that can be benchmarked.
type Found struct {
	bench.Model
	// Place is where it was found: "given" or "dyno".
	Place string
}

// Limits of a search, against a folder that is the whole disk.
const (
	maxDepth   = 12
	maxEntries = 500_000
	maxFound   = 20_000
)

// Find looks through files and folders that were given and through dyno's own
// models folder, which may be "" or not there. A split model is listed once,
// and so is a file that has several names. What is not offered, and why, is
// among the problems; a folder that cannot be read is one too and stops
// nothing. Both lists are sorted by path. A canceled ctx ends the search with
// what was found so far.
func Find(ctx context.Context, paths []string, own string) ([]Found, []*Problem) {
	s := &search{ctx: ctx, folders: map[string]bool{}, files: map[string]bool{}}
	for _, p := range paths {
		s.given(p, "given")
	}
	if own != "" {
		if look, err := os.Stat(own); err == nil && look.IsDir() {
			s.given(own, "dyno")
		}
	}
	s.open()
	slices.SortFunc(s.found, func(a, b Found) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortStableFunc(s.problems, func(a, b *Problem) int { return cmp.Compare(a.Path, b.Path) })
	return s.found, s.problems
}

// search collects candidates first and opens them afterwards, several at a
// time: headers on a slow disk are mostly waiting.
type search struct {
	ctx     context.Context
	folders map[string]bool // real paths, so that a circle of links ends
	files   map[string]bool
	entries int
	full    bool

	candidates []candidate
	found      []Found
	problems   []*Problem
}

type candidate struct{ path, place string }

func (s *search) problem(path string, kind error, why, remedy string) {
	s.problems = append(s.problems, &Problem{Path: path, Kind: kind, Why: why, Remedy: remedy})
}

func (s *search) trouble(path string, err error) {
	var p *Problem
	errors.As(at(path, err), &p)
	s.problems = append(s.problems, p)
}

// given takes a file under any name, and looks into a folder.
func (s *search) given(path, place string) {
	abs, err := filepath.Abs(path)
	if err != nil {
		s.trouble(path, err)
		return
	}
	look, err := os.Stat(abs)
	if err != nil {
		s.trouble(path, missing(path, err))
		return
	}
	if look.IsDir() {
		s.folder(abs, place, 0)
		return
	}
	s.file(abs, place)
}

func (s *search) folder(path, place string, depth int) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		s.trouble(path, err)
		return
	}
	if s.folders[real] || s.ctx.Err() != nil || s.full {
		return
	}
	s.folders[real] = true
	if depth > maxDepth {
		s.problem(path, ErrUnreadable, fmt.Sprintf("it lies more than %d folders deep and was not looked into", maxDepth), "name it directly")
		return
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		// What could be read before the error is in entries all the same.
		s.trouble(path, err)
	}
	for _, e := range entries {
		s.entry(path, e, place, depth)
	}
}

func (s *search) entry(folder string, e fs.DirEntry, place string, depth int) {
	if s.entries++; s.entries > maxEntries || len(s.candidates) >= maxFound {
		if !s.full {
			s.problem(folder, ErrUnreadable, fmt.Sprintf("the search ended here after %d files and folders", s.entries-1), "name a smaller folder")
		}
		s.full = true
		return
	}
	path, name, kind := filepath.Join(folder, e.Name()), e.Name(), e.Type()
	if kind&fs.ModeSymlink != 0 {
		look, err := os.Stat(path)
		if err != nil {
			if isGGUFName(name) {
				s.problem(path, ErrIncomplete, "it is a link to a file that is not there", "download the model again or remove the link")
			}
			return
		}
		kind = look.Mode().Type()
	}
	switch {
	case kind.IsDir():
		if !strings.HasPrefix(name, ".") {
			s.folder(path, place, depth+1)
		}
	case !kind.IsRegular() || strings.HasPrefix(name, "._"): // what macOS leaves on foreign disks
	case isPartial(name):
		s.problem(path, ErrIncomplete, "it is a download or a stand-in that was not finished", "finish it or remove it")
	case !isGGUFName(name) || laterPart(folder, name):
	case strings.HasPrefix(name, "ggml-vocab-"):
		s.problem(path, ErrNotOffered, "it holds a vocabulary and no weights", "")
	default:
		s.file(path, place)
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
			return strings.Contains(rest, ".gguf")
		}
	}
	return false
}

// file takes a candidate, once under all its names.
func (s *search) file(path, place string) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		s.trouble(path, err)
		return
	}
	key := real
	if look, err := os.Stat(real); err == nil {
		if device, number := inode(look); number != 0 {
			key = fmt.Sprintf("%d:%d", device, number)
		}
	}
	if !s.files[key] {
		s.files[key] = true
		s.candidates = append(s.candidates, candidate{path, place})
	}
}

// open reads the candidates' headers.
func (s *search) open() {
	var mutex sync.Mutex
	var workers sync.WaitGroup
	work := make(chan candidate)
	firsts := map[string]bool{}
	for range min(2*runtime.GOMAXPROCS(0), 16) {
		workers.Go(func() {
			for c := range work {
				m, err := Open(c.path)
				mutex.Lock()
				switch {
				case err != nil:
					s.trouble(c.path, err)
				case !firsts[m.Path]: // two parts given of one model
					firsts[m.Path] = true
					s.found = append(s.found, Found{m, c.place})
				}
				mutex.Unlock()
			}
		})
	}
	for _, c := range s.candidates {
		if s.ctx.Err() != nil {
			break
		}
		work <- c
	}
	close(work)
	workers.Wait()
}
