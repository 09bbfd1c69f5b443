package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench/journal"
)

// TestASessionIsCalledByWhatFindsIt: if a session's folder is not in the store,
// a command with its name alone would find another session, or none.
func TestASessionIsCalledByWhatFindsIt(t *testing.T) {
	home := t.TempDir()
	e := &env{places: places{state: filepath.Join(home, "state")}}
	kept := journal.Folder{Path: filepath.Join(e.places.store().Root, "20261129-211117-7060")}
	foreign := journal.Folder{Path: filepath.Join(home, "from \x1b]0;them\a", "20261129-211117-7060")}
	for _, f := range []journal.Folder{kept, foreign} {
		if err := os.MkdirAll(f.Path, 0o700); err != nil {
			t.Skipf("skipped: this system has no such file names: %v", err)
		}
	}
	if got := e.called(kept); got != "20261129-211117-7060" {
		t.Errorf("one of the store is called %q", got)
	}
	if got := e.called(foreign); !strings.Contains(got, home) || strings.ContainsAny(got, "\x1b\a") {
		t.Errorf("one from elsewhere is called %q", got)
	}
}
