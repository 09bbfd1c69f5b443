package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// If a program of dragstrip crashed, the registers used to be shown instead of
// the cause.
func TestACrashIsToldByItsCause(t *testing.T) {
	for log, want := range map[string]string{
		"runtime: failed to create new OS thread (have 9 already; errno=11)\nruntime: may need to increase max user processes (ulimit -u)\nfatal error: newosproc\n\nruntime stack:\nrax 0x0\nrbx 0x1\n": "  runtime: failed to create new OS thread (have 9 already; errno=11)\n  runtime: may need to increase max user processes (ulimit -u)\n  fatal error: newosproc\n",
		"write the journal: no space left on device\n": "  write the journal: no space left on device\n",
		"": "",
	} {
		path := filepath.Join(t.TempDir(), "bench.log")
		if err := os.WriteFile(path, []byte(log), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := tailOf(path); got != want {
			t.Errorf("%q", got)
		}
	}
}
