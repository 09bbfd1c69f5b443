package ollama

import (
	"os"
	"testing"

	"dragstrip/runner/guard"
)

// TestMain makes the test binary its own guard.
func TestMain(m *testing.M) {
	if guard.Asked(os.Args) {
		os.Exit(guard.Main(os.Args[2:]))
	}
	os.Exit(m.Run())
}
