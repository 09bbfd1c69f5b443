//go:build unix

package regular

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestWhatIsNoRegularFileIsRefusedAtOnce: each of these used to hang or to
// fill the memory.
func TestWhatIsNoRegularFileIsRefusedAtOnce(t *testing.T) {
	folder := t.TempDir()
	pipe, zero := filepath.Join(folder, "pipe"), filepath.Join(folder, "zero")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/zero", zero); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, zero, folder} {
		for name, read := range map[string]func() error{
			"Read":   func() error { _, err := Read(path, 10); return err },
			"Head":   func() error { _, err := Head(path, 10); return err },
			"Tail":   func() error { _, err := Tail(path, 10); return err },
			"Append": func() error { _, err := Append(path, 0o600); return err },
			"Update": func() error { _, err := Update(path, 0o600); return err },
		} {
			if err := read(); !errors.Is(err, ErrIrregular) || !strings.Contains(err.Error(), path) {
				t.Errorf("%s of %s: %v", name, path, err)
			}
		}
	}
}

// TestALinkIsReadAndNotWrittenThrough: a folder from elsewhere must not choose
// which of our files is written to.
func TestALinkIsReadAndNotWrittenThrough(t *testing.T) {
	folder := t.TempDir()
	file, link := filepath.Join(folder, "file"), filepath.Join(folder, "link")
	if err := os.WriteFile(file, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if text, err := Read(link, 10); err != nil || string(text) != "kept" {
		t.Errorf("%q, %v", text, err)
	}
	for name, open := range map[string]func(string, fs.FileMode) (*os.File, error){"Append": Append, "Update": Update} {
		if opened, err := open(link, 0o600); !errors.Is(err, ErrLink) {
			opened.Close()
			t.Errorf("%s of a link: %v", name, err)
		}
		opened, err := open(file, 0o600)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		opened.Close()
	}
}

func TestReadingIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("0123456789"), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := Read(path, 10); err != nil || len(text) != 10 {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := Read(path, 9); !errors.Is(err, ErrTooLarge) {
		t.Errorf("%v", err)
	}
	if text, err := Head(path, 3); err != nil || string(text) != "012" {
		t.Errorf("%q, %v", text, err)
	}
	if text, err := Tail(path, 3); err != nil || string(text) != "789" {
		t.Errorf("%q, %v", text, err)
	}
	if text, err := Tail(path, 30); err != nil || len(text) != 10 {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := Read(path+"x", 9); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}
