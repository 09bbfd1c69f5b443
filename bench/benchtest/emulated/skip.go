package emulated

import (
	"errors"
	"syscall"
	"testing"
)

// Skip skips a test if err says that it could not start itself once more,
// because an emulator runs it and the system knows no programs of that
// processor.
func Skip(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, syscall.ENOEXEC) {
		t.Skip("skipped: an emulator runs this test, and the system cannot start another program of that processor")
	}
}
