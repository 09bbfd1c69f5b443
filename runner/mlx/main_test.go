package mlx

import (
	"os"
	"testing"

	"dragstrip/runner/guard"
)

// The test program is also the guard of the programs that it asks, and a server
// that behaves like mlx_lm.server.
func TestMain(m *testing.M) {
	if guard.Asked(os.Args) {
		os.Exit(guard.Main(os.Args[2:]))
	}
	if how := os.Getenv(fakeServer); how != "" {
		serveFake(how, os.Args[1:])
	}
	os.Exit(m.Run())
}
