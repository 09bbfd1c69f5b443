//go:build linux

package guard

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func init() {
	parts["files"] = func([]string) int {
		entries, _ := os.ReadDir("/proc/self/fd")
		for _, entry := range entries {
			target, err := os.Readlink(filepath.Join("/proc/self/fd", entry.Name()))
			// The Go runtime opens files of its own, for polling and for the
			// limits of its group.
			own := strings.HasPrefix(target, "anon_inode:") || strings.HasPrefix(target, "/sys/fs/cgroup/")
			if number, _ := strconv.Atoi(entry.Name()); err == nil && number > 2 && !own {
				fmt.Println(entry.Name(), target)
			}
		}
		return 0
	}
}

func TestEngineInheritsNoFileButItsOwn(t *testing.T) {
	// This is as if a shell had started us with an open file.
	inherited, err := os.Open("/dev/zero")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = inherited.Close() }()
	if _, err := unix.FcntlInt(inherited.Fd(), unix.F_SETFD, 0); err != nil {
		t.Fatal(err)
	}
	w := begin(t, Command{Argv: as("files")})
	w.end()
	if w.text() != "" {
		t.Errorf("the engine inherited\n%s", w.text())
	}
	if _, err := unix.FcntlInt(inherited.Fd(), unix.F_SETFD, 0); err != nil {
		t.Fatal(err)
	}
	closeListedOnExec("/proc/self/fd")
	if flags, err := unix.FcntlInt(inherited.Fd(), unix.F_GETFD, 0); err != nil || flags&unix.FD_CLOEXEC == 0 {
		t.Errorf("the way without close_range left it open: %d, %v", flags, err)
	}
}

func TestBenchProcessAndGuardKilledTogether(t *testing.T) {
	t.Parallel()
	bench, pids := benchProcess(t, "stubborn", 1)
	// The bench process is stopped first. Otherwise it would end what the guard
	// left.
	_ = unix.Kill(bench.Process.Pid, unix.SIGSTOP)
	_ = unix.Kill(pids[0], unix.SIGKILL)
	began := time.Now()
	allGone(t, began, pids[1])
	_ = bench.Process.Kill()
	_ = bench.Wait()
}

func TestEngineHandlesSignalsAsIfStartedByAShell(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: []string{"grep", "-E", "^Sig(Ign|Blk):", "/proc/self/status"}})
	w.end()
	for _, line := range w.out {
		name, hex, _ := strings.Cut(line, ":\t")
		set, err := strconv.ParseUint(hex, 16, 64)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		for _, s := range []unix.Signal{unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGTERM, unix.SIGPIPE} {
			if set&(1<<(s-1)) != 0 {
				t.Errorf("%v is in %s", s, name)
			}
		}
	}
	if len(w.out) != 2 {
		t.Errorf("the engine said %q", w.out)
	}
}

func TestEngineIsChosenBeforeUsWhenMemoryEnds(t *testing.T) {
	t.Parallel()
	score := func(pid int) int {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/oom_score_adj", pid))
		if err != nil {
			t.Fatal(err)
		}
		number, _ := strconv.Atoi(strings.TrimSpace(string(text)))
		return number
	}
	w := begin(t, Command{Argv: as("hang")})
	pid := w.said("up")
	eventually(t, goneWithin, "the engine's number is known", func() bool { return w.PID() == pid })
	if got, want := score(pid), min(1000, score(os.Getpid())+500); got != want {
		t.Errorf("oom_score_adj = %d, want %d", got, want)
	}
	if got, want := score(w.guard.Process.Pid), score(os.Getpid()); got != want {
		t.Errorf("the guard's oom_score_adj = %d, want %d", got, want)
	}
	comm, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", w.guard.Process.Pid))
	if string(comm) != "dragstrip-guard\n" {
		t.Errorf("the guard is called %q", comm)
	}
}

func TestCommandLineOfTheGuardShowsNothing(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("hang"), Env: []string{"DRAGSTRIP_TEST_TOKEN=secret"}})
	w.said("up")
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", w.guard.Process.Pid))
	if err != nil || strings.Contains(string(line), "secret") || strings.Contains(string(line), "hang") {
		t.Errorf("command line %q, %v", line, err)
	}
}

func TestStatLineWithAnOddName(t *testing.T) {
	line := "7 (a) R 1 (x\n) b) S 3 4 5 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4242 1 1"
	p, err := parseStat(7, []byte(line))
	if want := (process{pid: 7, ppid: 3, pgid: 4, began: 4242}); err != nil || p != want {
		t.Errorf("process = %+v, %v", p, err)
	}
	for _, bad := range []string{"", "7", "7 (a) S", "7 (a) S x 4 5 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4242"} {
		if _, err := parseStat(7, []byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestProgramThatWasReplacedIsStillReached(t *testing.T) {
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if got := sameProgram(name); got != name {
		t.Errorf("our own program is reached by %s", got)
	}
	for _, other := range []string{"/bin/sh", filepath.Join(t.TempDir(), "removed")} {
		if got := sameProgram(other); got != "/proc/self/exe" {
			t.Errorf("in place of %s we use %s", other, got)
		}
	}
}
