//go:build unix

package standin

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSecondWriterWaitsForTheName: when a stand-in is complete, its note is
// removed, and then it gets its name. A second writer that came in between used
// to finish the same stand-in, or to lose its own note.
func TestSecondWriterWaitsForTheName(t *testing.T) {
	refused := func(t *testing.T, w *work, path string) {
		t.Helper()
		if err := w.write(t.Context(), path, 0, nil); err == nil || !strings.Contains(err.Error(), "another dragstrip is writing") {
			t.Errorf("a second writer: %v", err)
		}
	}
	inEachForm(t, func(t *testing.T, m made, path, want string) {
		w := m.work(t, 1)
		folder := path + partEnd
		lackingItsName(t, w, path)
		u, err := w.begin(folder)
		if err != nil || !u.whole {
			t.Fatalf("%+v, %v", u, err)
		}
		refused(t, w, path)
		if err := w.deliver(folder, path); err != nil {
			t.Fatal(err)
		}
		u.close()
		if sumOf(t, path) != want {
			t.Error("other bytes")
		}

		if err := os.RemoveAll(path); err != nil { // otherwise there would be nothing left to write
			t.Fatal(err)
		}
		interruptAfter(t, w, path, 3)
		if u, err = w.begin(folder); err != nil {
			t.Fatal(err)
		}
		if err := u.note.remove(); err != nil {
			t.Fatal(err)
		}
		refused(t, w, path)
		u.abandon()
		if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("it is still there: %v", err)
		}
		writeAgain(t, w, path, 0)
	})
}

// TestNoteIsRemovedUnderItsLock: a second writer has opened the note before it
// was removed. When that writer gets the lock, it finds that the note is gone,
// and begins again.
func TestNoteIsRemovedUnderItsLock(t *testing.T) {
	w := tinyWork(t, 1)
	u, err := w.begin(filepath.Join(t.TempDir(), "m.gguf"+partEnd))
	if err != nil {
		t.Fatal(err)
	}
	defer u.close()
	second, err := os.OpenFile(u.note.Name(), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if lockFile(second) {
		t.Fatal("two have the lock")
	}
	if err := u.note.remove(); err != nil {
		t.Fatal(err)
	}
	if !lockFile(second) || stillAt(second, second.Name()) {
		t.Error("the second writer goes on with a note that is not there")
	}
}
