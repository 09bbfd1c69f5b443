//go:build unix

package install

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestCommandsGiveLinesAndTheEndOfTheirComplaint(t *testing.T) {
	var lines []string
	script := `printf 'one\rtwo\n\033[31mred\033[0m\nno end'; printf 'first\n%s\nlast words\n' "$(head -c 9000 /dev/zero | tr '\0' x)" >&2; exit 7`
	out, err := runCommand(t.Context(), Command{Argv: []string{"sh", "-c", script}, Line: func(s string) { lines = append(lines, s) }})
	if !strings.HasPrefix(out, "one\rtwo\n") {
		t.Errorf("printed %q", out)
	}
	for _, want := range []string{"one", "two", "last words"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %q", want)
		}
	}
	for _, line := range lines {
		if strings.Contains(line, "\x1b") || len(line) > 2*maxLine {
			t.Errorf("line %q", line)
		}
	}
	if err == nil || !strings.Contains(err.Error(), "last words") || !strings.Contains(err.Error(), "exit code 7") || len(err.Error()) > 10_000 {
		t.Errorf("error %v", err)
	}
	if _, err := runCommand(t.Context(), Command{Argv: []string{"/no/such/program", "update"}}); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("error %v", err)
	}
}

func TestOutputIsBounded(t *testing.T) {
	k := &kept{liner: &liner{}}
	for range 40 {
		k.Write(make([]byte, 1<<20))
	}
	if k.head.Len() != maxOutput || len(k.tail) > 2*tailBytes {
		t.Errorf("%d and %d bytes were kept", k.head.Len(), len(k.tail))
	}
}

// TestCancellingEndsWhatACommandStarted: apt and brew leave their work to
// programs of their own.
func TestCancellingEndsWhatACommandStarted(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	// The grandchild ignores TERM and keeps the pipe open.
	script := `sh -c 'trap "" TERM; echo started; while :; do sleep 0.1; done' & echo $! > "$0"; wait`
	began := time.Now()
	_, err := runCommand(ctx, Command{Argv: []string{"sh", "-c", script, pidFile}, Line: func(line string) {
		if line == "started" {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || time.Since(began) > 20*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	pid, _ := os.ReadFile(pidFile)
	deadline := time.Now().Add(time.Minute)
	for alive(strings.TrimSpace(string(pid))) {
		if time.Now().After(deadline) {
			t.Fatalf("process %s is still there", pid)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestCommandsAreNamedWithoutTheirOptions(t *testing.T) {
	if got := commandName([]string{"apt-get", "-c", "x", "-o", "A=b", "-qq", "update"}); got != "apt-get update" {
		t.Error(got)
	}
	if got := commandName([]string{"nvidia-smi"}); got != "nvidia-smi" {
		t.Error(got)
	}
}

func alive(pid string) bool {
	n, err := strconv.Atoi(pid)
	if stat, err := os.ReadFile("/proc/" + pid + "/stat"); err == nil && strings.Contains(string(stat), ") Z ") {
		return false // dead; only nobody has asked for its exit code
	}
	return err == nil && syscall.Kill(n, 0) == nil
}

// TestAnUnbrokenProgramIsFinished: apt's second half writes into the whole
// system. If it is stopped halfway, somebody has to repair the package manager
// by hand.
func TestAnUnbrokenProgramIsFinished(t *testing.T) {
	begun, goOn := filepath.Join(t.TempDir(), "begun"), filepath.Join(t.TempDir(), "go")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		defer os.WriteFile(goOn, nil, 0o600)
		defer cancel()
		for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
			if _, err := os.Stat(begun); err == nil {
				return
			}
		}
	}()
	script := `: > "$0"; while ! test -e "$1"; do sleep 0.05; done; echo finished; echo a word >&2`
	out, err := runCommand(ctx, Command{Argv: []string{"sh", "-c", script, begun, goOn}, Unbroken: true})
	if err != nil || ctx.Err() == nil || !strings.Contains(out, "finished") {
		t.Errorf("%q, %v", out, err)
	}
	if _, err := runCommand(ctx, Command{Argv: []string{"true"}, Unbroken: true}); !errors.Is(err, context.Canceled) {
		t.Errorf("begun after it was interrupted: %v", err)
	}
	if _, err := runCommand(t.Context(), Command{Argv: []string{"sh", "-c", "echo no room >&2; exit 3"}, Unbroken: true}); err == nil || !strings.Contains(err.Error(), "no room") {
		t.Errorf("error %v", err)
	}
}
