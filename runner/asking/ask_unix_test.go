//go:build linux || darwin

package asking

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// goneWithin is the budget: nothing is left five seconds after a kill.
const goneWithin = 5 * time.Second

func init() {
	// note writes down which process plays a part: pids/PART.
	note := func(pids, part string) {
		beside := filepath.Join(pids, "."+part)
		_ = os.WriteFile(beside, []byte(strconv.Itoa(os.Getpid())), 0o600)
		_ = os.Rename(beside, filepath.Join(pids, part))
	}
	// This engine build hangs, as in a GPU's driver, and ignores requests to
	// end.
	hang := func(pids, part string) int {
		signal.Ignore(syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT)
		note(pids, part)
		time.Sleep(time.Hour)
		return 0
	}
	apart := func(part, pids string) int {
		cmd := exec.Command(as(part, pids)[0], as(part, pids)[1:]...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		if cmd.Start() != nil {
			return 98
		}
		return 0
	}
	parts["daemon"] = func(args []string) int { return hang(args[0], "daemon") }
	parts["middle"] = func(args []string) int { return apart("daemon", args[0]) }
	// This engine build starts a daemon and hangs.
	parts["build"] = func(args []string) int {
		if exec.Command(as("middle", args[0])[0], as("middle", args[0])[1:]...).Run() != nil {
			return 97
		}
		note(args[0], "guard-is-parent-"+strconv.Itoa(os.Getppid()))
		return hang(args[0], "build")
	}
	parts["asker"] = func(args []string) int {
		note(args[0], "asker")
		_, err := Ask(context.Background(), Question{Argv: as("build", args[0]), Limit: time.Minute})
		if err != nil {
			fmt.Println(err)
			return 1
		}
		note(args[0], "answered")
		time.Sleep(time.Hour)
		return 0
	}
}

// TestNothingIsLeftOfAQuestion: when the asking process was killed with -9, a
// hanging build used to survive. A build's daemon always used to survive.
func TestNothingIsLeftOfAQuestion(t *testing.T) {
	for _, victims := range []string{"asker", "guard", "build", "build guard", "asker build"} {
		t.Run(victims, func(t *testing.T) {
			t.Parallel()
			pids := t.TempDir()
			asker := exec.Command(as("asker", pids)[0], as("asker", pids)[1:]...)
			if err := asker.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = asker.Process.Kill(); _ = asker.Wait() }()
			number := map[string]int{}
			eventually(t, time.Minute, "a build that hangs, and its daemon", func() bool {
				for _, part := range []string{"asker", "build", "daemon"} {
					text, _ := os.ReadFile(filepath.Join(pids, part))
					number[part], _ = strconv.Atoi(string(text))
				}
				return number["asker"] > 0 && number["build"] > 0 && number["daemon"] > 0
			})
			if found, _ := filepath.Glob(filepath.Join(pids, "guard-is-parent-*")); len(found) == 1 {
				number["guard"], _ = strconv.Atoi(found[0][strings.LastIndexByte(found[0], '-')+1:])
			}
			began := time.Now()
			for victim := range strings.FieldsSeq(victims) {
				if err := syscall.Kill(number[victim], syscall.SIGKILL); err != nil {
					t.Fatalf("kill %s: %v", victim, err)
				}
			}
			if strings.Contains(victims, "asker") {
				_ = asker.Wait()
			} else {
				eventually(t, goneWithin, "the asker gets an answer", func() bool { _, err := os.Stat(filepath.Join(pids, "answered")); return err == nil })
			}
			eventually(t, goneWithin-time.Since(began), fmt.Sprintf("nothing is left of %v", number), func() bool {
				return gone(number["build"]) && gone(number["daemon"]) && gone(number["guard"])
			})
		})
	}
}

// gone tells whether a process has ended. A zombie counts as ended, because
// process 1 may be slow to wait for it.
func gone(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err == nil {
		rest := string(text[strings.LastIndexByte(string(text), ')')+1:])
		return strings.HasPrefix(rest, " Z") || strings.HasPrefix(rest, " X")
	}
	return syscall.Kill(pid, 0) != nil
}

func eventually(t *testing.T, within time.Duration, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(within); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", within, what)
		}
	}
}
