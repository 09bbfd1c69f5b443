package emulated

import (
	"errors"
	"syscall"
	"testing"
)

// Skip skips a test that tried to start a second copy of its own program, if err
// says that the system cannot run programs for the processor that the test was
// built for. This happens in an emulator.
func Skip(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, syscall.ENOEXEC) {
		t.Skip("skipped: an emulator runs this test, and the system cannot start another program of that processor")
	}
}
