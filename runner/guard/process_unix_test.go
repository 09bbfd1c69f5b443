//go:build linux || darwin

package guard

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dragstrip/runner/engine"

	"golang.org/x/sys/unix"
)

// goneWithin is the budget: nothing is left five seconds after a stop, a
// crash or a kill.
const goneWithin = 5 * time.Second

func init() {
	for name, part := range map[string]func(args []string) int{
		// It does not end when asked.
		"stubborn": func([]string) int {
			signal.Ignore(unix.SIGTERM, unix.SIGINT, unix.SIGHUP)
			fmt.Println("stubborn", os.Getpid())
			return forever()
		},
		// It ends when asked, prints that, and exits with a code of its own.
		"polite": func([]string) int {
			asked := make(chan os.Signal, 1)
			signal.Notify(asked, unix.SIGTERM)
			fmt.Println("polite", os.Getpid())
			<-asked
			fmt.Println("last words")
			return 6
		},
		// It starts a stubborn process in a session of its own and leaves it.
		"middle": func([]string) int { return start(true, "stubborn") },
		// This engine has a descendant that has left its group and lost its
		// parent.
		"family": func([]string) int {
			if code := start(false, "stubborn"); code != 0 {
				return code
			}
			middle := exec.Command(as("middle")[0], as("middle")[1:]...)
			middle.Stdout = os.Stdout
			if err := middle.Run(); err != nil {
				return 98
			}
			return parts["stubborn"](nil)
		},
		// This engine ends and leaves a process behind.
		"leaver": func([]string) int {
			if code := start(true, "stubborn"); code != 0 {
				return code
			}
			return 4
		},
		// This engine has a child that ends when the engine's pipe closes.
		"leaver of one that follows": func([]string) int {
			child := exec.Command(as("follower")[0], as("follower")[1:]...)
			child.Stdout = os.Stdout
			if _, err := child.StdinPipe(); err != nil || child.Start() != nil {
				return 97
			}
			return 0
		},
		"follower": func([]string) int {
			_, _ = io.Copy(io.Discard, os.Stdin)
			return 0
		},
		"bench process": func(args []string) int {
			process, err := Start(Command{Argv: as(args[0])})
			if err != nil {
				fmt.Println(err)
				return 96
			}
			fmt.Println("guard", process.guard.Process.Pid)
			go func() { _, _ = io.Copy(os.Stderr, process.Stderr()) }()
			_, _ = io.Copy(os.Stdout, process.Stdout())
			process.Wait()
			return 0
		},
	} {
		parts[name] = part
	}
}

// start starts a part that writes to our output, and does not wait for it.
func start(newSession bool, part string) int {
	cmd := exec.Command(as(part)[0], as(part)[1:]...)
	cmd.Stdout = os.Stdout
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: newSession}
	if err := cmd.Start(); err != nil {
		fmt.Println(err)
		return 98
	}
	return 0
}

// gone tells whether a process has ended and its exit code was fetched. A
// process that belongs to process 1 need only have ended, because process 1 may
// be slow.
func gone(pid int) bool {
	p, err := lookAt(pid)
	return err != nil || p.zombie && p.ppid != os.Getpid()
}

func (w *watched) saidAll(word string, count int) []int {
	w.t.Helper()
	var pids []int
	eventually(w.t, 15*time.Second, fmt.Sprintf("%d lines with %q", count, word), func() bool {
		pids = pids[:0]
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, line := range w.out {
			if rest, ok := strings.CutPrefix(line, word+" "); ok {
				pid, _ := strconv.Atoi(rest)
				pids = append(pids, pid)
			}
		}
		return len(pids) >= count
	})
	return pids
}

func allGone(t *testing.T, since time.Time, pids ...int) {
	t.Helper()
	eventually(t, goneWithin-time.Since(since), fmt.Sprintf("all of %v are gone", pids), func() bool {
		for _, pid := range pids {
			if !gone(pid) {
				return false
			}
		}
		return true
	})
	t.Logf("%d processes were gone after %v", len(pids), time.Since(since).Round(time.Millisecond))
}

func TestEngineEndedBySignal(t *testing.T) {
	for name, number := range map[string]syscall.Signal{"SIGKILL": unix.SIGKILL, "SIGTERM": unix.SIGTERM, "SIGABRT": unix.SIGABRT} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exit := begin(t, Command{Argv: []string{"sh", "-c", fmt.Sprintf("kill -%d $$", number)}}).end()
			if want := (engine.Exit{Code: -1, Signal: name}); exit != want {
				t.Errorf("exit = %+v, want %+v", exit, want)
			}
		})
	}
}

func TestStopLetsAnEngineSayItsLastWords(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("polite")})
	w.said("polite")
	began := time.Now()
	w.Stop()
	if exit, want := w.end(), (engine.Exit{Code: 6, Stopped: true}); exit != want {
		t.Errorf("exit = %+v, want %+v", exit, want)
	}
	if !strings.HasSuffix(w.text(), "last words") {
		t.Errorf("the engine said %q", w.text())
	}
	if took := time.Since(began); took > grace {
		t.Errorf("it took %v", took)
	}
}

func TestStopOfAnEngineThatIsSuspended(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("polite")})
	if err := unix.Kill(w.said("polite"), unix.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	w.Stop()
	if exit, want := w.end(), (engine.Exit{Code: 6, Stopped: true}); exit != want {
		t.Errorf("exit = %+v, want %+v", exit, want)
	}
}

func TestStopOfAnEngineThatIgnoresTERM(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("stubborn")})
	pid := w.said("stubborn")
	guard := w.guard.Process.Pid
	began := time.Now()
	w.Stop()
	exit := w.end()
	took := time.Since(began)
	if want := (engine.Exit{Code: -1, Signal: "SIGKILL", Stopped: true}); exit != want {
		t.Errorf("exit = %+v, want %+v", exit, want)
	}
	if took < grace || took > grace+1500*time.Millisecond {
		t.Errorf("it took %v", took)
	}
	t.Logf("it took %v", took)
	if pid != w.PID() || !gone(pid) || !gone(guard) {
		t.Errorf("engine %d (said to be %d) and guard %d: something is left", pid, w.PID(), guard)
	}
}

func TestStopReachesWhatLeftTheGroupAndLostItsParent(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("family")})
	pids := w.saidAll("stubborn", 3)
	began := time.Now()
	w.Stop()
	exit := w.end()
	allGone(t, began, append(pids, w.guard.Process.Pid)...)
	if want := (engine.Exit{Code: -1, Signal: "SIGKILL", Stopped: true, LeftBehind: 2}); exit != want {
		t.Errorf("exit = %+v, want %+v", exit, want)
	}
}

func TestWhatAnEngineLeavesBehindIsEndedAndCounted(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("leaver")})
	pid := w.said("stubborn") // it holds the engine's output open
	exit := w.end()
	if want := (engine.Exit{Code: 4, LeftBehind: 1}); exit != want {
		t.Errorf("exit = %+v, want %+v", exit, want)
	}
	if !gone(pid) {
		t.Error("it lives")
	}
	if w.errs != [2]error{} {
		t.Errorf("reading: %v", w.errs)
	}
}

func TestWhatEndsWithItsEngineIsNotCounted(t *testing.T) {
	t.Parallel()
	if exit := begin(t, Command{Argv: as("leaver of one that follows")}).end(); exit != (engine.Exit{}) {
		t.Errorf("exit = %+v", exit)
	}
}

// benchProcess starts a bench process with an engine. It reads the process
// numbers of the guard and of the engine's members.
func benchProcess(t *testing.T, part string, members int) (bench *exec.Cmd, pids []int) {
	t.Helper()
	bench = exec.Command(as("bench process")[0], append(as("bench process")[1:], part)...)
	out, err := bench.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := bench.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); len(pids) < 1+members && lines.Scan(); {
		_, number, _ := strings.Cut(lines.Text(), " ")
		pid, err := strconv.Atoi(number)
		if err != nil {
			t.Fatalf("it said %q", lines.Text())
		}
		pids = append(pids, pid)
	}
	t.Cleanup(func() { // if the test has failed
		_ = bench.Process.Kill()
		for _, pid := range pids {
			if !gone(pid) {
				_ = unix.Kill(pid, unix.SIGKILL)
			}
		}
	})
	if len(pids) != 1+members {
		t.Fatalf("only %v were started", pids)
	}
	return bench, pids
}

func TestBenchProcessKilled(t *testing.T) {
	t.Parallel()
	bench, pids := benchProcess(t, "family", 3)
	began := time.Now()
	if err := bench.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = bench.Wait()
	allGone(t, began, pids...)
}

func TestGuardKilled(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("family")})
	pids := w.saidAll("stubborn", 3)
	began := time.Now()
	if err := unix.Kill(w.guard.Process.Pid, unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
	exit := w.end()
	allGone(t, began, append(pids, w.guard.Process.Pid)...)
	if exit.Code != -1 || exit.Signal != "SIGKILL" || exit.Stopped || !strings.Contains(exit.StartError, "guard") {
		t.Errorf("exit = %+v", exit)
	}
}

func TestGuardThatIsSuspendedDoesNotHoldUpAStop(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("family")})
	pids := w.saidAll("stubborn", 3)
	if err := unix.Kill(w.guard.Process.Pid, unix.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	w.Stop()
	exit := w.end()
	allGone(t, began, append(pids, w.guard.Process.Pid)...)
	if !exit.Stopped || exit.StartError != "" {
		t.Errorf("exit = %+v", exit)
	}
}

func TestSignalsDoNotEndTheGuard(t *testing.T) {
	t.Parallel()
	w := begin(t, Command{Argv: as("polite")})
	w.said("polite")
	for _, s := range []syscall.Signal{unix.SIGHUP, unix.SIGINT, unix.SIGTERM, unix.SIGQUIT, unix.SIGTSTP, unix.SIGUSR1} {
		if err := unix.Kill(w.guard.Process.Pid, s); err != nil {
			t.Fatal(err)
		}
	}
	w.Stop()
	if exit, want := w.end(), (engine.Exit{Code: 6, Stopped: true}); exit != want {
		t.Errorf("exit = %+v, want %+v", exit, want)
	}
}

func TestEngineThatForksWithoutEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("starts some hundred processes")
	}
	// The shell is small enough to fork many times in two seconds.
	const bomb = `trap "" TERM; i=0; while [ $i -lt 150 ]; do sleep 60 & i=$((i+1)); done; echo up 1; while :; do (setsid sleep 60 &) ; sleep 0.01; done`
	w := begin(t, Command{Argv: []string{"sh", "-c", bomb}})
	w.said("up")
	began := time.Now()
	w.Stop()
	exit := w.end()
	if took := time.Since(began); took > goneWithin {
		t.Errorf("it took %v", took)
	}
	if !exit.Stopped || len(marked(w.mark)) != 0 {
		t.Errorf("exit = %+v, left: %v", exit, marked(w.mark))
	}
}

func TestDescendants(t *testing.T) {
	all := []process{
		{pid: 1, ppid: 0},
		{pid: 10, ppid: 1},
		{pid: 11, ppid: 10},
		{pid: 12, ppid: 11, zombie: true},
		{pid: 13, ppid: 12},
		{pid: 20, ppid: 1},
		{pid: 30, ppid: 31},
		{pid: 31, ppid: 30},
	}
	var got []int
	for _, p := range descendants(all, 10) {
		got = append(got, p.pid)
	}
	if fmt.Sprint(got) != "[11 13]" {
		t.Errorf("descendants = %v", got)
	}
	if loop := descendants(all, 30); len(loop) != 1 {
		t.Errorf("a listing that changed under the reader: %v", loop)
	}
}

func TestSignalMissesAProcessThatOnlyHasTheNumber(t *testing.T) {
	w := begin(t, Command{Argv: as("polite")})
	pid := w.said("polite")
	p, err := lookAt(pid)
	if err != nil {
		t.Fatal(err)
	}
	p.began--
	if err := signalProcess(p, unix.SIGKILL); !errors.Is(err, unix.ESRCH) {
		t.Errorf("signal to an earlier process: %v", err)
	}
	p.began++
	if err := signalProcess(p, unix.SIGTERM); err != nil {
		t.Errorf("signal to this process: %v", err)
	}
	if exit, want := w.end(), (engine.Exit{Code: 6}); exit != want {
		t.Errorf("exit = %+v, want %+v", exit, want)
	}
}

// TestStdinIsHeldWhereThatIsAsked: standard input is a silent pipe instead of
// the null device, and it closes when the guard ends.
func TestStdinIsHeldWhereThatIsAsked(t *testing.T) {
	t.Parallel()
	for held, want := range map[bool]string{false: "Dc", true: "p"} {
		w := begin(t, Command{Argv: as("kind of stdin"), HoldStdin: held})
		w.end()
		if !strings.HasPrefix(w.text(), want) {
			t.Errorf("held %t: %q", held, w.text())
		}
	}
	w := begin(t, Command{Argv: as("reader of stdin"), HoldStdin: true})
	pids := w.saidAll("up", 1)
	began := time.Now()
	_ = w.guard.Process.Kill()
	allGone(t, began, pids...)
}
