package standin

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"dragstrip/models"
	"dragstrip/models/modelstest"
)

// wholeInPart leaves what a kill leaves just before the new stand-in gets its
// name: a complete folder without the name, and an earlier stand-in, of seed 1,
// at path.
func wholeInPart(t *testing.T, path string, seed uint64) *work {
	t.Helper()
	w := inSeveralFiles(t, seed)
	lackingItsName(t, w, path)
	writeAgain(t, inSeveralFiles(t, 1), filepath.Join(filepath.Dir(path), "earlier"), 0)
	if err := os.Rename(filepath.Join(filepath.Dir(path), "earlier"), path); err != nil {
		t.Fatal(err)
	}
	return w
}

// TestKilledWhileItReplacesAnEarlierFolder: if the earlier folder was half
// removed, the next call used to say "is there already and is not a stand-in".
func TestKilledWhileItReplacesAnEarlierFolder(t *testing.T) {
	setAside := func(path string) error { return os.Rename(path, asideOf(path)) }
	named := func(path string) error { return errors.Join(setAside(path), os.Rename(path+partEnd, path)) }
	for _, c := range []struct {
		when string
		do   func(path string) error
	}{
		{"before the first step", func(string) error { return nil }},
		{"when the earlier one is set aside", setAside},
		{"when the new one has its name", named},
		{"when the earlier one is half removed", func(path string) error {
			return errors.Join(named(path), os.Remove(filepath.Join(asideOf(path), "config.json")))
		}},
		{"when the earlier one is an empty folder", func(path string) error {
			return errors.Join(named(path), os.RemoveAll(asideOf(path)), os.Mkdir(asideOf(path), 0o755))
		}},
	} {
		t.Run(c.when, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "m")
			w := wholeInPart(t, path, 2)
			want := sumOf(t, path+partEnd)
			if err := c.do(path); err != nil {
				t.Fatal(err)
			}
			if m, err := models.Open(path); err != nil || !m.StandIn {
				if m, err = models.Open(path + partEnd); err != nil || !m.StandIn {
					t.Errorf("no whole one is left: %v", err)
				}
			}
			writeAgain(t, w, path, 0)
			if sumOf(t, path) != want {
				t.Error("other bytes")
			}
			if left, _ := os.ReadDir(folder); len(left) != 1 {
				t.Errorf("left beside it: %v", left)
			}
		})
	}
}

// TestEarlierFolderComesBackWhereTheNewOneCannotTakeItsName: this happens if
// another writer has already renamed the new folder.
func TestEarlierFolderComesBackWhereTheNewOneCannotTakeItsName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m")
	w := wholeInPart(t, path, 2)
	want := sumOf(t, path)
	if err := os.RemoveAll(path + partEnd); err != nil {
		t.Fatal(err)
	}
	if err := w.deliver(path+partEnd, path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("delivered: %v", err)
	}
	if sumOf(t, path) != want {
		t.Error("other bytes")
	}
}

// TestWhatOthersPutAsideStays: somebody else's folder has the name under which
// an earlier model would be put aside. That folder stays, and so does the
// earlier model.
func TestWhatOthersPutAsideStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m")
	w := wholeInPart(t, path, 2)
	earlier := sumOf(t, path)
	diary := modelstest.Put(t, filepath.Join(asideOf(path), "diary"), []byte("dear"))
	if err := w.write(t.Context(), path, 0, nil); err == nil {
		t.Error("it was delivered")
	}
	if _, err := os.Stat(diary); err != nil || sumOf(t, path) != earlier {
		t.Error("it was changed", err)
	}
	if err := os.Remove(diary); err != nil {
		t.Fatal(err)
	}
	writeAgain(t, w, path, 0)
}
