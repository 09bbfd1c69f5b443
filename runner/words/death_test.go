package words

import (
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

func TestDeathsAreNamedHoweverTheyAreTold(t *testing.T) {
	for _, c := range []struct {
		exit  engine.Exit
		code  bench.FailureCode
		scope Scope
		ended string
	}{
		{engine.Exit{Signal: "SIGKILL"}, bench.FailKilled, Stage, "SIGKILL"},
		{engine.Exit{Code: 137}, bench.FailKilled, Stage, "exit code 137"},                // a shell in between
		{engine.Exit{Code: 0xC0000005}, bench.FailCrashed, Stage, "exit code 0xc0000005"}, // Windows
		{engine.Exit{Code: -1073741819}, bench.FailCrashed, Stage, "exit code 0xc0000005"},
		{engine.Exit{Signal: "SIGILL"}, bench.FailEngineNotRunning, Model, "SIGILL"},
		{engine.Exit{Signal: "SIGTERM"}, bench.FailKilled, Test, "SIGTERM"},
	} {
		d, ok := DeathOf(c.exit)
		if !ok || d.Code != c.code || d.Scope != c.scope || d.Reason == "" || d.Remedy == "" {
			t.Errorf("%+v: %v %+v", c.exit, ok, d)
		}
		if got := c.exit.String(); got != c.ended {
			t.Errorf("%+v is told as %q", c.exit, got)
		}
	}
	for _, exit := range []engine.Exit{{}, {Code: 1}, {Code: 2}, {Code: 128}} {
		if d, ok := DeathOf(exit); ok {
			t.Errorf("%+v is no death: %+v", exit, d)
		}
	}
}

// The last line of a crashed engine may say why it crashed. An engine that was
// killed could not know why.
func TestACrashHasLastWords(t *testing.T) {
	lines := []string{"loading", "GGML_ASSERT(n > 0) failed"}
	for signal, want := range map[string]bool{"SIGABRT": true, "SIGKILL": false} {
		d, _ := DeathOf(engine.Exit{Signal: signal})
		if f := d.Failure(lines); strings.Contains(f.Reason, "GGML_ASSERT") != want || f.Code != d.Code {
			t.Errorf("%s: %+v", signal, f)
		}
	}
}

func TestWhatCannotBeStartedIsMissingOrUnfit(t *testing.T) {
	for why, want := range map[string]bench.FailureCode{
		"fork/exec /x/llama-bench: no such file or directory":             bench.FailEngineMissing,
		"exec: \"llama-bench\": executable file not found in %PATH%":      bench.FailEngineMissing,
		"fork/exec /x/llama-bench: exec format error":                     bench.FailEngineNotRunning,
		"fork/exec /x/llama-bench: permission denied\x1b]0;title\x07":     bench.FailEngineNotRunning,
		"The system cannot find the file specified.":                      bench.FailEngineMissing,
		strings.Repeat("a very long reason of a system that talks ", 100): bench.FailEngineNotRunning,
	} {
		f := CannotStart("llama-bench", why)
		if f.Code != want || !f.WholeModel || f.Remedy == "" || strings.ContainsRune(f.Reason, '\x1b') || len(f.Reason) > 300 {
			t.Errorf("%q: %+v", why, f)
		}
	}
}

func TestAMissingLibraryOfWindowsIsKnown(t *testing.T) {
	if !NoLibrary(engine.Exit{Code: 0xC0000135}) || NoLibrary(engine.Exit{Code: 1}) || NoLibrary(engine.Exit{}) {
		t.Error("exit codes for a missing DLL are mixed up")
	}
}
