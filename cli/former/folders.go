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

	// Settings is what the settings' file was called.
	Settings        = Name + ".conf"
	presentSettings = "dragstrip.conf"
)

// ours are the names of what the former program wrote into its folders. Other
// programs are called dyno, too: what has another name is theirs and stays.
var ours = []string{
	sessionsFolder, "devices.json", "screens.log", modelsFolder, enginesFolder, Settings,
	"cache", "hashes", "mlx", "bandwidth", "models.jsonl", "sessions.json",
}

// Folder is a folder of the former program, and what it is called now.
type Folder struct {
	Former, Present string
	// MadeAgain: it is a cache. What has no place in the present one goes.
	MadeAgain bool
}

// TakenOver: nothing of ours lies under the former name, and something under
// the present one.
func (f Folder) TakenOver() bool {
	own, _ := entriesOf(f.Former)
	_, err := os.Stat(f.Present)
	return len(own) == 0 && err == nil
}

// entriesOf parts what lies in a folder into what is ours and what is not.
func entriesOf(folder string) (own, others []os.DirEntry) {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if slices.Contains(ours, e.Name()) {
			own = append(own, e)
		} else {
			others = append(others, e)
		}
	}
	return own, others
}

// Find gives those that hold something of ours, each once.
func Find(pairs []Folder) []Folder {
	var out []Folder
	for _, f := range pairs {
		if own, _ := entriesOf(f.Former); len(own) == 0 || sameFolder(f.Former, f.Present) {
			continue
		}
		if !slices.ContainsFunc(out, f.within) {
			out = append(out, f)
		}
	}
	return out
}

// within: a system may keep several in one, or one in another.
func (f Folder) within(other Folder) bool {
	return f.Former == other.Former || strings.HasPrefix(f.Former, other.Former+string(filepath.Separator))
}

// sameFolder: somebody linked one to the other.
func sameFolder(a, b string) bool {
	one, err := os.Stat(a)
	other, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(one, other)
}

// Holds says in a few words what is in it: "12 sessions, 3 models".
func (f Folder) Holds() string {
	var parts []string
	for _, kind := range []struct{ folder, one, many string }{
		{sessionsFolder, "session", "sessions"}, {modelsFolder, "model", "models"}, {enginesFolder, "engine", "engines"},
	} {
		switch n := countIn(filepath.Join(f.Former, kind.folder)); n {
		case 0:
		case 1:
			parts = append(parts, "1 "+kind.one)
		default:
			parts = append(parts, fmt.Sprintf("%d %s", n, kind.many))
		}
	}
	if _, err := os.Lstat(filepath.Join(f.Former, Settings)); err == nil {
		parts = append(parts, "settings")
	}
	switch {
	case len(parts) == 0 && f.MadeAgain:
		return "a cache"
	case len(parts) == 0:
		return "no sessions, models or engines"
	}
	return strings.Join(parts, ", ")
}

// countIn counts entries that are no lock and nothing unfinished.
func countIn(folder string) (n int) {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !strings.HasSuffix(e.Name(), ".part") {
			n++
		}
	}
	return n
}

// Busy says what the former program does in a folder just now.
type Busy struct{ What string }

func (b *Busy) Error() string { return b.What }

func (f Folder) busy() error {
	sessions, _ := journal.Store{Root: filepath.Join(f.Former, sessionsFolder)}.List()
	for _, one := range sessions {
		if one.Live() {
			return &Busy{"session " + one.Name() + " is being measured there"}
		}
	}
	path := filepath.Join(f.Former, enginesFolder, installLock)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	lock := flock.New(path, flock.SetFlag(os.O_RDWR))
	free, err := lock.TryLock()
	if err != nil {
		return nil // renaming says what is wrong with the folder
	}
	if !free {
		return &Busy{"an engine is being installed there"}
	}
	return lock.Unlock()
}

// AtWork is a [Busy] if the former program is at work in one of the folders.
func AtWork(folders []Folder) error {
	for _, f := range folders {
		if err := f.busy(); err != nil {
			return err
		}
	}
	return nil
}
