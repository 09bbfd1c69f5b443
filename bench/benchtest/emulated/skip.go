package emulated

import (
	"errors"
	"syscall"
	"testing"
)

// Skip skips a test that could not start its own program again, if err says
// that the system cannot run programs of that processor. This happens in an
// emulator.
func Skip(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, syscall.ENOEXEC) {
		t.Skip("skipped: an emulator runs this test, and the system cannot start another program of that processor")
	}
}
