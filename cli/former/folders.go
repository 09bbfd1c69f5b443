package former

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"

	"dragstrip/bench/journal"
)

const (
	sessionsFolder = "sessions"
	modelsFolder   = "models"
	enginesFolder  = "engines"
	installLock    = ".lock"

	// Settings is the former name of the settings file.
	Settings        = Name + ".conf"
	presentSettings = "dragstrip.conf"
)

// Kept says what the former program kept in a folder. On some systems one
// folder holds several of these kinds.
type Kept uint

// The kinds of things that the former program kept.
const (
	State Kept = 1 << iota
	Data
	Config
	Cache
)

// written holds the names of the entries that the former program wrote, by their
// kind. Other programs are called dyno, too. So an entry with any other name
// belongs to those programs, and is not moved. If an entry's name belongs to a
// kind that this folder does not keep, the entry is not moved either.
var written = map[Kept][]string{
	State:  {sessionsFolder, "devices.json", "screens.log"},
	Data:   {modelsFolder, enginesFolder},
	Config: {Settings},
	Cache:  {"hashes", "mlx", "bandwidth", "models.jsonl", "sessions.json"},
}

// Folder is a folder of the former program, with its present name.
type Folder struct {
	Former, Present string
	Kept            Kept
}

// keeps tells whether an entry of the folder belongs to one of these kinds.
func (f Folder) keeps(entry string, kinds Kept) bool {
	for kind, names := range written {
		if f.Kept&kinds&kind != 0 && slices.Contains(names, entry) {
			return true
		}
	}
	return false
}

// ours tells whether the former program wrote an entry of the folder.
func (f Folder) ours(entry string) bool { return f.keeps(entry, ^Kept(0)) }

// madeAgain tells whether an entry is part of a cache. Such an entry is deleted
// if the present cache has one of the same name.
func (f Folder) madeAgain(entry string) bool { return f.keeps(entry, Cache) }

// entries divides the folder's entries into those that the former program wrote
// and all others.
func (f Folder) entries() (own, others []os.DirEntry) {
	entries, _ := os.ReadDir(f.Former)
	for _, e := range entries {
		if f.ours(e.Name()) {
			own = append(own, e)
		} else {
			others = append(others, e)
		}
	}
	return own, others
}

// Find gives the folders that hold something of the former program, each once.
func Find(pairs []Folder) []Folder {
	var out []Folder
	for _, f := range each(pairs) {
		if own, _ := f.entries(); len(own) > 0 && !sameFolder(f.Former, f.Present) {
			out = append(out, f)
		}
	}
	return out
}

// each gives every folder once, with all the kinds that are kept in it.
func each(pairs []Folder) []Folder {
	var out []Folder
	for _, f := range pairs {
		i := slices.IndexFunc(out, func(o Folder) bool { return o.Former == f.Former && o.Present == f.Present })
		if i < 0 {
			out = append(out, f)
			continue
		}
		out[i].Kept |= f.Kept
	}
	return out
}

// sameFolder tells whether both names lead to one folder, for example because
// somebody linked one to the other.
func sameFolder(a, b string) bool {
	one, err := os.Stat(a)
	other, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(one, other)
}

// Holds says in a few words what is in the folder: "12 sessions, 3 models".
func (f Folder) Holds() string {
	var parts []string
	for _, kind := range []struct{ folder, one, many string }{
		{sessionsFolder, "session", "sessions"}, {modelsFolder, "model", "models"}, {enginesFolder, "engine", "engines"},
	} {
		n := 0
		if f.ours(kind.folder) {
			n = countIn(filepath.Join(f.Former, kind.folder))
		}
		switch n {
		case 0:
		case 1:
			parts = append(parts, "1 "+kind.one)
		default:
			parts = append(parts, fmt.Sprintf("%d %s", n, kind.many))
		}
	}
	if _, err := os.Lstat(filepath.Join(f.Former, Settings)); f.ours(Settings) && err == nil {
		parts = append(parts, "settings")
	}
	switch {
	case len(parts) == 0 && f.Kept == Cache:
		return "a cache"
	case len(parts) == 0:
		return "no sessions, models or engines"
	}
	return strings.Join(parts, ", ")
}

// countIn counts the entries of a folder. It leaves out locks and unfinished
// entries.
func countIn(folder string) (n int) {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !strings.HasSuffix(e.Name(), ".part") {
			n++
		}
	}
	return n
}

// Busy says what the former program is doing in a folder now.
type Busy struct{ What string }

func (b *Busy) Error() string { return b.What }

func (f Folder) busy() error {
	var sessions []journal.Folder
	if f.ours(sessionsFolder) {
		sessions, _ = journal.Store{Root: filepath.Join(f.Former, sessionsFolder)}.List()
	}
	for _, one := range sessions {
		if one.Live() {
			return &Busy{"session " + one.Name() + " is being measured there"}
		}
	}
	path := filepath.Join(f.Former, enginesFolder, installLock)
	if _, err := os.Lstat(path); !f.ours(enginesFolder) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	lock := flock.New(path, flock.SetFlag(os.O_RDWR))
	free, err := lock.TryLock()
	if err != nil {
		return nil // if something is wrong with the folder, renaming it gives the error
	}
	if !free {
		return &Busy{"an engine is being installed there"}
	}
	return lock.Unlock()
}

// AtWork gives a [Busy] error if the former program is at work in one of the
// folders.
func AtWork(folders []Folder) error {
	for _, f := range folders {
		if err := f.busy(); err != nil {
			return err
		}
	}
	return nil
}
