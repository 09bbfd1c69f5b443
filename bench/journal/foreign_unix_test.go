//go:build unix

package journal

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dragstrip/bench"
	"dragstrip/bench/regular"
)

// TestAFolderOfPipesAndDevicesIsRefusedAtOnce: reading any of its files used to
// hang or to fill the memory.
func TestAFolderOfPipesAndDevicesIsRefusedAtOnce(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"a pipe":   func(path string) error { return unix.Mkfifo(path, 0o600) },
		"a device": func(path string) error { return os.Symlink("/dev/zero", path) },
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
	} {
		f := Folder{filepath.Join(t.TempDir(), "20261129-121117-db29")}
		if err := os.Mkdir(f.Path, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{planFile, eventsFile, controlFile, noteFile} {
			if err := put(f.File(file)); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		for what, read := range map[string]func() error{
			"Plan":         func() error { _, err := f.Plan(); return err },
			"Read":         func() error { _, err := f.Read(); return err },
			"ReadStanding": func() error { _, err := f.ReadStanding(); return err },
			"OpenWriter":   func() error { _, err := f.OpenWriter(); return err },
			"Follow":       func() error { _, err := f.Follow().Next(ctx); return err },
			"Ask":          func() error { return f.Ask(bench.Control{Verb: bench.ControlStop}) },
		} {
			if err := read(); !errors.Is(err, regular.ErrIrregular) {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
		cancel()
		if text, ok := f.Note(); ok {
			t.Errorf("%s: the note is %q", name, text)
		}
	}
}

// TestAControlFileThatLeadsElsewhereIsNotWritten: it used to be appended to.
func TestAControlFileThatLeadsElsewhereIsNotWritten(t *testing.T) {
	f, _ := begin(t)
	mine := filepath.Join(t.TempDir(), "mine")
	if err := os.WriteFile(mine, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(mine, f.File(controlFile)); err != nil {
		t.Fatal(err)
	}
	if err := f.Ask(bench.Control{Verb: bench.ControlStop}); err == nil {
		t.Error("it was asked through a link")
	}
	if text, _ := os.ReadFile(mine); len(text) > 0 {
		t.Errorf("written: %q", text)
	}
}

// TestTheMachinesLockMayBeAPipe: anybody on the machine can put a pipe there.
func TestTheMachinesLockMayBeAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.lock")
	if err := unix.Mkfifo(path, 0o666); err != nil {
		t.Fatal(err)
	}
	if h := NewMachineLock(path).Holder(); h != (Holder{}) {
		t.Errorf("%+v", h)
	}
}
