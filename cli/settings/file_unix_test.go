//go:build unix

package settings

import (
	"errors"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"dragstrip/bench/regular"
)

// TestASettingsFileThatIsAPipeIsRefused: with such a file every verb used to
// hang.
func TestASettingsFileThatIsAPipeIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (File{Path: path}).read(); !errors.Is(err, regular.ErrIrregular) {
		t.Error(err)
	}
}
