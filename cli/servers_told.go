package cli

import (
	"context"
	"errors"
	"os"
	"reflect"
	"slices"
	"sync"

	"dragstrip/bench"
	"dragstrip/models"
)

// serverSource is where a plan learns what servers have. The verbs ask the servers.
// The screens remember what the servers said, because a plan is made again at each
// key.
type serverSource struct {
	// list lists the models of a build.
	list func(context.Context, bench.EngineBuild) ([]bench.Model, error)
	// look reads the file of a model.
	look func(path string) (models.Found, error)
	// same tells whether two files have the same content.
	same func(ctx context.Context, a, b string) (bool, error)
}

// asking is the source of the verbs. slow is called with a file that takes a while
// to read.
func (e *env) asking(slow func(path string, sizeBytes int64)) serverSource {
	return serverSource{
		list: func(ctx context.Context, b bench.EngineBuild) ([]bench.Model, error) {
			kind, _ := e.kinds.Kind(b.Engine)
			return kind.Served(ctx, e.folders(), b)
		},
		look: models.Look,
		same: func(ctx context.Context, a, b string) (bool, error) {
			return models.SameContent(ctx, a, b, e.places.digests(), slow)
		},
	}
}

// errUnasked is the error for a server of dragstrip's own that was not started yet
// to be asked.
var errUnasked = errors.New("it was not asked for its models yet")

// errUncompared is the error for two files that were not compared yet.
var errUncompared = errors.New("the files were not compared yet")

// toldServers remembers what servers told. Its methods may be called at any time.
type toldServers struct {
	mutex  sync.Mutex
	builds []bench.EngineBuild // in the order in which they are shown
	// last are the servers that lie beside the builds of; to find them, programs are
	// started.
	of, last []bench.EngineBuild
	lists    map[string]toldList // by the build's ID
	added    []string            // servers that the user named on the screen, as --engine takes them
	looked   map[fileState]models.Found
	alike    map[[2]fileState]bool
}

// fileState is a file, or a folder, as it is now. What was learned of it does not
// hold once it was written again.
type fileState struct {
	path     string
	size     int64 // in bytes
	modified int64 // Unix time in ns
}

// stateOf looks at a file without reading it.
func stateOf(path string) fileState {
	s := fileState{path: path}
	if st, err := os.Stat(path); err == nil {
		s.size, s.modified = st.Size(), st.ModTime().UnixNano()
	}
	return s
}

type toldList struct {
	models []bench.Model
	err    error
}

// source answers from what was told. It asks nobody, and reads no files: it only
// looks whether they are as they were.
func (t *toldServers) source() serverSource {
	return serverSource{
		list: func(_ context.Context, b bench.EngineBuild) ([]bench.Model, error) {
			t.mutex.Lock()
			defer t.mutex.Unlock()
			if list, told := t.lists[b.ID]; told {
				return list.models, list.err
			}
			return nil, errUnasked
		},
		look: func(path string) (models.Found, error) {
			now := stateOf(path)
			t.mutex.Lock()
			defer t.mutex.Unlock()
			if f, known := t.looked[now]; known {
				return f, nil
			}
			return models.Found{}, errUnasked
		},
		same: func(_ context.Context, a, b string) (bool, error) {
			now := [2]fileState{stateOf(a), stateOf(b)}
			t.mutex.Lock()
			defer t.mutex.Unlock()
			same, known := t.alike[now]
			if !known {
				return false, errUncompared
			}
			return same, nil
		},
	}
}

// learning answers like the source from, and remembers the answers.
func (t *toldServers) learning(from serverSource) serverSource {
	return serverSource{
		list: t.source().list,
		look: func(path string) (models.Found, error) {
			if f, err := t.source().look(path); err == nil {
				return f, nil
			}
			before := stateOf(path)
			f, err := from.look(path)
			if err == nil {
				t.mutex.Lock()
				defer t.mutex.Unlock()
				t.looked[before] = f
			}
			return f, err
		},
		same: func(ctx context.Context, a, b string) (bool, error) {
			if same, err := t.source().same(ctx, a, b); err == nil {
				return same, nil
			}
			before := [2]fileState{stateOf(a), stateOf(b)}
			same, err := from.same(ctx, a, b)
			if err == nil {
				t.mutex.Lock()
				defer t.mutex.Unlock()
				t.alike[before] = same
			}
			return same, err
		},
	}
}

// beside gives the servers that lie beside builds. find looks for them if these are
// other builds than the last time.
func (t *toldServers) beside(builds []bench.EngineBuild, find func() []bench.EngineBuild) []bench.EngineBuild {
	t.mutex.Lock()
	same, last := reflect.DeepEqual(t.of, builds), t.last
	t.mutex.Unlock()
	if same {
		return last
	}
	last = find()
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.of, t.last = builds, last
	return last
}

// keep remembers the builds of servers. What the others told is forgotten.
func (t *toldServers) keep(builds []bench.EngineBuild) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	kept := map[string]toldList{}
	for _, b := range builds {
		if list, told := t.lists[b.ID]; told {
			kept[b.ID] = list
		}
	}
	t.builds, t.lists = builds, kept
}

// told remembers what a server told.
func (t *toldServers) told(b bench.EngineBuild, list []bench.Model, err error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.lists[b.ID] = toldList{list, err}
}

// add remembers a server that the user named.
func (t *toldServers) add(named string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if !slices.Contains(t.added, named) {
		t.added = append(t.added, named)
	}
}

// named are the servers that the user named on the screen.
func (t *toldServers) named() []string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return slices.Clone(t.added)
}

// telling are the builds of the servers that told their models.
func (t *toldServers) telling() (builds []bench.EngineBuild) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	for _, b := range t.builds {
		if list, told := t.lists[b.ID]; told && list.err == nil {
			builds = append(builds, b)
		}
	}
	return builds
}

func newToldServers() *toldServers {
	return &toldServers{lists: map[string]toldList{}, looked: map[fileState]models.Found{}, alike: map[[2]fileState]bool{}}
}
