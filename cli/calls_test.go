package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// call is a call of a verb: its arguments, its exit code, and parts of what it
// prints.
type call struct {
	args  []string
	code  int
	parts []string
}

// checkCalls calls a verb several times.
func checkCalls(t *testing.T, e *env, verb string, calls []call) {
	t.Helper()
	for _, c := range calls {
		out, problem, code := said(e, append([]string{verb}, c.args...)...)
		if code != c.code {
			t.Errorf("%v: exit code %d\n%s", c.args, code, problem)
		}
		for _, part := range c.parts {
			if !strings.Contains(out+problem, part) {
				t.Errorf("%v: no %q in\n%s%s", c.args, part, out, problem)
			}
		}
	}
}

// reportFile writes a session's report as JSON and returns the file's path.
func reportFile(t *testing.T, name string, s *bench.Session) string {
	t.Helper()
	var text bytes.Buffer
	if err := report.JSON(&text, s, report.Options{}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name+".json")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
