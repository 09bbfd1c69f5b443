package models

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"

	"dragstrip/models/problem"
)

// Search says where to look for models.
type Search struct {
	// Paths are files and folders that the user named. A missing one is a
	// problem.
	Paths []string
	// Places are folders to search; they need not exist.
	Places []Place
	// Cache is a file that remembers what headers said, so that unchanged files
	// are not opened again. If it is "", nothing is remembered.
	Cache string
}

// newWalk makes a walk that knows all stores. It calls found with everything
// that looks like a model, and told with every problem.
func newWalk(ctx context.Context, found func(candidate), told func(*problem.Problem)) *walk {
	return &walk{
		ctx: ctx, folders: map[fileID]bool{}, files: map[fileID]bool{},
		layouts: layouts, links: links, found: found, told: told,
	}
}

// Each calls see with each model and each problem as soon as it is found. All
// calls are on this goroutine, one at a time. It returns when everything has
// been searched or ctx has ended. A split model is seen once, and so is a file
// with several names. A file that is a model but cannot be benchmarked is a
// problem with the reason. A folder that cannot be read is a problem, too, and
// does not stop the search.
//
// Each returns the fingerprint of what it searched, see [Search.Fingerprint].
func (in Search) Each(ctx context.Context, see func(*Found, *problem.Problem)) (fingerprint uint64) {
	known := recall(in.Cache)
	candidates, seen := make(chan candidate), make(chan sighting, 64)
	go func() {
		defer close(candidates)
		w := newWalk(ctx, func(c candidate) {
			select {
			case candidates <- c:
			case <-ctx.Done():
			}
		}, func(p *problem.Problem) {
			select {
			case seen <- sighting{problem: p}:
			case <-ctx.Done():
			}
		})
		sum := fingerprintOf(w)
		w.all(in)
		fingerprint = sum.Sum64() // the workers end after that, and seen is closed after them
	}()
	var workers sync.WaitGroup
	// On a slow disk, workers that read headers mostly wait. So there are more
	// workers than cores.
	for range min(2*runtime.GOMAXPROCS(0), 16) {
		workers.Go(func() {
			for c := range candidates {
				seen <- known.look(c)
			}
		})
	}
	go func() {
		workers.Wait() // the walk has ended: it closed candidates
		close(seen)
	}()
	firsts := map[string]bool{}
	for s := range seen {
		if s.problem != nil {
			see(nil, s.problem)
		} else if !firsts[s.found.Path] { // two parts of one model were named
			firsts[s.found.Path] = true
			see(s.found, nil)
		}
	}
	known.keep(ctx.Err() == nil)
	return fingerprint
}

// Fingerprint gives a number that changes when a search may find something
// else. It opens no model and uses one thread, so it costs far less than a
// search. A viewer that is open for hours compares it with the number that
// [Search.Each] gave, to learn whether it has to search again.
func (in Search) Fingerprint(ctx context.Context) uint64 {
	w := newWalk(ctx, func(candidate) {}, func(*problem.Problem) {})
	sum := fingerprintOf(w)
	w.all(in)
	return sum.Sum64()
}

// Find collects everything that Each finds. Both lists are sorted by path.
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
	slices.SortFunc(problems, func(a, b *problem.Problem) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Why, b.Why)) })
	return found, problems
}

// ByLabel sorts models as people look for them: by name (upper and lower case
// count the same), then by size with the smallest first, then by path.
func ByLabel(all []Found) {
	slices.SortFunc(all, func(a, b Found) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Label()), strings.ToLower(b.Label())), cmp.Compare(a.SizeBytes, b.SizeBytes), cmp.Compare(a.Path, b.Path))
	})
}

// Find searches the given files and folders and dragstrip's own models folder,
// which may be "" or missing.
func Find(ctx context.Context, paths []string, own string) ([]Found, []*problem.Problem) {
	in := Search{Paths: paths}
	if own != "" {
		in.Places = []Place{{"dragstrip", own}}
	}
	return in.Find(ctx)
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
			w.problem(p.Folder, problem.ErrUnreadable, fmt.Sprintf("%s keeps models there, but you have no permission to read them: %s", p.Name, problem.Plain(err)), "ask for permission to read it, or copy the model")
		}
	}
	w.tellDeep()
}
