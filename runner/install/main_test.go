package install

import (
	"os"
	"testing"

	"dragstrip/runner/guard"
)

// The test program is also the guard of the programs that it asks.
func TestMain(m *testing.M) {
	if guard.Asked(os.Args) {
		os.Exit(guard.Main(os.Args[2:]))
	}
	os.Exit(m.Run())
}
