package guard

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"
)

const (
	// grace is the time between asking the tree to end and killing it.
	grace = 2 * time.Second
	// killFor is how long KILL is repeated. A process in an uninterruptible system
	// call (a hung driver) survives KILL, and the guard must not wait for it
	// forever.
	killFor = 1500 * time.Millisecond
	// settleFor is how long processes that the engine started may take to end
	// after the engine. After that they count as left behind.
	settleFor = 200 * time.Millisecond
	// pollEvery is the polling interval while a tree is being ended. There is no
	// polling while an engine runs.
	pollEvery = 20 * time.Millisecond
)

// Main is the guard, which the hidden verb runs. The argument after the verb
// names the status pipe. The result is the exit code of the process.
//
// Main takes the process over: it locks the calling goroutine to its thread,
// changes signal handling and reads standard input.
func Main(args []string) int {
	if len(args) != 1 {
		fmt.Fprintln(os.Stderr, "guard: this verb is used by dragstrip itself, between the bench process and an engine")
		return 2
	}
	number, err := strconv.ParseUint(args[0], 10, 64)
	if err != nil || number <= 2 {
		fmt.Fprintln(os.Stderr, "guard: not a status pipe:", strconv.Quote(args[0]))
		return 2
	}
	// The engine's parent-death signal is tied to this thread.
	runtime.LockOSThread()
	runtime.GOMAXPROCS(1)
	status, err := takeFile(uintptr(number))
	if err != nil {
		fmt.Fprintln(os.Stderr, "guard: open the status pipe:", err)
		return 2
	}
	report := &reporter{w: status}
	becomeGuard()

	lifeline := bufio.NewReaderSize(os.Stdin, 64<<10)
	order, err := readOrder(lifeline)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		report.say(message{Ended: &ended{Code: -1, Stopped: true}})
		return 0
	}
	if err != nil {
		report.say(message{StartError: err.Error()})
		return 1
	}
	cut := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, lifeline)
		close(cut)
	}()
	debug.FreeOSMemory() // before the engine starts, so that it is not disturbed
	t, err := launch(order)
	if err != nil {
		report.say(message{StartError: startErrorText(string(order.Argv[0]), string(order.Dir), err)})
		return 1
	}
	letGoOfOutput()
	report.say(message{Started: &started{PID: t.pid, Began: t.began}})
	report.say(message{Ended: watch(t, cut)})
	return 0
}

// watch waits until the engine ends or the lifeline closes, and returns when
// nothing of the engine is left.
func watch(t *tree, cut <-chan struct{}) *ended {
	var result ended
	select {
	case <-t.ended:
		waitUntil(settleFor, cut, t.empty)
	case <-cut:
		// If both happened at once, the engine ended on its own.
		select {
		case <-t.ended:
		default:
			result.Stopped = true
		}
	}
	if !t.empty() {
		left := endTree(t)
		result.LeftBehind = left
	}
	select {
	case <-t.ended:
		result.Code, result.Signal = t.code, t.signal
	default:
		result.Code = -1 // it cannot be killed
	}
	return &result
}

// endTree asks everything to end, and kills what does not end. It returns how
// many processes besides the engine were left: those that outlived an engine
// that had ended on its own, or those that had to be killed.
func endTree(t *tree) int {
	left := 0
	select {
	case <-t.ended:
		left = t.others()
	default:
	}
	t.ask()
	if waitUntil(grace, nil, t.empty) {
		return left
	}
	left = max(left, t.others())
	for deadline := time.Now().Add(killFor); time.Now().Before(deadline); {
		// Repeat it, because a process may have been forked while we looked.
		t.kill()
		if waitUntil(50*time.Millisecond, nil, t.empty) {
			break
		}
	}
	return left
}

// waitUntil polls until done is true, the time is over or cut is closed.
func waitUntil(limit time.Duration, cut <-chan struct{}, done func() bool) bool {
	deadline := time.Now().Add(limit)
	for !done() {
		if time.Now().After(deadline) {
			return false
		}
		select {
		case <-cut:
			return done()
		case <-time.After(pollEvery):
		}
	}
	return true
}

// engineCommand makes the engine's command for os/exec. Its standard input is
// the null device, or, if the order asks for it, a pipe whose other end, held,
// the guard keeps. Its other standard files are the guard's own.
func engineCommand(o order) (cmd *exec.Cmd, held io.Closer, err error) {
	argv := toStrings(o.Argv)
	cmd = exec.Command(argv[0], argv[1:]...)
	if cmd.Err != nil {
		return nil, nil, cmd.Err
	}
	cmd.Env = toStrings(o.Env)
	cmd.Dir = string(o.Dir)
	cmd.Stdout = os.Stdout
	cmd.Stderr = os.Stderr
	if o.Hold {
		held, err = cmd.StdinPipe()
	}
	return cmd, held, err
}

// startErrorText says why a program could not be started. The system's own
// message misleads if the file exists but its loader or interpreter does not.
func startErrorText(name, dir string, err error) string {
	var lookup *exec.Error
	if errors.As(err, &lookup) {
		return fmt.Sprintf("start %s: %v", name, lookup.Err)
	}
	cause := err
	var path *fs.PathError
	if errors.As(err, &path) {
		cause = path.Err
	}
	if dir != "" {
		if folder, statErr := os.Stat(dir); statErr != nil || !folder.IsDir() {
			return fmt.Sprintf("start %s: its working folder %s cannot be used: %v", name, dir, cause)
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		if file, statErr := os.Stat(name); statErr == nil && file.Mode().IsRegular() {
			return fmt.Sprintf("start %s: the file exists, but the loader or interpreter it needs does not: %v", name, cause)
		}
	}
	return fmt.Sprintf("start %s: %v", name, cause)
}
