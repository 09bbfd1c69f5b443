package emulated

import (
	"errors"
	"syscall"
	"testing"
)

// Skip is for tests that start a second copy of their own program. In an
// emulator, the system cannot run programs for the processor for which the test
// was built. If err says so, Skip skips the test.
func Skip(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, syscall.ENOEXEC) {
		t.Skip("skipped: an emulator runs this test, and the system cannot start another program of that processor")
	}
}
