package models

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"sync"

	"dragstrip/bench"
	"dragstrip/models/problem"
)

// Formats of a model.
const (
	FormatGGUF = "gguf"
	FormatMLX  = "mlx"
)

// Found is a model that can be benchmarked.
type Found struct {
	bench.Model
	// Place is where it was found: "given", "dragstrip", "added", or the store's
	// name.
	Place string `json:"place"`
	// Facts is what the files say beyond what a benchmark needs.
	Facts Facts `json:"facts,omitzero"`
}

// Place is a folder to look through, and what to call it. Its layout is told
// from what lies in it.
type Place struct{ Name, Folder string }

// Search says where to look for models.
type Search struct {
	// Paths are files and folders somebody named: one that is not there is a
	// problem.
	Paths []string
	// Places may be absent.
	Places []Place
	// Cache is a file that remembers what headers said, so that unchanged
	// files are not opened again; "" remembers nothing.
	Cache string
}

// Each calls see with one model or one problem at a time, as they come and
// from this goroutine, and returns when everything was looked at or ctx
// ended. A split model is seen once, and so is a file with several names.
// What is not offered, and why, is a problem; so is a folder that cannot be
// read, which stops nothing.
func (in Search) Each(ctx context.Context, see func(*Found, *problem.Problem)) {
	known := recall(in.Cache)
	w := &walk{
		ctx: ctx, folders: map[fileID]bool{}, files: map[fileID]bool{},
		candidates: make(chan candidate), seen: make(chan sighting, 64),
	}
	go func() {
		w.all(in)
		close(w.candidates)
	}()
	var workers sync.WaitGroup
	// Headers on a slow disk are mostly waiting: more workers than cores.
	for range min(2*runtime.GOMAXPROCS(0), 16) {
		workers.Go(func() {
			for c := range w.candidates {
				w.seen <- known.look(c)
			}
		})
	}
	go func() {
		workers.Wait() // the walk has ended: it closed candidates
		close(w.seen)
	}()
	firsts := map[string]bool{}
	for s := range w.seen {
		if s.problem != nil {
			see(nil, s.problem)
		} else if !firsts[s.found.Path] { // two parts given of one model
			firsts[s.found.Path] = true
			see(s.found, nil)
		}
	}
	known.keep(ctx.Err() == nil)
}

// sighting is one of the two.
type sighting struct {
	found   *Found
	problem *problem.Problem
}

// Find is Each with everything collected: both lists are sorted by path.
func (in Search) Find(ctx context.Context) ([]Found, []*problem.Problem) {
	var found []Found
	var problems []*problem.Problem
	in.Each(ctx, func(f *Found, p *problem.Problem) {
		if p != nil {
			problems = append(problems, p)
			return
		}
		found = append(found, *f)
	})
	slices.SortFunc(found, func(a, b Found) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortStableFunc(problems, func(a, b *problem.Problem) int { return cmp.Compare(a.Path, b.Path) })
	return found, problems
}

// Find looks through files and folders that were given and through dragstrip's own
// models folder, which may be "" or not there.
func Find(ctx context.Context, paths []string, own string) ([]Found, []*problem.Problem) {
	in := Search{Paths: paths}
	if own != "" {
		in.Places = []Place{{"dragstrip", own}}
	}
	return in.Find(ctx)
}

// candidate is something that looks like a model by its name.
type candidate struct {
	path, place string
	// name is what the store calls it, where the file's name says nothing.
	name string
	look fs.FileInfo
}

// fileID is the same for all names of one file.
type fileID struct {
	device, number uint64
	path           string // where the system has no numbers
}

func idOf(path string, look fs.FileInfo) fileID {
	if device, number := inode(look); number != 0 {
		return fileID{device: device, number: number}
	}
	if real, err := evalSymlinks(path); err == nil {
		path = real
	}
	return fileID{path: path}
}

// problemOf puts a path to an error.
func problemOf(path string, err error) *problem.Problem {
	var p *problem.Problem
	errors.As(problem.At(path, err), &p)
	return p
}

// isFolder follows links.
func isFolder(path string) bool {
	look, err := os.Stat(path)
	return err == nil && look.IsDir()
}
