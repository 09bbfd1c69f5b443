package device

import (
	"os"
	"path/filepath"
	"testing"
)

// If a measurement was killed, its stand-ins used to stay on the disk, and no
// message named them.
func TestWhatAKilledMeasurementLeftIsKnownAndCanBeRemoved(t *testing.T) {
	m := &measurement{Here: Here{Folder: t.TempDir()}}
	part := filepath.Join(m.Folder, "bandwidth-2-Q8_0.gguf.part")
	if err := os.MkdirAll(part, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(m.Folder, "bandwidth-1-Q8_0.gguf"), filepath.Join(part, "1")} {
		if err := os.WriteFile(name, make([]byte, 100), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := Unfinished(m.Folder); got != 0 {
		t.Errorf("stand-ins that were kept for the next time count as left: %d bytes", got)
	}
	if err := m.begin(); err != nil {
		t.Fatal(err)
	}
	if got := Unfinished(m.Folder); got != 200 {
		t.Errorf("%d bytes were left, want 200", got)
	}
	if err := clearStandIns(m.Folder); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(m.Folder); len(left) > 0 || Unfinished(m.Folder) != 0 {
		t.Errorf("%v is left", left)
	}
}
