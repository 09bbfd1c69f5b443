package models

import (
	"errors"
	"syscall"
	"testing"
)

// skipIfEmulated skips a test that cannot start itself once more, because an
// emulator of another processor runs it (see .ci/run).
func skipIfEmulated(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, syscall.ENOEXEC) {
		t.Skip("an emulator runs this test, and the system cannot start another program of that processor")
	}
}
