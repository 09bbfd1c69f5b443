//go:build unix

package journal

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"dragstrip/bench"
)

// TestWhatABenchProcessWorksInIsItsUsersAlone: a folder is refused if others
// can write to any part of it, or if any part is a link to elsewhere.
func TestWhatABenchProcessWorksInIsItsUsersAlone(t *testing.T) {
	elsewhere := t.TempDir()
	for name, c := range map[string]struct {
		change func(Folder) error
		want   string
	}{
		"as it was made":         {func(Folder) error { return nil }, ""},
		"folder of a group":      {func(f Folder) error { return os.Chmod(f.Path, 0o770) }, "chmod -R go-w"},
		"plan of everybody":      {func(f Folder) error { return os.Chmod(f.File(planFile), 0o606) }, "chmod -R go-w"},
		"engine's folder":        {func(f Folder) error { return os.Chmod(f.File(engineDir), 0o777) }, "chmod -R go-w"},
		"journal leads away":     {func(f Folder) error { return os.Symlink("/dev/null", f.File(eventsFile)) }, "is a link"},
		"log leads away":         {func(f Folder) error { return os.Symlink(elsewhere+"/log", f.File(BenchLog)) }, "is a link"},
		"controls that block":    {func(f Folder) error { return syscall.Mkfifo(f.File(controlFile), 0o600) }, "not a plain file"},
		"journal of two names":   {func(f Folder) error { return os.Link(f.File(planFile), f.File(eventsFile)) }, "hard link"},
		"a driver leads away":    {func(f Folder) error { return os.Symlink(elsewhere+"/x", f.EngineLog("driver.py")) }, "is a link"},
		"links where a file was": {func(f Folder) error { return os.WriteFile(f.File(linksDir), nil, 0o600) }, "not a folder"},
		"engine leads away": {func(f Folder) error {
			return errors.Join(os.Remove(f.File(engineDir)), os.Symlink(elsewhere, f.File(engineDir)))
		}, "is a link"},
		"another's notes beside it are nobody's business": {func(f Folder) error { return os.WriteFile(f.File("mine.txt"), nil, 0o666) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			store := Store{Root: t.TempDir()}
			f, err := store.Create(&bench.Plan{})
			if err != nil {
				t.Fatal(err)
			}
			if err := c.change(f); err != nil {
				t.Fatal(err)
			}
			switch err := f.Ours(); {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%v, and %q was to be said", err, c.want)
			}
			if !store.Holds(f) || (Store{Root: elsewhere}).Holds(f) {
				t.Error("the store does not know its own")
			}
		})
	}
}

// TestAnothersSessionIsRefused: only the administrator can give a file away.
func TestAnothersSessionIsRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("skipped: only root can make files that belong to another user")
	}
	f, err := Store{Root: t.TempDir()}.Create(&bench.Plan{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(f.File(planFile), 12345, -1); err != nil {
		t.Fatal(err)
	}
	if err := f.Ours(); err == nil || !strings.Contains(err.Error(), "another user (number 12345)") {
		t.Error(err)
	}
}
